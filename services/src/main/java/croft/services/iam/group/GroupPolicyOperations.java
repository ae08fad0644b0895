package croft.services.iam.group;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteGroupPolicyRequest;
import croft.api.iam.DeleteGroupPolicyResponse;
import croft.api.iam.GetGroupPolicyRequest;
import croft.api.iam.GetGroupPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListGroupPoliciesRequest;
import croft.api.iam.ListGroupPoliciesResponse;
import croft.api.iam.PutGroupPolicyRequest;
import croft.api.iam.PutGroupPolicyResponse;
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

/** The inline policies of a group: Put, Get, List and Delete. */
public final class GroupPolicyOperations {
  private static final HolderKind KIND = HolderKind.GROUP;

  private final Store store;
  private final Markers markers;
  private final InlinePolicies policies;

  public GroupPolicyOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.policies = new InlinePolicies(parts.policies());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.PUT_GROUP_POLICY,
            (call, request) -> access(call, "iam:PutGroupPolicy", request.groupName()),
            this::put),
        bind(
            IamModel.GET_GROUP_POLICY,
            (call, request) -> access(call, "iam:GetGroupPolicy", request.groupName()),
            this::get),
        bind(
            IamModel.LIST_GROUP_POLICIES,
            (call, request) -> access(call, "iam:ListGroupPolicies", request.groupName()),
            this::list),
        bind(
            IamModel.DELETE_GROUP_POLICY,
            (call, request) -> access(call, "iam:DeleteGroupPolicy", request.groupName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Groups.access(store, call, action, name));
  }

  private PutGroupPolicyResponse put(Call call, PutGroupPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    String document = required(request.policyDocument(), "policyDocument");
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      Map<String, String> all =
          policies.put(KIND, group.name(), group.inlinePolicies(), name, document);
      tx.put(Group.TABLE, group.withInlinePolicies(all));
      return PutGroupPolicyResponse.builder().build();
    });
  }

  private GetGroupPolicyResponse get(Call call, GetGroupPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    Group group = store.read(tx -> Groups.require(tx, call.account(), request.groupName()));
    String document = InlinePolicies.get(KIND, group.inlinePolicies(), name);
    return GetGroupPolicyResponse.builder()
        .groupName(group.name())
        .policyName(name)
        .policyDocument(DocumentText.encoded(document))
        .build();
  }

  private ListGroupPoliciesResponse list(Call call, ListGroupPoliciesRequest request) {
    Group group = store.read(tx -> Groups.require(tx, call.account(), request.groupName()));
    Markers.Page<String> page =
        markers.page(
            call,
            "inline policies " + group.id(),
            group.inlinePolicies().keySet().stream().sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListGroupPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private DeleteGroupPolicyResponse delete(Call call, DeleteGroupPolicyRequest request) {
    String name = required(request.policyName(), "policyName");
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      Map<String, String> rest = InlinePolicies.remove(KIND, group.inlinePolicies(), name);
      tx.put(Group.TABLE, group.withInlinePolicies(rest));
      return DeleteGroupPolicyResponse.builder().build();
    });
  }
}
