package croft.services.iam.credential;

import croft.services.iam.credential.KeyPairs.KeyPair;
import java.nio.file.Path;

/**
 * The root's access key, made at first start and kept in a file of mode 0600, in the form of the
 * AWS tools' credentials file, so that they can be pointed at it.
 */
public record RootCredentials(String account, KeyPair keyPair) {
  private static final String ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";

  /**
   * Reads the file, or makes it.
   *
   * @throws IllegalStateException when the file holds no key pair or others may read it
   */
  public static RootCredentials open(Path file, String account, KeyPairs keyPairs) {
    String text = SecretFile.readOrMake(file, () -> profile(keyPairs.longTerm()));
    String id = "";
    String secret = "";
    for (String line : text.lines().toList()) {
      String[] parts = line.split("=", 2);
      if (parts.length == 2 && parts[0].strip().equals(ID)) {
        id = parts[1].strip();
      } else if (parts.length == 2 && parts[0].strip().equals(SECRET)) {
        secret = parts[1].strip();
      }
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalStateException(file + " holds no " + ID + " and " + SECRET);
    }
    return new RootCredentials(account, new KeyPair(id, secret));
  }

  private static String profile(KeyPair pair) {
    return "[default]\n"
        + ID
        + " = "
        + pair.accessKeyId()
        + "\n"
        + SECRET
        + " = "
        + pair.secretAccessKey();
  }
}
