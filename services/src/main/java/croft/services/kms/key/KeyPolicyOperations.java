package croft.services.kms.key;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.kms.GetKeyPolicyRequest;
import croft.api.kms.GetKeyPolicyResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.ListKeyPoliciesRequest;
import croft.api.kms.ListKeyPoliciesResponse;
import croft.api.kms.PutKeyPolicyRequest;
import croft.api.kms.PutKeyPolicyResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GetKeyPolicy, PutKeyPolicy and ListKeyPolicies; a key's one policy is named {@code default}. */
public final class KeyPolicyOperations {
  private static final String NAME = "default";

  private final Store store;
  private final KeyAccess access;
  private final KeyPolicies policies;

  public KeyPolicyOperations(KmsParts parts) {
    this.store = parts.store();
    this.access = new KeyAccess(parts);
    this.policies = new KeyPolicies(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.GET_KEY_POLICY,
            (call, request) -> access.on(call, "kms:GetKeyPolicy", request.keyId()),
            this::get),
        bind(
            KmsModel.PUT_KEY_POLICY,
            (call, request) ->
                access.on(
                    call,
                    "kms:PutKeyPolicy",
                    request.keyId(),
                    Requests.key(
                        "kms:BypassPolicyLockoutSafetyCheck",
                        on(request.bypassPolicyLockoutSafetyCheck()))),
            this::put),
        bind(
            KmsModel.LIST_KEY_POLICIES,
            (call, request) -> access.on(call, "kms:ListKeyPolicies", request.keyId()),
            this::list));
  }

  private static void checkName(@Nullable String name) {
    if (name != null && !name.equals(NAME)) {
      throw KeyErrors.notFound("No such policy exists");
    }
  }

  private GetKeyPolicyResponse get(Call call, GetKeyPolicyRequest request) {
    Key key = store.read(tx -> Keys.own(tx, call, request.keyId()));
    checkName(request.policyName());
    return GetKeyPolicyResponse.builder().policy(key.policy()).policyName(NAME).build();
  }

  private PutKeyPolicyResponse put(Call call, PutKeyPolicyRequest request) {
    String document = Requests.required(request.policy(), "policy");
    checkName(request.policyName());
    Key found = store.read(tx -> Keys.changeable(tx, call, request.keyId()));
    policies.check(call, found, document, on(request.bypassPolicyLockoutSafetyCheck()));
    return store.write(tx -> {
      tx.put(Key.TABLE, Keys.changeable(tx, call, request.keyId()).withPolicy(document));
      return PutKeyPolicyResponse.builder().build();
    });
  }

  private ListKeyPoliciesResponse list(Call call, ListKeyPoliciesRequest request) {
    store.read(tx -> Keys.own(tx, call, request.keyId()));
    return ListKeyPoliciesResponse.builder().policyNames(List.of(NAME)).truncated(false).build();
  }
}
