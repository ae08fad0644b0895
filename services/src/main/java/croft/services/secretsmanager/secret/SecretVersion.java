package croft.services.secretsmanager.secret;

import croft.store.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret.
 *
 * @param scope of the secret: {@code account/region}
 * @param encryptedKey Base64 of the data key that KMS encrypted
 * @param sealed Base64 of the value under that data key
 * @param binary whether it was given as bytes
 * @param digest of the value, sealed: tells whether a request is the repetition of another
 * @param keyArn of the KMS key
 * @param stages such as {@code AWSCURRENT}; a version without any may go
 */
public record SecretVersion(
    String scope,
    String secret,
    String id,
    Instant createdAt,
    @Nullable Instant accessedAt,
    String encryptedKey,
    String sealed,
    boolean binary,
    String digest,
    String keyArn,
    List<String> stages) {
  static final String BY_SECRET = "by_secret";

  public static final Table<SecretVersion> TABLE =
      Table.of(
              "secretsmanager_version",
              SecretVersion.class,
              SecretVersion::scope,
              version -> version.secret() + ":" + version.id())
          .index(BY_SECRET, SecretVersion::secret);

  SecretVersion withStages(List<String> all) {
    return copy(accessedAt, encryptedKey, sealed, keyArn, all);
  }

  SecretVersion accessed(Instant at) {
    return copy(at, encryptedKey, sealed, keyArn, stages);
  }

  /** The same value under another key. */
  SecretVersion under(SecretVersion other) {
    return copy(accessedAt, other.encryptedKey, other.sealed, other.keyArn, stages);
  }

  private SecretVersion copy(
      @Nullable Instant accessed, String key, String value, String arn, List<String> all) {
    return new SecretVersion(
        scope, secret, id, createdAt, accessed, key, value, binary, digest, arn, all);
  }
}
