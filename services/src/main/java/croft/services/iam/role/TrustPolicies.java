package croft.services.iam.role;

import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;

/** Checks trust policies when they are put. */
final class TrustPolicies {
  private static final int MOST_CHARACTERS = 2048;

  private final PolicyCache policies;

  TrustPolicies(PolicyCache policies) {
    this.policies = policies;
  }

  /**
   * Returns the document when it is a trust policy.
   *
   * @throws croft.base.ServiceError {@code MalformedPolicyDocument} or {@code LimitExceeded}
   */
  String checked(String document) {
    if (DocumentText.counted(document) > MOST_CHARACTERS) {
      throw EntityErrors.limitExceeded(
          "Cannot exceed quota for ACLSizePerRole: " + MOST_CHARACTERS);
    }
    try {
      policies.compile(document, PolicyKind.TRUST);
    } catch (MalformedPolicyException malformed) {
      throw malformed.toServiceError();
    }
    return document;
  }
}
