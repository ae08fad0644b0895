package croft.services.ec2.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * IMDSv2 session tokens: an expiry and a code that binds it to the instance, so nothing is kept and
 * a token of one instance is worth nothing to another.
 */
final class MetadataTokens {
  private final SecretKeySpec key;

  MetadataTokens(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  String issue(String instanceId, Instant expiresAt) {
    String claim = Long.toString(expiresAt.getEpochSecond());
    return base64((claim + "." + base64(code(instanceId, claim))).getBytes(UTF_8));
  }

  /** Whether that is a token of that instance, still in its time. */
  boolean valid(String instanceId, String token, Instant now) {
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int dot = text.indexOf('.');
    if (dot < 0) {
      return false;
    }
    String claim = text.substring(0, dot);
    byte[] expected = base64(code(instanceId, claim)).getBytes(UTF_8);
    if (!MessageDigest.isEqual(expected, text.substring(dot + 1).getBytes(UTF_8))) {
      return false;
    }
    try {
      return now.isBefore(Instant.ofEpochSecond(Long.parseLong(claim)));
    } catch (NumberFormatException | DateTimeException e) {
      return false;
    }
  }

  private byte[] code(String instanceId, String claim) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal((instanceId + "\n" + claim).getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
