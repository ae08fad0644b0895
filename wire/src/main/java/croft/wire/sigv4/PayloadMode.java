package croft.wire.sigv4;

import org.jspecify.annotations.Nullable;

/** How a signature covers the body. */
public enum PayloadMode {
  /** Its SHA-256 is signed. */
  HASHED(""),
  /** It is not covered. */
  UNSIGNED("UNSIGNED-PAYLOAD"),
  /** In chunks, each signed. */
  SIGNED_CHUNKS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
  /** In chunks, each signed, and signed trailing headers. */
  SIGNED_CHUNKS_AND_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
  /** In chunks, not signed, with trailing headers. */
  UNSIGNED_CHUNKS_AND_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER");

  private final String header;

  PayloadMode(String header) {
    this.header = header;
  }

  boolean isChunked() {
    return this == SIGNED_CHUNKS || hasTrailer();
  }

  boolean hasTrailer() {
    return this == SIGNED_CHUNKS_AND_TRAILER || this == UNSIGNED_CHUNKS_AND_TRAILER;
  }

  boolean signsChunks() {
    return this == SIGNED_CHUNKS || this == SIGNED_CHUNKS_AND_TRAILER;
  }

  /** What an {@code x-amz-content-sha256} says; null when it is none of the above. */
  static @Nullable PayloadMode ofHeader(String value) {
    for (PayloadMode mode : values()) {
      if (mode != HASHED && mode.header.equals(value)) {
        return mode;
      }
    }
    return isHash(value) ? HASHED : null;
  }

  private static boolean isHash(String value) {
    return value.length() == 64
        && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
