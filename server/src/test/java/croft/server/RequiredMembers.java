package croft.server;

import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads any request as one with its required members, each with a plausible value. */
final class RequiredMembers implements ShapeReader {
  private final Map<String, String> texts;
  private @Nullable Member current;

  /** With these values of members by name. */
  RequiredMembers(Map<String, String> texts) {
    this.texts = texts;
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    for (Member member : schema.members()) {
      if (member.required()) {
        current = member;
        members.read(builder, member, this);
      }
    }
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    return List.of(element.read(this, member.target().element()));
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    return Map.of("key", value.read(this, member.target().value()));
  }

  @Override
  public String string(Member member) {
    Set<String> values = member.constraints().values();
    if (values != null && !values.isEmpty()) {
      return values.iterator().next();
    }
    String name = current == null ? member.name() : current.name();
    String known = texts.get(name);
    if (known != null) {
      return known;
    }
    return name.endsWith("Arn") ? "arn:aws:iam::123456789012:role/someone" : "something";
  }

  @Override
  public boolean bool(Member member) {
    return true;
  }

  @Override
  public int integer(Member member) {
    return 1;
  }

  @Override
  public long longInteger(Member member) {
    return 1;
  }

  @Override
  public float floating(Member member) {
    return 1;
  }

  @Override
  public double doubleFloating(Member member) {
    return 1;
  }

  @Override
  public BigInteger bigInteger(Member member) {
    return BigInteger.ONE;
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    return BigDecimal.ONE;
  }

  @Override
  public byte[] blob(Member member) {
    return new byte[] {1};
  }

  @Override
  public ByteStream stream(Member member) {
    return Bytes.EMPTY;
  }

  @Override
  public Instant timestamp(Member member) {
    return Instant.EPOCH;
  }

  @Override
  public @Nullable Object document(Member member) {
    return null;
  }
}
