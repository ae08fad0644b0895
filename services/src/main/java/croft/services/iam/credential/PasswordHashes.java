package croft.services.iam.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes of passwords: PBKDF2 with HMAC-SHA-512, salted, with its cost written beside it. */
public final class PasswordHashes {
  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";

  /** As the OWASP cheat sheet on password storage advises for this function. */
  private static final int ROUNDS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private final KeyPairs random;

  public PasswordHashes(KeyPairs random) {
    this.random = random;
  }

  /** A hash with a salt of its own: {@code rounds$salt$hash}. Takes a tenth of a second. */
  public String hash(String password) {
    byte[] salt = random.randomBytes(SALT_BYTES);
    return ROUNDS + "$" + base64(salt) + "$" + base64(derive(password, salt, ROUNDS));
  }

  /** Whether the password is the one the hash was made of. */
  public boolean matches(String password, String hash) {
    List<String> parts = List.of(hash.split("\\$", -1));
    byte[] salt = Base64.getDecoder().decode(parts.get(1));
    byte[] known = Base64.getDecoder().decode(parts.get(2));
    byte[] given = derive(password, salt, Integer.parseInt(parts.getFirst()));
    return MessageDigest.isEqual(known, given);
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
