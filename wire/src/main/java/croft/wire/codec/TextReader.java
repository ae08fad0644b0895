package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Member;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.TimestampFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What form, XML and HTTP parts share: scalars are text. A subclass says what text it stands at and
 * how its protocol refuses one of the wrong type.
 */
abstract class TextReader implements ShapeReader {
  /** Longer numbers are refused: parsing them takes time that grows with the square. */
  private static final int MOST_DIGITS = 1000;

  /** The text of the value the reader stands at. */
  abstract String text(Member member);

  /** The protocol's error for a text that is not of the member's type. */
  abstract ServiceError invalid(Member member, String text, String expected);

  /** The format of a member whose model names none. */
  abstract TimestampFormat defaultTimestampFormat();

  @Override
  public String string(Member member) {
    return text(member);
  }

  @Override
  public boolean bool(Member member) {
    String text = text(member);
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      case String other -> throw invalid(member, other, "a boolean");
    };
  }

  @Override
  public int integer(Member member) {
    String text = text(member);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid(member, text, "an integer");
    }
  }

  @Override
  public long longInteger(Member member) {
    String text = text(member);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid(member, text, "a long integer");
    }
  }

  @Override
  public float floating(Member member) {
    return (float) doubleFloating(member);
  }

  @Override
  public double doubleFloating(Member member) {
    String text = text(member);
    try {
      return Scalars.parseDouble(text);
    } catch (NumberFormatException e) {
      throw invalid(member, text, "a number");
    }
  }

  @Override
  public BigInteger bigInteger(Member member) {
    String text = text(member);
    try {
      return new BigInteger(bounded(text));
    } catch (NumberFormatException e) {
      throw invalid(member, text, "an integer");
    }
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    String text = text(member);
    try {
      return new BigDecimal(bounded(text));
    } catch (NumberFormatException e) {
      throw invalid(member, text, "a number");
    }
  }

  private static String bounded(String text) {
    if (text.length() > MOST_DIGITS) {
      throw new NumberFormatException("too long");
    }
    return text;
  }

  @Override
  public byte[] blob(Member member) {
    String text = text(member);
    try {
      return Scalars.base64(text);
    } catch (IllegalArgumentException e) {
      throw invalid(member, text, "Base64");
    }
  }

  @Override
  public ByteStream stream(Member member) {
    byte[] bytes = blob(member);
    return new ByteStream() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  @Override
  public Instant timestamp(Member member) {
    String text = text(member);
    TimestampFormat format = member.timestampFormat();
    try {
      return parse(text, format == TimestampFormat.DEFAULT ? defaultTimestampFormat() : format);
    } catch (DateTimeException e) {
      throw invalid(member, text, "a timestamp");
    }
  }

  Instant parse(String text, TimestampFormat format) {
    return Timestamps.parse(text, format);
  }

  @Override
  public @Nullable Object document(Member member) {
    throw invalid(member, text(member), "carried by another protocol: it is a document");
  }
}
