package croft.wire.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two functions that Signature Version 4 is made of. */
final class Hashes {
  static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String HMAC = "HmacSHA256";

  /** Never fed, only cloned: looking a provider up takes as long as hashing a small request. */
  private static final MessageDigest EMPTY_SHA_256 = digest("SHA-256");

  private Hashes() {}

  static MessageDigest sha256() {
    try {
      return (MessageDigest) EMPTY_SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      // A provider of another kind than the JDK's own.
      return digest("SHA-256");
    }
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static String sha256Hex(byte[] bytes) {
    return bytes.length == 0 ? OF_NOTHING : hex(sha256().digest(bytes));
  }

  static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hmacHex(byte[] key, String text) {
    return hex(hmac(key, text));
  }

  /** Compares in time that does not tell where they differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
