package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeType;
import croft.wire.schema.TimestampFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads awsQuery and ec2Query forms. Lists come as {@code Name.member.1} (awsQuery), under the
 * element's own name, or flat as {@code Name.1} (flattened, and always in ec2Query); maps as {@code
 * Name.entry.1.key}. Elements are ordered by their numbers; gaps are passed over.
 *
 * <p>Source: <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">awsQuery</a>, <a
 * href="https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html">ec2Query</a>.
 */
public final class QueryReader extends TextReader {
  /** The two query protocols, which differ in names, lists and error codes. */
  public enum Dialect {
    AWS,
    EC2
  }

  private final Dialect dialect;
  private FormNode node;

  public QueryReader(Form form, Dialect dialect) {
    this.node = form.root();
    this.dialect = dialect;
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    FormNode here = node;
    String stray = here.value();
    if (stray != null && !stray.isEmpty()) {
      throw unexpected(here);
    }
    int found = 0;
    Defaults defaults = Defaults.of(schema);
    for (var child : here.children().entrySet()) {
      Member member =
          dialect == Dialect.EC2 ? schema.ec2(child.getKey()) : schema.query(child.getKey());
      if (member != null) {
        node = child.getValue();
        members.read(builder, member, this);
        defaults.found(member);
        found++;
      }
    }
    node = here;
    defaults.read(builder, members, false);
    if (schema.type() == ShapeType.UNION && found != 1) {
      throw unexpected(here);
    }
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    FormNode here = node;
    Member of = member.target().element();
    boolean flat = dialect == Dialect.EC2 || member.flattened();
    List<T> values = new ArrayList<>();
    for (FormNode child : numbered(here, flat, of.queryName(), "member")) {
      node = child;
      values.add(element.read(this, of));
    }
    node = here;
    return values;
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    FormNode here = node;
    Schema target = member.target();
    Map<String, T> values = new LinkedHashMap<>();
    for (FormNode entry : numbered(here, member.flattened(), "entry", "entry")) {
      node = part(entry, target.key());
      String key = text(target.key());
      node = part(entry, target.value());
      values.put(key, value.read(this, target.value()));
    }
    node = here;
    return values;
  }

  private static FormNode part(FormNode entry, Member member) {
    FormNode part = entry.child(member.queryName());
    if (part == null) {
      throw Form.malformed("The parameter " + entry.path() + " lacks its " + member.queryName());
    }
    return part;
  }

  /** The elements in the order of their numbers; an empty value alone is an empty list. */
  private static Iterable<FormNode> numbered(FormNode here, boolean flat, String... names) {
    String value = here.value();
    if (value != null && !value.isEmpty()) {
      throw unexpected(here);
    }
    FormNode container = here;
    if (!flat) {
      container = here.child(names[0]);
      container = container == null ? here.child(names[1]) : container;
      if (container == null) {
        if (!here.children().isEmpty()) {
          throw unexpected(here);
        }
        return List.of();
      }
    }
    TreeMap<Integer, FormNode> ordered = new TreeMap<>();
    for (var child : container.children().entrySet()) {
      ordered.put(number(child.getKey(), here), child.getValue());
    }
    return ordered.values();
  }

  private static int number(String text, FormNode here) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw unexpected(here);
    }
  }

  @Override
  String text(Member member) {
    String value = node.value();
    if (value == null || !node.children().isEmpty()) {
      throw unexpected(node);
    }
    return value;
  }

  private static ServiceError unexpected(FormNode node) {
    return Form.malformed("The parameter " + node.path() + " is not of the expected structure.");
  }

  @Override
  ServiceError invalid(Member member, String text, String expected) {
    String shown = member.sensitive() ? "***" : text;
    String message =
        "Value (%s) for parameter %s is invalid. It must be %s."
            .formatted(shown, node.path(), expected);
    return switch (dialect) {
      case AWS -> ServiceError.badRequest("MalformedInput", message);
      case EC2 -> ServiceError.badRequest("InvalidParameterValue", message);
    };
  }

  @Override
  TimestampFormat defaultTimestampFormat() {
    return TimestampFormat.DATE_TIME;
  }
}
