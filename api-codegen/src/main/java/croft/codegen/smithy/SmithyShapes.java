package croft.codegen.smithy;

import croft.codegen.model.Kind;
import croft.codegen.model.Limits;
import croft.codegen.model.MemberModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.aws.traits.protocols.Ec2QueryNameTrait;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.shapes.EnumShape;
import software.amazon.smithy.model.shapes.MemberShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.traits.DefaultTrait;
import software.amazon.smithy.model.traits.HttpHeaderTrait;
import software.amazon.smithy.model.traits.HttpLabelTrait;
import software.amazon.smithy.model.traits.HttpPayloadTrait;
import software.amazon.smithy.model.traits.HttpPrefixHeadersTrait;
import software.amazon.smithy.model.traits.HttpQueryParamsTrait;
import software.amazon.smithy.model.traits.HttpQueryTrait;
import software.amazon.smithy.model.traits.HttpResponseCodeTrait;
import software.amazon.smithy.model.traits.IdempotencyTokenTrait;
import software.amazon.smithy.model.traits.JsonNameTrait;
import software.amazon.smithy.model.traits.LengthTrait;
import software.amazon.smithy.model.traits.MediaTypeTrait;
import software.amazon.smithy.model.traits.PatternTrait;
import software.amazon.smithy.model.traits.RangeTrait;
import software.amazon.smithy.model.traits.RequiredTrait;
import software.amazon.smithy.model.traits.SensitiveTrait;
import software.amazon.smithy.model.traits.SparseTrait;
import software.amazon.smithy.model.traits.StreamingTrait;
import software.amazon.smithy.model.traits.StringTrait;
import software.amazon.smithy.model.traits.TimestampFormatTrait;
import software.amazon.smithy.model.traits.XmlAttributeTrait;
import software.amazon.smithy.model.traits.XmlFlattenedTrait;
import software.amazon.smithy.model.traits.XmlNameTrait;
import software.amazon.smithy.model.traits.XmlNamespaceTrait;

/** Reads the shapes of a Smithy model. */
final class SmithyShapes {
  private final Model model;
  private final ShapeNames names;
  private final boolean honoursJsonName;

  SmithyShapes(Model model, ShapeNames names, boolean honoursJsonName) {
    this.model = model;
    this.names = names;
    this.honoursJsonName = honoursJsonName;
  }

  ShapeModel shape(Shape shape) {
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    String name = names.of(shape.getId());
    putFlag(traits, Trait.SENSITIVE, shape.hasTrait(SensitiveTrait.class));
    putFlag(traits, Trait.SPARSE, shape.hasTrait(SparseTrait.class));
    putText(traits, Trait.XML_NAME, shape.getTrait(XmlNameTrait.class));
    if (!name.equals(shape.getId().getName())) {
      traits.putIfAbsent(Trait.XML_NAME, shape.getId().getName());
    }
    putNamespace(traits, shape.getTrait(XmlNamespaceTrait.class));
    Kind kind = kind(shape);
    // The members of an enumeration are its values.
    boolean hasMembers = kind.isRecord() || kind == Kind.LIST || kind == Kind.MAP;
    List<MemberModel> members =
        hasMembers ? shape.members().stream().map(this::member).toList() : List.of();
    return new ShapeModel(name, kind, members, limits(shape, Limits.NONE), Map.copyOf(traits));
  }

  private static Kind kind(Shape shape) {
    return switch (shape.getType()) {
      case BLOB -> shape.hasTrait(StreamingTrait.class) ? Kind.STREAM : Kind.BLOB;
      case BOOLEAN -> Kind.BOOLEAN;
      case STRING, ENUM -> Kind.STRING;
      case BYTE, SHORT, INTEGER, INT_ENUM -> Kind.INTEGER;
      case LONG -> Kind.LONG;
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case BIG_INTEGER -> Kind.BIG_INTEGER;
      case BIG_DECIMAL -> Kind.BIG_DECIMAL;
      case TIMESTAMP -> Kind.TIMESTAMP;
      case DOCUMENT -> Kind.DOCUMENT;
      case LIST, SET -> Kind.LIST;
      case MAP -> Kind.MAP;
      case STRUCTURE -> Kind.STRUCTURE;
      case UNION -> Kind.UNION;
      case MEMBER, SERVICE, RESOURCE, OPERATION ->
          throw new IllegalArgumentException(shape.getId() + " is no type of value");
    };
  }

  private MemberModel member(MemberShape member) {
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    if (honoursJsonName) {
      putText(traits, Trait.JSON_NAME, member.getTrait(JsonNameTrait.class));
    }
    putText(traits, Trait.XML_NAME, member.getTrait(XmlNameTrait.class));
    putText(traits, Trait.EC2_NAME, member.getTrait(Ec2QueryNameTrait.class));
    putText(traits, Trait.MEDIA_TYPE, member.getMemberTrait(model, MediaTypeTrait.class));
    putFlag(traits, Trait.FLATTENED, member.hasTrait(XmlFlattenedTrait.class));
    putFlag(traits, Trait.XML_ATTRIBUTE, member.hasTrait(XmlAttributeTrait.class));
    putFlag(traits, Trait.REQUIRED, member.hasTrait(RequiredTrait.class));
    putFlag(traits, Trait.IDEMPOTENCY_TOKEN, member.hasTrait(IdempotencyTokenTrait.class));
    boolean secret = member.getMemberTrait(model, SensitiveTrait.class).isPresent();
    putFlag(traits, Trait.SENSITIVE, secret);
    putNamespace(traits, member.getTrait(XmlNamespaceTrait.class));
    putLocation(traits, member);
    putTimestamp(traits, member);
    member
        .getTrait(DefaultTrait.class)
        .map(DefaultTrait::toNode)
        .ifPresent(value -> putDefault(traits, value));
    Limits ofTarget = limits(model.expectShape(member.getTarget()), Limits.NONE);
    Limits own = limits(member, ofTarget);
    return new MemberModel(
        member.getMemberName(),
        names.of(member.getTarget()),
        Map.copyOf(traits),
        own.equals(ofTarget) ? null : own);
  }

