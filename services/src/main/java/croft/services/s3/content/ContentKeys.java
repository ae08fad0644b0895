package croft.services.s3.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of each content, derived from its random id and a secret: the server's own, or the
 * customer's key. So no key is stored, and two contents never share one.
 */
public final class ContentKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;

  private final SecretKeySpec secret;

  /**
   * Keys under a secret of the server.
   *
   * @param secret 32 bytes; without them nothing can be read again
   */
  public ContentKeys(byte[] secret) {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("The secret of contents must have 32 bytes");
    }
    this.secret = new SecretKeySpec(secret, HMAC);
  }

  FrameCipher cipher(String contentId, @Nullable CustomerKey customer) {
    SecretKeySpec from = customer == null ? secret : new SecretKeySpec(customer.bytes(), HMAC);
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(from);
      byte[] key = mac.doFinal(("s3-content " + contentId).getBytes(StandardCharsets.US_ASCII));
      return new FrameCipher(key, contentId);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do HMAC-SHA256", e);
    }
  }
}
