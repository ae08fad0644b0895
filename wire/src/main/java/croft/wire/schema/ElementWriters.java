package croft.wire.schema;

import croft.wire.schema.ShapeWriter.ElementWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writers of scalar and structure elements, shared by all generated code. */
public final class ElementWriters {
  public static final ElementWriter<String> STRING = new Element<>(ShapeType.STRING);
  public static final ElementWriter<Boolean> BOOLEAN = new Element<>(ShapeType.BOOLEAN);
  public static final ElementWriter<Integer> INTEGER = new Element<>(ShapeType.INTEGER);
  public static final ElementWriter<Long> LONG = new Element<>(ShapeType.LONG);
  public static final ElementWriter<Float> FLOAT = new Element<>(ShapeType.FLOAT);
  public static final ElementWriter<Double> DOUBLE = new Element<>(ShapeType.DOUBLE);
  public static final ElementWriter<BigInteger> BIG_INTEGER = new Element<>(ShapeType.BIG_INTEGER);
  public static final ElementWriter<BigDecimal> BIG_DECIMAL = new Element<>(ShapeType.BIG_DECIMAL);
  public static final ElementWriter<byte[]> BLOB = new Element<>(ShapeType.BLOB);
  public static final ElementWriter<Instant> TIMESTAMP = new Element<>(ShapeType.TIMESTAMP);
  public static final ElementWriter<@Nullable Object> DOCUMENT = new Element<>(ShapeType.DOCUMENT);
  private static final ElementWriter<Shape> STRUCTURE = new Element<>(ShapeType.STRUCTURE);

  private ElementWriters() {}

  /** The writer of any record. */
  @SuppressWarnings("unchecked") // it takes every Shape, so also every T
  public static <T extends Shape> ElementWriter<T> structure() {
    return (ElementWriter<T>) STRUCTURE;
  }

  private record Element<T extends @Nullable Object>(ShapeType type) implements ElementWriter<T> {
    @Override
    public void write(ShapeWriter writer, Member member, T value) {
      if (value == null && type != ShapeType.DOCUMENT) {
        writer.nothing(member);
        return;
      }
      Object it = value;
      switch (type) {
        case STRING -> writer.string(member, (String) it);
        case BOOLEAN -> writer.bool(member, (Boolean) it);
        case INTEGER -> writer.integer(member, (Integer) it);
        case LONG -> writer.longInteger(member, (Long) it);
        case FLOAT -> writer.floating(member, (Float) it);
        case DOUBLE -> writer.doubleFloating(member, (Double) it);
        case BIG_INTEGER -> writer.bigInteger(member, (BigInteger) it);
        case BIG_DECIMAL -> writer.bigDecimal(member, (BigDecimal) it);
        case BLOB -> writer.blob(member, (byte[]) it);
        case TIMESTAMP -> writer.timestamp(member, (Instant) it);
        case DOCUMENT -> writer.document(member, it);
        case STRUCTURE, UNION -> writer.structure(member, (Shape) it);
        case STREAM, LIST, MAP -> throw new IllegalStateException(type + " is no element");
      }
    }
  }
}
