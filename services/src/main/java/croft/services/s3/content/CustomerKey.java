package croft.services.s3.content;

import croft.base.Ids;
import croft.base.ServiceError;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key that a customer sends with each request; it is never stored.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html">Server-side
 * encryption with customer-provided keys</a>.
 */
public final class CustomerKey {
  private static final int KEY_BYTES = 32;
  private static final int SALT_DIGITS = 24;
  private static final String REQUESTS =
      "Requests specifying Server Side Encryption with Customer provided keys must provide ";

  private final byte[] key;
  private final String md5;

  private CustomerKey(byte[] key, String md5) {
    this.key = key;
    this.md5 = md5;
  }

  /**
   * The key of a request's three headers; null when it has none of them.
   *
   * @param key 32 bytes in Base64
   * @param md5 of the key, in Base64
   * @throws ServiceError {@code InvalidArgument} or {@code InvalidEncryptionAlgorithmError}
   */
  public static @Nullable CustomerKey of(
      @Nullable String algorithm, @Nullable String key, @Nullable String md5) {
    if (algorithm == null && key == null && md5 == null) {
      return null;
    }
    if (algorithm == null) {
      throw ContentErrors.invalidArgument(REQUESTS + "a valid encryption algorithm.");
    }
    if (!algorithm.equals("AES256")) {
      throw ServiceError.badRequest(
          "InvalidEncryptionAlgorithmError",
          "The encryption request you specified is not valid. The valid value is AES256.");
    }
    if (key == null) {
      throw ContentErrors.invalidArgument(REQUESTS + "an appropriate secret key.");
    }
    if (md5 == null) {
      throw ContentErrors.invalidArgument(
          REQUESTS + "the client calculated MD5 of the secret key.");
    }
    byte[] bytes = Digests.base64OrNull(key);
    if (bytes == null || bytes.length != KEY_BYTES) {
      throw ContentErrors.invalidArgument(
          "The secret key was invalid for the specified algorithm.");
    }
    String computed = Base64.getEncoder().encodeToString(Digests.md5(bytes));
    if (!computed.equals(md5)) {
      throw ContentErrors.invalidArgument(
          "The calculated MD5 hash of the key did not match the hash that was provided.");
    }
    return new CustomerKey(bytes, md5);
  }

  /** The MD5 of the key in Base64, which answers repeat. */
  public String md5() {
    return md5;
  }

  /** A text that {@link #matches} this key and no other, and from which it cannot be had. */
  public String prove(Ids ids) {
    String salt = ids.hex(SALT_DIGITS);
    return salt + "." + proof(salt);
  }

  /** Whether the proof was made of this key. */
  public boolean matches(String proof) {
    int dot = proof.indexOf('.');
    return dot > 0
        && MessageDigest.isEqual(
            proof(proof.substring(0, dot)).getBytes(StandardCharsets.US_ASCII),
            proof.substring(dot + 1).getBytes(StandardCharsets.US_ASCII));
  }

  byte[] bytes() {
    return key;
  }

  private String proof(String salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] proof = mac.doFinal(salt.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(proof);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "CustomerKey[hidden]";
  }
}
