package croft.wire.schema;

import croft.wire.schema.ShapeReader.ElementReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Readers of scalar elements, shared by all generated code. One class with a switch, not a lambda
 * each: linking lambdas is what a cold start waits for.
 */
public final class ElementReaders {
  public static final ElementReader<String> STRING = new Scalar<>(ShapeType.STRING);
  public static final ElementReader<Boolean> BOOLEAN = new Scalar<>(ShapeType.BOOLEAN);
  public static final ElementReader<Integer> INTEGER = new Scalar<>(ShapeType.INTEGER);
  public static final ElementReader<Long> LONG = new Scalar<>(ShapeType.LONG);
  public static final ElementReader<Float> FLOAT = new Scalar<>(ShapeType.FLOAT);
  public static final ElementReader<Double> DOUBLE = new Scalar<>(ShapeType.DOUBLE);
  public static final ElementReader<BigInteger> BIG_INTEGER = new Scalar<>(ShapeType.BIG_INTEGER);
  public static final ElementReader<BigDecimal> BIG_DECIMAL = new Scalar<>(ShapeType.BIG_DECIMAL);
  public static final ElementReader<byte[]> BLOB = new Scalar<>(ShapeType.BLOB);
  public static final ElementReader<Instant> TIMESTAMP = new Scalar<>(ShapeType.TIMESTAMP);
  public static final ElementReader<@Nullable Object> DOCUMENT = new Scalar<>(ShapeType.DOCUMENT);

  private ElementReaders() {}

  private record Scalar<T extends @Nullable Object>(ShapeType type) implements ElementReader<T> {
    @Override
    // Each constant above pairs its type with its element; only a document's may be null.
    @SuppressWarnings({"unchecked", "NullAway"})
    public T read(ShapeReader reader, Member member) {
      return (T) value(reader, member);
    }

    private @Nullable Object value(ShapeReader reader, Member member) {
      return switch (type) {
        case STRING -> reader.string(member);
        case BOOLEAN -> reader.bool(member);
        case INTEGER -> reader.integer(member);
        case LONG -> reader.longInteger(member);
        case FLOAT -> reader.floating(member);
        case DOUBLE -> reader.doubleFloating(member);
        case BIG_INTEGER -> reader.bigInteger(member);
        case BIG_DECIMAL -> reader.bigDecimal(member);
        case BLOB -> reader.blob(member);
        case TIMESTAMP -> reader.timestamp(member);
        case DOCUMENT -> reader.document(member);
        case STREAM -> reader.stream(member);
        case STRUCTURE, UNION, LIST, MAP -> throw new IllegalStateException(type + " is no scalar");
      };
    }
  }
}
