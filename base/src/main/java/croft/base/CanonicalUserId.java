package croft.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The other name of an account, 64 hexadecimal digits, by which S3's access control lists and
 * {@code CanonicalUser} principals know it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html">Finding
 * the canonical user ID for your AWS account</a>.
 */
public final class CanonicalUserId {
  private CanonicalUserId() {}

  /** An account's, the same at every time and on every server; empty for nobody's account. */
  public static String of(String account) {
    if (account.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = ("canonical user of " + account).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
