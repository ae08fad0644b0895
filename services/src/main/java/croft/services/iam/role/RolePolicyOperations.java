package croft.services.iam.role;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteRolePolicyRequest;
import croft.api.iam.DeleteRolePolicyResponse;
import croft.api.iam.GetRolePolicyRequest;
import croft.api.iam.GetRolePolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListRolePoliciesRequest;
import croft.api.iam.ListRolePoliciesResponse;
import croft.api.iam.PutRolePolicyRequest;
import croft.api.iam.PutRolePolicyResponse;
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

/** The inline policies of a role: Put, Get, List and Delete. */
public final class RolePolicyOperations {
  private static final HolderKind KIND = HolderKind.ROLE;

  private final Store store;
  private final Markers markers;
  private final InlinePolicies policies;

  public RolePolicyOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.policies = new InlinePolicies(parts.policies());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.PUT_ROLE_POLICY,
            (call, request) -> access(call, "iam:PutRolePolicy", request.roleName()),
            this::put),
        bind(
            IamModel.GET_ROLE_POLICY,
            (call, request) -> access(call, "iam:GetRolePolicy", request.roleName()),
            this::get),
        bind(
            IamModel.LIST_ROLE_POLICIES,
            (call, request) -> access(call, "iam:ListRolePolicies", request.roleName()),
            this::list),
        bind(
            IamModel.DELETE_ROLE_POLICY,
            (call, request) -> access(call, "iam:DeleteRolePolicy", request.roleName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Roles.access(store, call, action, name));
  }

  private PutRolePolicyResponse put(Call call, PutRolePolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    String document = required(request.policyDocument(), "policyDocument");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Map<String, String> all =
          policies.put(KIND, role.name(), role.inlinePolicies(), name, document);
      tx.put(Role.TABLE, role.withInlinePolicies(all));
      return PutRolePolicyResponse.builder().build();
    });
  }

  private GetRolePolicyResponse get(Call call, GetRolePolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    Role role = store.read(tx -> Roles.require(tx, call.account(), request.roleName()));
    String document = InlinePolicies.get(KIND, role.inlinePolicies(), name);
    return GetRolePolicyResponse.builder()
        .roleName(role.name())
        .policyName(name)
        .policyDocument(DocumentText.encoded(document))
        .build();
  }

  private ListRolePoliciesResponse list(Call call, ListRolePoliciesRequest request) {
    Role role = store.read(tx -> Roles.require(tx, call.account(), request.roleName()));
    Markers.Page<String> page =
        markers.page(
            call,
            "inline policies " + role.id(),
            role.inlinePolicies().keySet().stream().sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListRolePoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private DeleteRolePolicyResponse delete(Call call, DeleteRolePolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Map<String, String> rest = InlinePolicies.remove(KIND, role.inlinePolicies(), name);
      tx.put(Role.TABLE, role.withInlinePolicies(rest));
      return DeleteRolePolicyResponse.builder().build();
    });
  }
}
