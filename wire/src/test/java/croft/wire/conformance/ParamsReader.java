package croft.wire.conformance;

import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code params} of a case, as Smithy writes them: members by their names in the model,
 * timestamps as seconds since the epoch, blobs as text.
 */
final class ParamsReader implements ShapeReader {
  private @Nullable Object node;

  ParamsReader(@Nullable Object params) {
    this.node = params;
  }

  private <T> T at(@Nullable Object child, java.util.function.Supplier<T> read) {
    Object outer = node;
    node = child;
    T value = read.get();
    node = outer;
    return value;
  }

  private Object here() {
    Object value = node;
    if (value == null) {
      throw new IllegalStateException("null params");
    }
    return value;
  }

  private Number number() {
    return here() instanceof Number number ? number : Double.valueOf(here().toString());
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    for (var entry : ((Map<?, ?>) here()).entrySet()) {
      Member member = schema.named((String) entry.getKey());
      if (member == null) {
        throw new IllegalStateException(schema.name() + " has no " + entry.getKey());
      }
      if (entry.getValue() != null) {
        at(
            entry.getValue(),
            () -> {
              members.read(builder, member, this);
              return member;
            });
      }
    }
  }

  @Override
  @SuppressWarnings("NullAway") // null where sparse
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    List<T> values = new ArrayList<>();
    for (Object each : (List<?>) here()) {
      values.add(
          each == null ? null : at(each, () -> element.read(this, member.target().element())));
    }
    return values;
  }

  @Override
  @SuppressWarnings("NullAway") // null where sparse
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    Map<String, T> values = new LinkedHashMap<>();
    for (var entry : ((Map<?, ?>) here()).entrySet()) {
      Object each = entry.getValue();
      values.put(
          (String) entry.getKey(),
          each == null ? null : at(each, () -> value.read(this, member.target().value())));
    }
    return values;
  }

  @Override
  public String string(Member member) {
    return here().toString();
  }

  @Override
  public boolean bool(Member member) {
    return (Boolean) here();
  }

  @Override
  public int integer(Member member) {
    return number().intValue();
  }

  @Override
  public long longInteger(Member member) {
    return number().longValue();
  }

  @Override
  public float floating(Member member) {
    return number().floatValue();
  }

  @Override
  public double doubleFloating(Member member) {
    return number().doubleValue();
  }

  @Override
  public BigInteger bigInteger(Member member) {
    return new BigInteger(here().toString());
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    return new BigDecimal(here().toString());
  }

  @Override
  public byte[] blob(Member member) {
    return here().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public ByteStream stream(Member member) {
    return Bytes.of(blob(member));
  }

  @Override
  public Instant timestamp(Member member) {
    return Instant.ofEpochMilli(Math.round(number().doubleValue() * 1000));
  }

  @Override
  public @Nullable Object document(Member member) {
    return node;
  }
}
