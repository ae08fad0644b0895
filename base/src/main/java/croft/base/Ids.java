package croft.base;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Identifiers in AWS's forms, from an injected source of randomness. */
public final class Ids {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** For example {@code resource("i")} gives {@code i-0a1b2c3d4e5f67890}: 17 hex digits. */
  public String resource(String prefix) {
    return prefix + "-0" + hex(16);
  }

  /** Lower-case hex digits. */
  public String hex(int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }

  /** Decimal digits. */
  public String digits(int count) {
    return random
        .ints(count, 0, 10)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  /** IAM's unique identifiers: a four-letter prefix such as {@code AIDA} and 17 base-32 digits. */
  public String unique(String prefix) {
    return prefix + letters(17);
  }

  /** A version-4 UUID in its usual text form. */
  public String uuid() {
    String hex = hex(32);
    char variant = "89ab".charAt(random.nextInt(4));
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + "-4"
        + hex.substring(13, 16)
        + '-'
        + variant
        + hex.substring(17, 20)
        + '-'
        + hex.substring(20);
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }
}
