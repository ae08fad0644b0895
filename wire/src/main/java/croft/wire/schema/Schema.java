package croft.wire.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The description of one shape: its type, members and constraints. Structures and unions have named
 * members; a list has one member, its element; a map has two, key and value.
 */
public final class Schema {
  /** The input of an operation without input, the output of one without output. */
  public static final Schema UNIT = structure("Unit");

  private final String name;
  private final ShapeType type;
  private final Constraints constraints;
  private final List<Member> members;
  private final boolean xmlAttributes;
  private final boolean defaults;
  private final MemberTable byName;
  private final MemberTable byJson;
  private final MemberTable byXml;
  private final MemberTable byQuery;
  private final MemberTable byEc2;
  private final @Nullable XmlNamespace xmlNamespace;
  private final String xmlRoot;
  private final boolean sparse;

  private Schema(
      String name, ShapeType type, Constraints constraints, List<Member> members, Xml xml) {
    this.name = name;
    this.type = type;
    this.constraints = constraints;
    this.members = members;
    this.xmlNamespace = xml.namespace;
    this.xmlRoot = xml.root;
    this.sparse = xml.sparse;
    this.xmlAttributes = members.stream().anyMatch(Member::xmlAttribute);
    this.defaults = members.stream().anyMatch(member -> member.defaultValue() != null);
    this.byName = new MemberTable(members, Member::name);
    this.byJson = new MemberTable(members, Member::jsonName);
    this.byXml = new MemberTable(members, Member::xmlName);
    this.byQuery = new MemberTable(members, Member::queryName);
    this.byEc2 = new MemberTable(members, Member::ec2Name);
  }

  private record Xml(String root, @Nullable XmlNamespace namespace, boolean sparse) {}

  /** A scalar: anything but structure, union, list and map. */
  public static Schema scalar(String name, ShapeType type, Constraints constraints) {
    return new Schema(name, type, constraints, List.of(), new Xml(name, null, false));
  }

  public static Schema structure(String name, Member.Builder... members) {
    return new Schema(
        name, ShapeType.STRUCTURE, Constraints.NONE, indexed(members), new Xml(name, null, false));
  }

  public static Schema union(String name, Member.Builder... members) {
    return new Schema(
        name, ShapeType.UNION, Constraints.NONE, indexed(members), new Xml(name, null, false));
  }

  /** A list; {@code sparse} lists may hold nulls. */
  public static Schema list(
      String name, Constraints constraints, boolean sparse, Member.Builder element) {
    return new Schema(
        name, ShapeType.LIST, constraints, indexed(element), new Xml(name, null, sparse));
  }

  /** A map with text keys; {@code sparse} maps may hold nulls. */
  public static Schema map(
      String name,
      Constraints constraints,
      boolean sparse,
      Member.Builder key,
      Member.Builder value) {
    return new Schema(
        name, ShapeType.MAP, constraints, indexed(key, value), new Xml(name, null, sparse));
  }

  /** The same shape with the XML root element and namespace a model gives it. */
  public Schema withXml(String root, @Nullable XmlNamespace namespace) {
    return new Schema(name, type, constraints, members, new Xml(root, namespace, sparse));
  }

  private static List<Member> indexed(Member.Builder... builders) {
    List<Member> built = new ArrayList<>(builders.length);
    for (Member.Builder builder : builders) {
      built.add(builder.build(built.size()));
    }
    return List.copyOf(built);
  }

  public String name() {
    return name;
  }

  public ShapeType type() {
    return type;
  }

  public Constraints constraints() {
    return constraints;
  }

  public List<Member> members() {
    return members;
  }

  public Member member(int index) {
    return members.get(index);
  }

  /** The element of a list. */
  public Member element() {
    return members.getFirst();
  }

  /** The key of a map. */
  public Member key() {
    return members.get(0);
  }

  /** The value of a map. */
  public Member value() {
    return members.get(1);
  }

  /** The member with that name in the model, or null. */
  public @Nullable Member named(String memberName) {
    return byName.get(memberName);
  }

  /** The member with that JSON name, or null. */
  public @Nullable Member json(String memberName) {
    return byJson.get(memberName);
  }

  /** The member with that XML name, or null. */
  public @Nullable Member xml(String memberName) {
    return byXml.get(memberName);
  }

  /** The member with that awsQuery name, or null. */
  public @Nullable Member query(String memberName) {
    return byQuery.get(memberName);
  }

  /** The member with that ec2Query name, or null. */
  public @Nullable Member ec2(String memberName) {
    return byEc2.get(memberName);
  }

  public @Nullable XmlNamespace xmlNamespace() {
    return xmlNamespace;
  }

  /** The root element's name when this shape is a whole XML body. */
  public String xmlRoot() {
    return xmlRoot;
  }

  /** Whether any member is an attribute of the element instead of a child. */
  public boolean hasXmlAttributes() {
    return xmlAttributes;
  }

  /** Whether this stands for nothing: a body that is empty, not one with an empty structure. */
  public boolean isUnit() {
    return this == UNIT;
  }

  /** Whether any member has a default that a request may rely on. */
  public boolean hasDefaults() {
    return defaults;
  }

  public boolean sparse() {
    return sparse;
  }

  /** The members by one of their names, made at the first look-up: most are never looked up. */
  private static final class MemberTable {
    private final List<Member> members;
    private final Function<Member, String> nameOf;
    private volatile java.util.@Nullable Map<String, Member> table;

    MemberTable(List<Member> members, Function<Member, String> nameOf) {
      this.members = members;
      this.nameOf = nameOf;
    }

    @Nullable Member get(String memberName) {
      var known = table;
      if (known == null) {
        known = java.util.HashMap.newHashMap(members.size());
        for (Member member : members) {
          known.put(nameOf.apply(member), member);
        }
        table = known;
      }
      return known.get(memberName);
    }
  }
}
