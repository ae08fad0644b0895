package croft.services.s3.listing;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How keys stand in an answer: as they are, or percent-encoded for signs that XML cannot hold. */
public enum Encoding {
  NONE,
  URL;

  private static final String PLAIN = "-._~/*";
  private static final String HEX = "0123456789ABCDEF";

  /** As {@code encoding-type} asks. */
  public static Encoding of(@Nullable String type) {
    return type == null ? NONE : URL;
  }

  /** The name answers repeat; null for none. */
  public @Nullable String type() {
    return this == URL ? "url" : null;
  }

  public @Nullable String encodeOrNull(@Nullable String text) {
    return text == null ? null : encode(text);
  }

  /** The text, as it stands in the answer. */
  public String encode(String text) {
    if (this == NONE) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return encoded.toString();
  }
}
