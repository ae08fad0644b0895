package croft.wire.protocol;

import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A structure whose members are values by name: what a {@link croft.base.ServiceError} carries. */
record DynamicShape(Schema schema, Map<?, ?> values) implements Shape {

  @Override
  public void writeMembers(ShapeWriter writer) {
    for (Member member : schema.members()) {
      Object value = values.get(member.name());
      if (value != null) {
        write(writer, member, value);
      }
    }
  }

  /** Writes one value, of the class its member's type is held in; numbers may be any. */
  static void write(ShapeWriter writer, Member member, @Nullable Object value) {
    if (value == null) {
      writer.nothing(member);
      return;
    }
    switch (member.target().type()) {
      case STRUCTURE, UNION -> writer.structure(member, shape(member.target(), value));
      case LIST -> writer.list(member, new ArrayList<>((List<?>) value), DynamicShape::write);
      case MAP -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, each) -> entries.put(String.valueOf(key), each));
        writer.map(member, entries, DynamicShape::write);
      }
      case STRING -> writer.string(member, value.toString());
      case BOOLEAN -> writer.bool(member, (Boolean) value);
      case INTEGER -> writer.integer(member, ((Number) value).intValue());
      case LONG -> writer.longInteger(member, ((Number) value).longValue());
      case FLOAT -> writer.floating(member, ((Number) value).floatValue());
      case DOUBLE -> writer.doubleFloating(member, ((Number) value).doubleValue());
      case BIG_INTEGER -> writer.bigInteger(member, new BigInteger(value.toString()));
      case BIG_DECIMAL -> writer.bigDecimal(member, new BigDecimal(value.toString()));
      case BLOB -> writer.blob(member, (byte[]) value);
      case STREAM -> writer.stream(member, (ByteStream) value);
      case TIMESTAMP -> writer.timestamp(member, (Instant) value);
      case DOCUMENT -> writer.document(member, value);
    }
  }

  private static Shape shape(Schema schema, Object value) {
    return value instanceof Shape shape ? shape : new DynamicShape(schema, (Map<?, ?>) value);
  }
}
