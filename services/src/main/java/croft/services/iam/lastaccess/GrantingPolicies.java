package croft.services.iam.lastaccess;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.IamModel;
import croft.api.iam.ListPoliciesGrantingServiceAccessEntry;
import croft.api.iam.ListPoliciesGrantingServiceAccessRequest;
import croft.api.iam.ListPoliciesGrantingServiceAccessResponse;
import croft.api.iam.PolicyGrantingServiceAccess;
import croft.services.iam.entity.IamParts;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.policy.PolicyKeys;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.principal.HeldPolicy;
import croft.services.iam.principal.Principal;
import croft.services.iam.principal.Principals;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** ListPoliciesGrantingServiceAccess, and whether policies grant a service at all. */
public final class GrantingPolicies {
  private final IamParts parts;
  private final Store store;

  public GrantingPolicies(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.LIST_POLICIES_GRANTING_SERVICE_ACCESS,
            (call, request) ->
                List.of(
                    new Access(
                        "iam:ListPoliciesGrantingServiceAccess",
                        List.of(Objects.requireNonNullElse(request.arn(), "*")),
                        Map.of())),
            this::list));
  }

  static boolean grant(IamParts parts, List<HeldPolicy> policies, String namespace) {
    return policies.stream().anyMatch(policy -> grants(parts, policy, namespace));
  }

  private static boolean grants(IamParts parts, HeldPolicy policy, String namespace) {
    return PolicyKeys.grants(
        parts.policies().compile(policy.document(), PolicyKind.IDENTITY), namespace);
  }

  private ListPoliciesGrantingServiceAccessResponse list(
      Call call, ListPoliciesGrantingServiceAccessRequest request) {
    String arn = required(request.arn(), "arn");
    Principal principal = store.read(tx -> Principals.require(tx, call.account(), arn));
    List<ListPoliciesGrantingServiceAccessEntry> entries =
        request.serviceNamespacesOrEmpty().stream()
            .map(namespace ->
                ListPoliciesGrantingServiceAccessEntry.builder()
                    .serviceNamespace(namespace)
                    .policies(
                        principal.policies().stream()
                            .filter(policy -> grants(parts, policy, namespace))
                            .map(policy -> shape(principal, policy))
                            .toList())
                    .build())
            .toList();
    return ListPoliciesGrantingServiceAccessResponse.builder()
        .policiesGrantingServiceAccess(entries)
        .isTruncated(false)
        .build();
  }

  /** Whose an inline policy is must be told; of a managed one, only that a group brings it. */
  private static PolicyGrantingServiceAccess shape(Principal principal, HeldPolicy policy) {
    boolean byGroup =
        policy.holder().kind() == HolderKind.GROUP && !(principal instanceof Principal.OfGroup);
    boolean told = policy.arn() == null || byGroup;
    return PolicyGrantingServiceAccess.builder()
        .policyName(policy.name())
        .policyType(policy.arn() == null ? "INLINE" : "MANAGED")
        .policyArn(policy.arn())
        .entityType(told ? policy.holder().kind().name() : null)
        .entityName(told ? policy.holder().name() : null)
        .build();
  }
}
