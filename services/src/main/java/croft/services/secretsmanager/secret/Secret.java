package croft.services.secretsmanager.secret;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A secret; what it holds is in its versions.
 *
 * @param suffix the six characters that AWS puts behind the name in the ARN
 * @param keyId the KMS key as it was named; empty for the one that is managed for this service
 * @param deletedAt when its deletion was asked for, or null
 * @param deletionAt when it goes, or null
 * @param policy its resource policy; empty if none
 */
public record Secret(
    String account,
    String region,
    String name,
    String suffix,
    String description,
    String keyId,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant accessedAt,
    @Nullable Instant deletedAt,
    @Nullable Instant deletionAt,
    Map<String, String> tags,
    String policy) {

  public static final Table<Secret> TABLE =
      Table.of("secretsmanager_secret", Secret.class, Secret::scope, Secret::name);

  public String scope() {
    return account + "/" + region;
  }

  /** {@code arn:aws:secretsmanager:region:account:secret:name-suffix}. */
  public Arn arn() {
    return Arn.of("secretsmanager", region, account, "secret:" + name + "-" + suffix);
  }

  Secret described(String text, String key, Instant at) {
    return copy(new Face(text, key, tags, policy), at, accessedAt, deletedAt, deletionAt);
  }

  Secret changed(Instant at) {
    return copy(face(), at, accessedAt, deletedAt, deletionAt);
  }

  Secret accessed(Instant at) {
    return copy(face(), changedAt, at, deletedAt, deletionAt);
  }

  Secret ending(@Nullable Instant asked, @Nullable Instant end) {
    return copy(face(), changedAt, accessedAt, asked, end);
  }

  Secret withTags(Map<String, String> all, Instant at) {
    return copy(new Face(description, keyId, all, policy), at, accessedAt, deletedAt, deletionAt);
  }

  Secret withPolicy(String document) {
    return copy(
        new Face(description, keyId, tags, document), changedAt, accessedAt, deletedAt, deletionAt);
  }

  /** What its owner says of it. */
  private record Face(String description, String keyId, Map<String, String> tags, String policy) {}

  private Face face() {
    return new Face(description, keyId, tags, policy);
  }

  private Secret copy(
      Face face,
      Instant changed,
      @Nullable Instant accessed,
      @Nullable Instant asked,
      @Nullable Instant end) {
    return new Secret(
        account,
        region,
        name,
        suffix,
        face.description(),
        face.keyId(),
        createdAt,
        changed,
        accessed,
        asked,
        end,
        face.tags(),
        face.policy());
  }
}
