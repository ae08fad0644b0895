package croft.wire.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of a shape, one call each. Values are never null; a null element of a sparse
 * list or map comes as {@link #nothing}.
 */
public interface ShapeWriter {
  void structure(Member member, Shape value);

  <T extends @Nullable Object> void list(Member member, List<T> values, ElementWriter<T> element);

  <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> value);

  void string(Member member, String value);

  void bool(Member member, boolean value);

  void integer(Member member, int value);

  void longInteger(Member member, long value);

  void floating(Member member, float value);

  void doubleFloating(Member member, double value);

  void bigInteger(Member member, BigInteger value);

  void bigDecimal(Member member, BigDecimal value);

  void blob(Member member, byte[] value);

  void stream(Member member, ByteStream value);

  void timestamp(Member member, Instant value);

  void document(Member member, @Nullable Object value);

  void nothing(Member member);

  /** Writes one element of a list or one value of a map; {@code member} is that element's. */
  @FunctionalInterface
  interface ElementWriter<T extends @Nullable Object> {
    void write(ShapeWriter writer, Member member, T value);
  }
}
