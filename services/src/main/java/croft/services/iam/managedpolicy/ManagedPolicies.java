package croft.services.iam.managedpolicy;

import croft.services.iam.entity.EntityErrors;
import croft.store.Transaction;
import java.util.Optional;

/** Finds managed policies by ARN, the account's own and AWS's. */
public final class ManagedPolicies {
  private ManagedPolicies() {}

  /** The account's own policy of that ARN. */
  static Optional<ManagedPolicy> own(Transaction tx, String account, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return tx.get(ManagedPolicy.TABLE, account, name)
        .filter(policy -> policy.arn().toString().equals(arn));
  }

  /** As {@link #own}, or {@code NoSuchEntity}. */
  static ManagedPolicy requireOwn(Transaction tx, String account, String arn) {
    return own(tx, account, arn)
        .orElseThrow(() -> EntityErrors.noSuchEntity("Policy " + arn + " was not found."));
  }

  /** The document in force of a policy of the account or of AWS. */
  public static Optional<String> document(Transaction tx, String account, String arn) {
    return AwsManagedPolicies.byArn(arn)
        .map(AwsManagedPolicies.AwsPolicy::document)
        .or(() -> own(tx, account, arn).map(ManagedPolicy::document));
  }

  /**
   * Checks that a policy can be attached.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  static void requireAttachable(Transaction tx, String account, String arn) {
    if (document(tx, account, arn).isEmpty()) {
      throw EntityErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }
  }
}
