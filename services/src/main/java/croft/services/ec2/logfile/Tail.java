package croft.services.ec2.logfile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The last bytes before a place in a file, by which the file is known again. */
final class Tail {
  /** How many bytes, where there are as many. */
  static final int LENGTH = 64;

  /** Of a place that nobody read the bytes before. */
  static final String UNKNOWN = "?";

  private static final int DIGEST_BYTES = 12;

  private Tail() {}

  /** How many bytes before a place tell it. */
  static int length(long offset) {
    return (int) Math.min(LENGTH, offset);
  }

  /**
   * Of the bytes before a place.
   *
   * @param offset the place within the file
   * @param end the place within the bytes
   */
  static String of(byte[] bytes, int end, long offset) {
    int length = length(offset);
    if (length == 0) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("tail".getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes, end - length, length);
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Each Java has it.
    }
  }
}
