package croft.services.kms.key;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;

/**
 * A name of a key.
 *
 * @param name with {@code alias/} in front
 * @param keyId of a key in the same account and region
 */
public record Alias(
    String account,
    String region,
    String name,
    String keyId,
    Instant createdAt,
    Instant updatedAt) {
  public static final String BY_KEY = "by_key";

  public static final Table<Alias> TABLE =
      Table.of("kms_alias", Alias.class, Alias::scope, Alias::name).index(BY_KEY, Alias::keyId);

  public String scope() {
    return account + "/" + region;
  }

  /** {@code arn:aws:kms:region:account:alias/name}. */
  public Arn arn() {
    return Arn.of("kms", region, account, name);
  }
}
