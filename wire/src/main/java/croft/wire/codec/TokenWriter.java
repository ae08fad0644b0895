package croft.wire.codec;

import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What JSON and CBOR share: names before the members of structures, none in lists. */
abstract class TokenWriter implements ShapeWriter, TokenDocument {
  final JsonGenerator generator;
  private final ByteArrayOutputStream out;

  /** Whether values get a name first: in structures they do, in lists and maps not. */
  private boolean naming = true;

  TokenWriter(ByteArrayOutputStream out, JsonGenerator generator) {
    this.out = out;
    this.generator = generator;
  }

  abstract String nameOf(Member member);

  /** Writes the members of a shape as one object. */
  public void object(Shape value) {
    boolean outer = naming;
    naming = true;
    generator.writeStartObject();
    value.writeMembers(this);
    generator.writeEndObject();
    naming = outer;
  }

  @Override
  public void property(String name, String value) {
    generator.writeName(name);
    generator.writeString(value);
  }

  public byte[] bytes() {
    generator.close();
    return out.toByteArray();
  }

  final void name(Member member) {
    if (naming) {
      generator.writeName(nameOf(member));
    }
  }

  @Override
  public void structure(Member member, Shape value) {
    name(member);
    object(value);
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> values, ElementWriter<T> element) {
    name(member);
    boolean outer = naming;
    naming = false;
    Member of = member.target().element();
    generator.writeStartArray();
    for (T value : values) {
      element.write(this, of, value);
    }
    generator.writeEndArray();
    naming = outer;
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> value) {
    name(member);
    boolean outer = naming;
    naming = false;
    Member of = member.target().value();
    generator.writeStartObject();
    for (var entry : values.entrySet()) {
      generator.writeName(entry.getKey());
      value.write(this, of, entry.getValue());
    }
    generator.writeEndObject();
    naming = outer;
  }

  @Override
  public void string(Member member, String value) {
    name(member);
    generator.writeString(value);
  }

  @Override
  public void bool(Member member, boolean value) {
    name(member);
    generator.writeBoolean(value);
  }

  @Override
  public void integer(Member member, int value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void longInteger(Member member, long value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void stream(Member member, ByteStream value) {
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    try {
      value.writeTo(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    blob(member, held.toByteArray());
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    name(member);
    documentValue(value);
  }

  @Override
  public void nothing(Member member) {
    name(member);
    generator.writeNull();
  }

  void documentValue(@Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case BigDecimal number -> generator.writeNumber(number);
      case Number number -> generator.writeNumber(number.doubleValue());
      case Instant instant -> documentTimestamp(instant);
      case List<?> values -> {
        generator.writeStartArray();
        values.forEach(this::documentValue);
        generator.writeEndArray();
      }
      case Map<?, ?> values -> {
        generator.writeStartObject();
        values.forEach((key, each) -> {
          generator.writeName(String.valueOf(key));
          documentValue(each);
        });
        generator.writeEndObject();
      }
      case Object other ->
          throw new IllegalArgumentException("no document holds a " + other.getClass());
    }
  }

  abstract void documentTimestamp(Instant instant);
}
