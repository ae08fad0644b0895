package croft.services.iam;

import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads any request as one without members. */
final class EmptyRequest implements ShapeReader {
  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {}

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    throw absent();
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    throw absent();
  }

  @Override
  public String string(Member member) {
    throw absent();
  }

  @Override
  public boolean bool(Member member) {
    throw absent();
  }

  @Override
  public int integer(Member member) {
    throw absent();
  }

  @Override
  public long longInteger(Member member) {
    throw absent();
  }

  @Override
  public float floating(Member member) {
    throw absent();
  }

  @Override
  public double doubleFloating(Member member) {
    throw absent();
  }

  @Override
  public BigInteger bigInteger(Member member) {
    throw absent();
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    throw absent();
  }

  @Override
  public byte[] blob(Member member) {
    throw absent();
  }

  @Override
  public ByteStream stream(Member member) {
    throw absent();
  }

  @Override
  public Instant timestamp(Member member) {
    throw absent();
  }

  @Override
  public @Nullable Object document(Member member) {
    throw absent();
  }

  private static IllegalStateException absent() {
    return new IllegalStateException("An empty request has no members");
  }
}
