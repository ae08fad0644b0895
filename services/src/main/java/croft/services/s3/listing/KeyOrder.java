package croft.services.s3.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of keys: that of their UTF-8 bytes, which is not that of Java's strings. */
final class KeyOrder {
  private KeyOrder() {}

  static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
