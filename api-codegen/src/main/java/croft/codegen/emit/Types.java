package croft.codegen.emit;

import croft.codegen.model.ApiModel;
import croft.codegen.model.Kind;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;

/** The Java types of shapes, and the expressions that read and write values of them. */
final class Types {
  private final ApiModel api;

  Types(ApiModel api) {
    this.api = api;
  }

  ShapeModel element(ShapeModel collection) {
    return api.shape(collection.members().getLast().target());
  }

  String type(ShapeModel shape) {
    return switch (shape.kind()) {
      case STRUCTURE, UNION -> JavaNames.type(shape.name());
      case LIST -> "List<" + elementType(shape) + ">";
      case MAP -> "Map<String, " + elementType(shape) + ">";
      case STRING -> "String";
      case BOOLEAN -> "Boolean";
      case INTEGER -> "Integer";
      case LONG -> "Long";
      case FLOAT -> "Float";
      case DOUBLE -> "Double";
      case BIG_INTEGER -> "BigInteger";
      case BIG_DECIMAL -> "BigDecimal";
      case BLOB -> "byte[]";
      case STREAM -> "ByteStream";
      case TIMESTAMP -> "Instant";
      case DOCUMENT -> "Object";
    };
  }

  /** The type with {@code @Nullable} where Java wants it. */
  String nullable(ShapeModel shape) {
    return shape.kind() == Kind.BLOB ? "byte @Nullable []" : "@Nullable " + type(shape);
  }

  private String elementType(ShapeModel collection) {
    ShapeModel element = element(collection);
    return collection.has(Trait.SPARSE) || element.kind() == Kind.DOCUMENT
        ? nullable(element)
        : type(element);
  }

  /** The method of a reader or writer for values of this kind. */
  private static String method(Kind kind) {
    return switch (kind) {
      case STRUCTURE, UNION -> "structure";
      case LIST -> "list";
      case MAP -> "map";
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case INTEGER -> "integer";
      case LONG -> "longInteger";
      case FLOAT -> "floating";
      case DOUBLE -> "doubleFloating";
      case BIG_INTEGER -> "bigInteger";
      case BIG_DECIMAL -> "bigDecimal";
      case BLOB -> "blob";
      case STREAM -> "stream";
      case TIMESTAMP -> "timestamp";
      case DOCUMENT -> "document";
    };
  }

  /** Reads the value of {@code member} from {@code reader}. */
  String read(ShapeModel shape, String reader, String member) {
    return switch (shape.kind()) {
      case STRUCTURE, UNION -> type(shape) + ".read(" + reader + ")";
      case LIST, MAP ->
          "%s.%s(%s, %s)"
              .formatted(reader, method(shape.kind()), member, elementReader(element(shape), 1));
      default -> "%s.%s(%s)".formatted(reader, method(shape.kind()), member);
    };
  }

  private String elementReader(ShapeModel shape, int depth) {
    return switch (shape.kind()) {
      case STRUCTURE, UNION -> type(shape) + ".READER";
      case LIST, MAP ->
          "(r%1$d, m%1$d) -> r%1$d.%2$s(m%1$d, %3$s)"
              .formatted(depth, method(shape.kind()), elementReader(element(shape), depth + 1));
      default -> "ElementReaders." + shape.kind();
    };
  }

  /** Writes {@code value}, which is not null, as {@code member}. */
  String write(ShapeModel shape, String member, String value) {
    return switch (shape.kind()) {
      case LIST, MAP ->
          "writer.%s(%s, %s, %s)"
              .formatted(method(shape.kind()), member, value, elementWriter(element(shape), 1));
      default -> "writer.%s(%s, %s)".formatted(method(shape.kind()), member, value);
    };
  }

  private String elementWriter(ShapeModel shape, int depth) {
    return switch (shape.kind()) {
      case STRUCTURE, UNION -> "ElementWriters.structure()";
      case LIST, MAP ->
          ("(w%1$d, m%1$d, v%1$d) -> {"
                  + " if (v%1$d == null) { w%1$d.nothing(m%1$d); }"
                  + " else { w%1$d.%2$s(m%1$d, v%1$d, %3$s); } }")
              .formatted(depth, method(shape.kind()), elementWriter(element(shape), depth + 1));
      default -> "ElementWriters." + shape.kind();
    };
  }

  /** Whether values of this shape hold byte arrays outside a record, so equality must look in. */
  boolean holdsBlob(ShapeModel shape) {
    return switch (shape.kind()) {
      case BLOB -> true;
      case LIST, MAP -> holdsBlob(element(shape));
      default -> false;
    };
  }

  /** Whether values of this shape must not be printed. */
  boolean isSecret(ShapeModel shape) {
    return switch (shape.kind()) {
      case LIST, MAP -> shape.has(Trait.SENSITIVE) || isSecret(element(shape));
      default -> shape.has(Trait.SENSITIVE);
    };
  }
}
