package croft.services.iam.role;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AttachRolePolicyRequest;
import croft.api.iam.AttachRolePolicyResponse;
import croft.api.iam.DetachRolePolicyRequest;
import croft.api.iam.DetachRolePolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedRolePoliciesRequest;
import croft.api.iam.ListAttachedRolePoliciesResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.AttachedShapes;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The managed policies of a role: Attach, Detach and ListAttached. */
public final class RoleAttachmentOperations {
  private final Store store;
  private final Markers markers;

  public RoleAttachmentOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.ATTACH_ROLE_POLICY,
            (call, request) ->
                access(call, "iam:AttachRolePolicy", request.roleName(), request.policyArn()),
            this::attach),
        bind(
            IamModel.DETACH_ROLE_POLICY,
            (call, request) ->
                access(call, "iam:DetachRolePolicy", request.roleName(), request.policyArn()),
            this::detach),
        bind(
            IamModel.LIST_ATTACHED_ROLE_POLICIES,
            (call, request) ->
                access(call, "iam:ListAttachedRolePolicies", request.roleName(), null),
            this::list));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, @Nullable String policyArn) {
    Access access = Roles.access(store, call, action, name);
    if (policyArn == null) {
      return List.of(access);
    }
    Map<String, List<String>> key = Map.of("iam:PolicyARN", List.of(policyArn));
    return List.of(access.with(Tags.join(access.context(), key)));
  }

  private AttachRolePolicyResponse attach(Call call, AttachRolePolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Attachments.attach(tx, role.holder(), arn);
      return AttachRolePolicyResponse.builder().build();
    });
  }

  private DetachRolePolicyResponse detach(Call call, DetachRolePolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Attachments.detach(tx, role.holder(), arn);
      return DetachRolePolicyResponse.builder().build();
    });
  }

  private ListAttachedRolePoliciesResponse list(
      Call call, ListAttachedRolePoliciesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<String> arns =
        store.read(tx -> {
          Role role = Roles.require(tx, call.account(), request.roleName());
          return Attachments.attached(tx, call.account(), role.id());
        });
    Markers.Page<String> page =
        markers.page(
            call,
            "attached policies " + request.roleName() + " " + prefix,
            arns.stream().filter(arn -> arn.contains(":policy" + prefix)).sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(page.map(AttachedShapes::policy))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
