package croft.server;

import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.operation.PolicyCheck;
import croft.services.s3.access.S3Access;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What services that keep policies of resources may ask of the policy engine. */
final class ResourcePolicyLanguage {
  private final PolicyEvaluator evaluator = new PolicyEvaluator();
  private final PolicyCache policies;

  ResourcePolicyLanguage(PolicyCache policies) {
    this.policies = policies;
  }

  /** Why a document is not a policy of a resource; null when it is one. */
  @Nullable String fault(String document) {
    try {
      policies.compile(document, PolicyKind.RESOURCE);
      return null;
    } catch (MalformedPolicyException e) {
      return e.toServiceError().message();
    }
  }

  /** As {@link PolicyCheck} asks. */
  Optional<String> check(String document) {
    return Optional.ofNullable(fault(document));
  }

  /** Whether a resource's own policies let an AWS service do something. */
  boolean letsService(String hostName, S3Access.Wish wish, Map<String, List<String>> keys) {
    return lets(RequestPrincipal.service(hostName), wish, keys);
  }

  /** Whether they let one of AWS's own accounts. */
  boolean letsAccount(String account, S3Access.Wish wish, Map<String, List<String>> keys) {
    return lets(RequestPrincipal.root(account), wish, keys);
  }

  private boolean lets(
      RequestPrincipal principal, S3Access.Wish wish, Map<String, List<String>> keys) {
    List<AttachedPolicy> own =
        wish.documents().stream()
            .map(text ->
                new AttachedPolicy("resource policy", policies.compile(text, PolicyKind.RESOURCE)))
            .toList();
    AuthorizationRequest request =
        new AuthorizationRequest(
            principal, wish.action(), wish.resource(), wish.account(), RequestContext.of(keys));
    return evaluator.evaluate(request, PolicySet.NONE.withResource(own, false)).allowed();
  }
}
