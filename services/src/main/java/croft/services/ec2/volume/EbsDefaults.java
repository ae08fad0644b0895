package croft.services.ec2.volume;

import croft.store.Table;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What an account has said of encryption in a region.
 *
 * @param encrypted whether new volumes and copies of snapshots are encrypted without being asked
 * @param keyId the ARN of the key for what names none; null for AWS's own
 */
record EbsDefaults(String scope, String id, boolean encrypted, @Nullable String keyId) {
  static final String MANAGED_KEY = "alias/aws/ebs";

  private static final String ID = "defaults";

  static final Table<EbsDefaults> TABLE =
      Table.of("ec2_ebs_defaults", EbsDefaults.class, EbsDefaults::scope, EbsDefaults::id);

  static EbsDefaults of(Transaction tx, String scope) {
    return tx.get(TABLE, scope, ID).orElseGet(() -> new EbsDefaults(scope, ID, false, null));
  }

  /** The key for what names none: an ARN or the alias of AWS's own. */
  String key() {
    return keyId == null ? MANAGED_KEY : keyId;
  }

  EbsDefaults withEncrypted(boolean next) {
    return new EbsDefaults(scope, id, next, keyId);
  }

  EbsDefaults withKey(@Nullable String next) {
    return new EbsDefaults(scope, id, encrypted, next);
  }
}
