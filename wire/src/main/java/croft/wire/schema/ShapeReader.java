package croft.wire.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the members of a shape, as one protocol carries them. The reader stands at one value; a
 * scalar method reads it as that member's type.
 *
 * <p>A value that is not of the member's type ends the call with the protocol's documented error (a
 * {@link croft.base.ServiceError} such as {@code SerializationException} or {@code
 * MalformedQueryString}).
 */
public interface ShapeReader {
  /** Calls {@code members} once for each known member present; unknown ones are passed over. */
  <B> void structure(Schema schema, B builder, MemberReader<B> members);

  /** Reads a list; in a sparse list an element that is null becomes null. */
  <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element);

  /** Reads a map, keeping its order. */
  <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value);

  String string(Member member);

  boolean bool(Member member);

  int integer(Member member);

  long longInteger(Member member);

  float floating(Member member);

  double doubleFloating(Member member);

  BigInteger bigInteger(Member member);

  BigDecimal bigDecimal(Member member);

  byte[] blob(Member member);

  ByteStream stream(Member member);

  Instant timestamp(Member member);

  @Nullable Object document(Member member);

  /** Puts the value the reader stands at into the builder; generated: a switch on the index. */
  @FunctionalInterface
  interface MemberReader<B> {
    void read(B builder, Member member, ShapeReader reader);
  }

  /** Reads one element of a list or one value of a map. */
  @FunctionalInterface
  interface ElementReader<T extends @Nullable Object> {
    T read(ShapeReader reader, Member member);
  }
}
