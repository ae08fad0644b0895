package croft.wire.codec;

import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.ShapeWriter;
import croft.wire.schema.TimestampFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What XML and HTTP parts share: scalars become text, which a subclass puts in its place. */
abstract class TextWriter implements ShapeWriter {
  /** Puts the text of a scalar in its place. */
  abstract void text(Member member, String value);

  /** The format of a member whose model names none. */
  abstract TimestampFormat defaultTimestampFormat(Member member);

  @Override
  public void string(Member member, String value) {
    text(member, value);
  }

  @Override
  public void bool(Member member, boolean value) {
    text(member, value ? "true" : "false");
  }

  @Override
  public void integer(Member member, int value) {
    text(member, Integer.toString(value));
  }

  @Override
  public void longInteger(Member member, long value) {
    text(member, Long.toString(value));
  }

  @Override
  public void floating(Member member, float value) {
    text(member, Scalars.text(value));
  }

  @Override
  public void doubleFloating(Member member, double value) {
    text(member, Scalars.text(value));
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    text(member, value.toString());
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    text(member, value.toString());
  }

  @Override
  public void blob(Member member, byte[] value) {
    text(member, Base64.getEncoder().encodeToString(value));
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
  public void timestamp(Member member, Instant value) {
    TimestampFormat format = member.timestampFormat();
    text(
        member,
        Timestamps.format(
            value, format == TimestampFormat.DEFAULT ? defaultTimestampFormat(member) : format));
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    throw new IllegalArgumentException(member + " is a document, which text cannot carry");
  }

  @Override
  public void nothing(Member member) {
    text(member, "");
  }
}
