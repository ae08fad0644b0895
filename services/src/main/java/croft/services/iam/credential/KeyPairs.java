package croft.services.iam.credential;

import croft.base.Ids;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes access key ids and secrets in AWS's forms. */
public final class KeyPairs {
  private static final int ACCESS_KEY_ID_LENGTH = 20;
  private static final int SECRET_BYTES = 30;

  private final Ids ids;
  private final SecureRandom random;

  public KeyPairs(SecureRandom random) {
    this.ids = new Ids(random);
    this.random = random;
  }

  /** An access key id and its secret. */
  public record KeyPair(String accessKeyId, String secretAccessKey) {
    /** Without the secret. */
    @Override
    public String toString() {
      return accessKeyId;
    }
  }

  /** A pair of a user or root: {@code AKIA…}. */
  public KeyPair longTerm() {
    return pair("AKIA");
  }

  /** A pair of a session: {@code ASIA…}. */
  public KeyPair temporary() {
    return pair("ASIA");
  }

  /** Random bytes: the seed of a device, the salt of a password. */
  public byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private KeyPair pair(String prefix) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new KeyPair(
        ids.unique(prefix).substring(0, ACCESS_KEY_ID_LENGTH),
        Base64.getEncoder().encodeToString(secret));
  }
}
