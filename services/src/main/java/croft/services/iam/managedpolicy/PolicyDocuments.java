package croft.services.iam.managedpolicy;

import croft.base.Arn;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import org.jspecify.annotations.Nullable;

/** What the operations on managed policies share: checks on documents, and access. */
final class PolicyDocuments {
  private static final int MOST_CHARACTERS = 6144;

  /** What the operations that nouns share need to know of managed policies. */
  static final Noun<ManagedPolicy> NOUN =
      new Noun<>(
          (tx, account, arn) ->
              ManagedPolicies.requireOwn(tx, account, EntityErrors.required(arn, "policyArn")),
          PolicyDocuments::access,
          ManagedPolicy::id);

  private PolicyDocuments() {}

  /**
   * Returns the document when it may become a managed policy's.
   *
   * @throws croft.base.ServiceError {@code MalformedPolicyDocument} or {@code LimitExceeded}
   */
  static String checked(PolicyCache policies, String document) {
    if (DocumentText.counted(document) > MOST_CHARACTERS) {
      throw EntityErrors.limitExceeded("Cannot exceed quota for PolicySize: " + MOST_CHARACTERS);
    }
    try {
      policies.compile(document, PolicyKind.MANAGED);
    } catch (MalformedPolicyException malformed) {
      throw malformed.toServiceError();
    }
    return document;
  }

  /** The action on a policy by ARN. */
  static Access access(Store store, Call call, String action, @Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:aws:iam::")) {
      return Access.to(action, Arn.of("iam", "", call.account(), "policy/*"));
    }
    return store
        .read(tx -> ManagedPolicies.own(tx, call.account(), arn))
        .map(own -> Access.to(action, own.arn()).with(Tags.resourceKeys(own.tags())))
        .orElseGet(() -> Access.to(action, Arn.parse(arn)));
  }
}