  private static void putLocation(Map<Trait, String> traits, MemberShape member) {
    if (member.hasTrait(HttpLabelTrait.class)) {
      putLocation(traits, "LABEL", member.getMemberName());
    } else if (member.hasTrait(HttpQueryTrait.class)) {
      putLocation(traits, "QUERY", member.expectTrait(HttpQueryTrait.class).getValue());
    } else if (member.hasTrait(HttpQueryParamsTrait.class)) {
      putLocation(traits, "QUERY_PARAMS", "");
    } else if (member.hasTrait(HttpHeaderTrait.class)) {
      putLocation(traits, "HEADER", member.expectTrait(HttpHeaderTrait.class).getValue());
    } else if (member.hasTrait(HttpPrefixHeadersTrait.class)) {
      String prefix = member.expectTrait(HttpPrefixHeadersTrait.class).getValue();
      putLocation(traits, "PREFIX_HEADERS", prefix);
    } else if (member.hasTrait(HttpPayloadTrait.class)) {
      putLocation(traits, "PAYLOAD", "");
    } else if (member.hasTrait(HttpResponseCodeTrait.class)) {
      putLocation(traits, "RESPONSE_CODE", "");
    }
  }

  private static void putLocation(Map<Trait, String> traits, String place, String name) {
    traits.put(Trait.LOCATION, place);
    traits.put(Trait.LOCATION_NAME, name);
  }

  private void putTimestamp(Map<Trait, String> traits, MemberShape member) {
    member
        .getMemberTrait(model, TimestampFormatTrait.class)
        .ifPresent(format ->
            traits.put(
                Trait.TIMESTAMP_FORMAT,
                switch (format.getFormat()) {
                  case DATE_TIME -> "DATE_TIME";
                  case HTTP_DATE -> "HTTP_DATE";
                  case EPOCH_SECONDS -> "EPOCH_SECONDS";
                  case UNKNOWN ->
                      throw new IllegalArgumentException(
                          member.getId() + " has timestamp format " + format.getValue());
                }));
  }

  private static void putDefault(Map<Trait, String> traits, Node value) {
    if (!value.isNullNode()) {
      traits.put(
          Trait.DEFAULT,
          value.isStringNode() ? value.expectStringNode().getValue() : Node.printJson(value));
    }
  }

  static void putNamespace(Map<Trait, String> traits, Optional<XmlNamespaceTrait> namespace) {
    namespace.ifPresent(it -> {
      traits.put(Trait.XML_NAMESPACE_URI, it.getUri());
      it.getPrefix().ifPresent(prefix -> traits.put(Trait.XML_NAMESPACE_PREFIX, prefix));
    });
  }

  private static void putText(
      Map<Trait, String> traits, Trait trait, Optional<? extends StringTrait> value) {
    value.ifPresent(it -> traits.put(trait, it.getValue()));
  }

  private static void putFlag(Map<Trait, String> traits, Trait trait, boolean present) {
    if (present) {
      traits.put(trait, "");
    }
  }

  /** The constraints written at this shape, over others. */
  private static Limits limits(Shape shape, Limits others) {
    Optional<LengthTrait> length = shape.getTrait(LengthTrait.class);
    Optional<RangeTrait> range = shape.getTrait(RangeTrait.class);
    boolean bounded = length.isPresent() || range.isPresent();
    String minimum =
        length
            .flatMap(LengthTrait::getMin)
            .map(String::valueOf)
            .or(() -> range.flatMap(RangeTrait::getMin).map(BigDecimal::toPlainString))
            .orElse(null);
    String maximum =
        length
            .flatMap(LengthTrait::getMax)
            .map(String::valueOf)
            .or(() -> range.flatMap(RangeTrait::getMax).map(BigDecimal::toPlainString))
            .orElse(null);
    String pattern = shape.getTrait(PatternTrait.class).map(SmithyShapes::whole).orElse(null);
    List<String> values =
        shape instanceof EnumShape choice
            ? choice.getEnumValues().values().stream().toList()
            : others.values();
    return new Limits(
        bounded ? minimum : others.minimum(),
        bounded ? maximum : others.maximum(),
        pattern == null ? others.pattern() : pattern,
        values);
  }

  /** Smithy's patterns match anywhere unless anchored; ours match the whole text. */
  private static @Nullable String whole(PatternTrait trait) {
    String pattern = trait.getValue();
    boolean anchored = pattern.startsWith("^") && pattern.endsWith("$");
    return anchored ? pattern : "(?s:.*)(?:" + pattern + ")(?s:.*)";
  }
}
