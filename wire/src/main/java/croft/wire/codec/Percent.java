package croft.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of RFC 3986 in UTF-8, strict: what is malformed is refused, not guessed. */
public final class Percent {
  private Percent() {}

  /**
   * Takes the encoding off.
   *
   * @param plusIsBlank whether {@code +} stands for a blank, as in forms
   * @throws IllegalArgumentException for a truncated escape or bytes that are not UTF-8
   */
  public static String decode(String text, boolean plusIsBlank) {
    int escape = text.indexOf('%');
    if (escape < 0) {
      return plusIsBlank ? text.replace('+', ' ') : text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      byte b = raw[i];
      if (b == '%') {
        if (i + 2 >= raw.length) {
          throw new IllegalArgumentException("an escape is cut off");
        }
        b = (byte) (digit(raw[i + 1]) << 4 | digit(raw[i + 2]));
        i += 2;
      } else if (b == '+' && plusIsBlank) {
        b = ' ';
      }
      bytes[length++] = b;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("an escape is not UTF-8", e);
    }
  }

  private static int digit(byte b) {
    int digit = Character.digit(b, 16);
    if (digit < 0) {
      throw new IllegalArgumentException("an escape is not hexadecimal");
    }
    return digit;
  }
}
