package croft.wire.codec;

import java.util.Base64;

/** Scalars as the text protocols spell them. */
final class Scalars {
  private Scalars() {}

  /** {@code NaN}, {@code Infinity}, {@code -Infinity} or the shortest decimal. */
  static String text(double value) {
    return Double.toString(value);
  }

  static String text(float value) {
    return Float.toString(value);
  }

  /**
   * Base64 with its padding, which Java's decoder does not insist on.
   *
   * @throws IllegalArgumentException when it is not
   */
  static byte[] base64(String text) {
    if (text.length() % 4 != 0) {
      throw new IllegalArgumentException("the padding is missing");
    }
    return Base64.getDecoder().decode(text);
  }

  /** Java's parser takes blanks, hexadecimal and type letters; AWS's do not. */
  static double parseDouble(String text) {
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      return Double.parseDouble(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && "+-.eE".indexOf(c) < 0) {
        throw new NumberFormatException("not a number");
      }
    }
    return Double.parseDouble(text);
  }
}
