package croft.services.iam.simulation;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.GetContextKeysForCustomPolicyRequest;
import croft.api.iam.GetContextKeysForPolicyResponse;
import croft.api.iam.GetContextKeysForPrincipalPolicyRequest;
import croft.api.iam.IamModel;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyKeys;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.principal.HeldPolicy;
import croft.services.iam.principal.Principals;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** GetContextKeysForCustomPolicy and GetContextKeysForPrincipalPolicy. */
public final class ContextKeyOperations {
  private final IamParts parts;
  private final Store store;

  public ContextKeyOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY,
            AccessRule.toAll("iam:GetContextKeysForCustomPolicy"),
            this::custom),
        bind(
            IamModel.GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY,
            (call, request) ->
                List.of(
                    new Access(
                        "iam:GetContextKeysForPrincipalPolicy",
                        List.of(Objects.requireNonNullElse(request.policySourceArn(), "*")),
                        Map.of())),
            this::principal));
  }

  private List<String> keys(List<String> documents) {
    // Compiled first, so that what is no policy is told as the simulator tells it.
    new SimulatedPolicies(parts.policies())
        .given("PolicyInputList", documents, PolicyKind.IDENTITY);
    return documents.stream()
        .flatMap(document -> PolicyKeys.named(document).stream())
        .distinct()
        .toList();
  }

  private GetContextKeysForPolicyResponse custom(
      Call call, GetContextKeysForCustomPolicyRequest request) {
    return GetContextKeysForPolicyResponse.builder()
        .contextKeyNames(keys(request.policyInputListOrEmpty()))
        .build();
  }

  private GetContextKeysForPolicyResponse principal(
      Call call, GetContextKeysForPrincipalPolicyRequest request) {
    String arn = required(request.policySourceArn(), "policySourceArn");
    List<String> documents =
        new ArrayList<>(
            store.read(tx -> Principals.require(tx, call.account(), arn)).policies().stream()
                .map(HeldPolicy::document)
                .toList());
    documents.addAll(request.policyInputListOrEmpty());
    return GetContextKeysForPolicyResponse.builder().contextKeyNames(keys(documents)).build();
  }
}
