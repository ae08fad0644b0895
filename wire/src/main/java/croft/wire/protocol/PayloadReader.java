package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Limits;
import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.ShapeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a body that is one text, blob or stream, without any format around it. */
final class PayloadReader implements ShapeReader {
  private final ByteStream body;
  private final Limits limits;

  private PayloadReader(ByteStream body, Limits limits) {
    this.body = body;
    this.limits = limits;
  }

  /** A reader of the body; null for an empty one, unless the member is a stream. */
  static @Nullable ShapeReader of(ByteStream body, Member member, Limits limits) {
    boolean absent = body.length() == 0 && member.target().type() != ShapeType.STREAM;
    return absent ? null : new PayloadReader(body, limits);
  }

  static boolean takes(ShapeType type) {
    return type == ShapeType.STRING || type == ShapeType.BLOB || type == ShapeType.STREAM;
  }

  @Override
  public String string(Member member) {
    return new String(blob(member), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] blob(Member member) {
    try {
      return Bytes.read(body, limits.bodyBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ByteStream stream(Member member) {
    return body;
  }

  private static ServiceError wrong(Member member) {
    return ServiceError.badRequest(
        "SerializationException", member.name() + " cannot be read from the whole body.");
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    throw ServiceError.badRequest(
        "SerializationException", schema.name() + " cannot be read from the whole body.");
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    throw wrong(member);
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    throw wrong(member);
  }

  @Override
  public boolean bool(Member member) {
    throw wrong(member);
  }

  @Override
  public int integer(Member member) {
    throw wrong(member);
  }

  @Override
  public long longInteger(Member member) {
    throw wrong(member);
  }

  @Override
  public float floating(Member member) {
    throw wrong(member);
  }

  @Override
  public double doubleFloating(Member member) {
    throw wrong(member);
  }

  @Override
  public BigInteger bigInteger(Member member) {
    throw wrong(member);
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    throw wrong(member);
  }

  @Override
  public Instant timestamp(Member member) {
    throw wrong(member);
  }

  @Override
  public @Nullable Object document(Member member) {
    throw wrong(member);
  }
}
