package croft.services.ec2.endpoint;

import croft.base.ServiceError;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicyParser;
import org.jspecify.annotations.Nullable;

/** The policies that limit what may be called through an endpoint. */
final class EndpointPolicy {
  /** What an endpoint without a policy of its own has. */
  static final String FULL_ACCESS =
      "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private EndpointPolicy() {}

  /**
   * Passes for a policy and for none given.
   *
   * @throws ServiceError {@code InvalidPolicyDocument}
   */
  static void check(@Nullable String document) {
    if (document == null) {
      return;
    }
    try {
      new PolicyParser().parse(document, PolicyKind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw ServiceError.badRequest(
          "InvalidPolicyDocument", "The policy document is not valid: " + e.getMessage());
    }
  }
}
