package croft.wire.constraint;

import croft.base.ServiceError;
import croft.wire.constraint.Demands.Unmet;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Constraints;
import croft.wire.schema.Member;
import croft.wire.schema.Protocol;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeType;
import croft.wire.schema.ShapeWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a shape and finds what does not meet its model. One walk, one checker. */
public final class ConstraintChecker implements ShapeWriter {
  /** A value longer than this is shown cut off. */
  private static final int SHOWN_CHARACTERS = 1000;

  private final List<Violation> violations = new ArrayList<>(0);

  /** The path to the structure or element being walked, ending in a dot unless empty. */
  private String prefix = "";

  private String ec2Prefix = "";

  /** The members of the structure being walked that were written. */
  private boolean[] seen = {};

  /** Whether the value to come is an element, which EC2's paths have no name for. */
  private boolean element;

  private ConstraintChecker() {}

  /** The violations of a shape, in the order of its members, missing ones last. */
  public static List<Violation> find(Shape shape) {
    ConstraintChecker checker = new ConstraintChecker();
    checker.members(shape);
    return checker.violations;
  }

  /**
   * Checks the input of a call.
   *
   * @throws ServiceError the code and words of the protocol, such as {@code ValidationException}
   */
  public static void check(Shape input, Protocol protocol) {
    check(input, Wording.of(protocol));
  }

  /**
   * Checks the input of a call.
   *
   * @throws ServiceError in these words
   */
  public static void check(Shape input, Wording wording) {
    List<Violation> found = find(input);
    if (!found.isEmpty()) {
      throw wording.error(found);
    }
  }

  private void members(Shape shape) {
    boolean[] outer = seen;
    List<Member> members = shape.schema().members();
    boolean[] inner = new boolean[members.size()];
    seen = inner;
    shape.writeMembers(this);
    seen = outer;
    if (shape.schema().type() == ShapeType.UNION) {
      return;
    }
    for (Member member : members) {
      if (member.required() && !inner[member.index()]) {
        add(member, null, new Unmet(Violation.Kind.MISSING, "Member must not be null"));
      }
    }
  }

  private void see(Member member) {
    if (member.index() < seen.length) {
      seen[member.index()] = true;
    }
  }

  private void add(Member member, @Nullable String value, Unmet unmet) {
    boolean secret = member.sensitive() && value != null;
    violations.add(
        new Violation(
            member,
            prefix + lowerFirst(member.name()),
            ec2Prefix + member.ec2Name(),
            secret ? "***" : shown(value),
            unmet.kind(),
            unmet.demand()));
  }

  private static @Nullable String shown(@Nullable String value) {
    return value == null || value.length() <= SHOWN_CHARACTERS
        ? value
        : value.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  @Override
  public void structure(Member member, Shape value) {
    see(member);
    String outer = prefix;
    String ec2Outer = ec2Prefix;
    boolean wasElement = element;
    prefix = outer + (wasElement ? "member" : lowerFirst(member.name())) + ".";
    ec2Prefix = wasElement ? ec2Outer : ec2Outer + member.ec2Name() + ".";
    element = false;
    members(value);
    element = wasElement;
    prefix = outer;
    ec2Prefix = ec2Outer;
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> values, ElementWriter<T> each) {
    see(member);
    Unmet length = Demands.length(member.constraints(), values.size());
    if (length != null) {
      add(member, values.toString(), length);
    }
    Member of = member.target().element();
    int before = violations.size();
    int number = 1;
    for (T value : values) {
      element(member, Integer.toString(number++), () -> each.write(this, of, value));
    }
    gather(member, of, before, values, "Member must satisfy constraint: ");
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> each) {
    see(member);
    Unmet length = Demands.length(member.constraints(), values.size());
    if (length != null) {
      add(member, values.toString(), length);
    }
    Constraints keys = member.target().key().constraints();
    if (values.keySet().stream().anyMatch(key -> !Demands.text(keys, key).isEmpty())) {
      String demand = "Map keys must satisfy constraint: " + Demands.all(keys);
      add(member, values.toString(), new Unmet(Violation.Kind.CONTENT, demand));
    }
    Member of = member.target().value();
    int before = violations.size();
    for (var entry : values.entrySet()) {
      element(member, entry.getKey(), () -> each.write(this, of, entry.getValue()));
    }
    gather(member, of, before, values, "Map value must satisfy constraint: ");
  }

  /** Walks one element, whose path is the collection's and a step. */
  private void element(Member collection, String step, Runnable walk) {
    String outer = prefix;
    String ec2Outer = ec2Prefix;
    boolean[] outerSeen = seen;
    boolean wasElement = element;
    prefix = outer + lowerFirst(collection.name()) + "." + step + ".";
    ec2Prefix = ec2Outer + (wasElement ? "" : collection.ec2Name() + ".") + step + ".";
    seen = new boolean[0];
    element = true;
    walk.run();
    element = wasElement;
    seen = outerSeen;
    prefix = outer;
    ec2Prefix = ec2Outer;
  }

  /** AWS tells what is wrong with elements that have no members as one fault of the collection. */
  private void gather(Member collection, Member of, int before, Object values, String words) {
    List<Violation> found = violations.subList(before, violations.size());
    if (found.removeIf(violation -> violation.member().equals(of))) {
      String demand = words + Demands.all(of.constraints());
      String shown = of.sensitive() ? "***" : values.toString();
      add(collection, shown, new Unmet(Violation.Kind.CONTENT, demand));
    }
  }

  @Override
  public void string(Member member, String value) {
    see(member);
    Constraints constraints = member.constraints();
    if (!constraints.equals(Constraints.NONE)) {
      Demands.text(constraints, value).forEach(unmet -> add(member, value, unmet));
    }
  }

  private void number(Member member, BigDecimal value) {
    see(member);
    Unmet unmet = Demands.range(member.constraints(), value);
    if (unmet != null) {
      add(member, value.toPlainString(), unmet);
    }
  }

  @Override
  public void bool(Member member, boolean value) {
    see(member);
  }

  @Override
  public void integer(Member member, int value) {
    number(member, BigDecimal.valueOf(value));
  }

  @Override
  public void longInteger(Member member, long value) {
    number(member, BigDecimal.valueOf(value));
  }

  @Override
  public void floating(Member member, float value) {
    doubleFloating(member, value);
  }

  @Override
  public void doubleFloating(Member member, double value) {
    see(member);
    if (Double.isFinite(value)) {
      number(member, BigDecimal.valueOf(value));
    }
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    number(member, new BigDecimal(value));
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    number(member, value);
  }

  @Override
  public void blob(Member member, byte[] value) {
    see(member);
    Unmet unmet = Demands.length(member.constraints(), value.length);
    if (unmet != null) {
      String shown =
          "java.nio.HeapByteBuffer[pos=0 lim=%d cap=%d]".formatted(value.length, value.length);
      add(member, shown, unmet);
    }
  }

  @Override
  public void stream(Member member, ByteStream value) {
    see(member);
  }

  @Override
  public void timestamp(Member member, Instant value) {
    see(member);
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    see(member);
  }

  @Override
  public void nothing(Member member) {
    see(member);
  }
}
