package croft.services.iam.user;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteUserPolicyRequest;
import croft.api.iam.DeleteUserPolicyResponse;
import croft.api.iam.GetUserPolicyRequest;
import croft.api.iam.GetUserPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListUserPoliciesRequest;
import croft.api.iam.ListUserPoliciesResponse;
import croft.api.iam.PutUserPolicyRequest;
import croft.api.iam.PutUserPolicyResponse;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.inlinepolicy.InlinePolicies;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The inline policies of a user: Put, Get, List and Delete. */
public final class UserPolicyOperations {
  private static final HolderKind KIND = HolderKind.USER;

  private final Store store;
  private final Markers markers;
  private final InlinePolicies policies;

  public UserPolicyOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.policies = new InlinePolicies(parts.policies());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.PUT_USER_POLICY,
            (call, request) -> access(call, "iam:PutUserPolicy", request.userName()),
            this::put),
        bind(
            IamModel.GET_USER_POLICY,
            (call, request) -> access(call, "iam:GetUserPolicy", request.userName()),
            this::get),
        bind(
            IamModel.LIST_USER_POLICIES,
            (call, request) -> access(call, "iam:ListUserPolicies", request.userName()),
            this::list),
        bind(
            IamModel.DELETE_USER_POLICY,
            (call, request) -> access(call, "iam:DeleteUserPolicy", request.userName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Users.access(store, call, action, name));
  }

  private PutUserPolicyResponse put(Call call, PutUserPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    String document = required(request.policyDocument(), "policyDocument");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Map<String, String> all =
          policies.put(KIND, user.name(), user.inlinePolicies(), name, document);
      tx.put(User.TABLE, user.withInlinePolicies(all));
      return PutUserPolicyResponse.builder().build();
    });
  }

  private GetUserPolicyResponse get(Call call, GetUserPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    User user = store.read(tx -> Users.require(tx, call.account(), request.userName()));
    String document = InlinePolicies.get(KIND, user.inlinePolicies(), name);
    return GetUserPolicyResponse.builder()
        .userName(user.name())
        .policyName(name)
        .policyDocument(DocumentText.encoded(document))
        .build();
  }

  private ListUserPoliciesResponse list(Call call, ListUserPoliciesRequest request) {
    User user = store.read(tx -> Users.require(tx, call.account(), request.userName()));
    Markers.Page<String> page =
        markers.page(
            call,
            "inline policies " + user.id(),
            user.inlinePolicies().keySet().stream().sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListUserPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private DeleteUserPolicyResponse delete(Call call, DeleteUserPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Map<String, String> rest = InlinePolicies.remove(KIND, user.inlinePolicies(), name);
      tx.put(User.TABLE, user.withInlinePolicies(rest));
      return DeleteUserPolicyResponse.builder().build();
    });
  }
}
