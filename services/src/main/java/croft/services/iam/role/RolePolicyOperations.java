package croft.services.iam.role;

import croft.api.iam.AttachRolePolicyResponse;
import croft.api.iam.DeleteRolePermissionsBoundaryRequest;
import croft.api.iam.DeleteRolePermissionsBoundaryResponse;
import croft.api.iam.DeleteRolePolicyResponse;
import croft.api.iam.DetachRolePolicyResponse;
import croft.api.iam.GetRolePolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedRolePoliciesResponse;
import croft.api.iam.ListRolePoliciesRequest;
import croft.api.iam.ListRolePoliciesResponse;
import croft.api.iam.ListRoleTagsRequest;
import croft.api.iam.ListRoleTagsResponse;
import croft.api.iam.PutRolePermissionsBoundaryResponse;
import croft.api.iam.PutRolePolicyResponse;
import croft.api.iam.TagRoleRequest;
import croft.api.iam.TagRoleResponse;
import croft.api.iam.UntagRoleRequest;
import croft.api.iam.UntagRoleResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.holder.AttachmentOperations;
import croft.services.iam.holder.InlinePolicyOperations;
import croft.services.iam.holder.PolicyHolder;
import croft.services.operation.Binding;
import java.util.List;
import java.util.stream.Stream;

/** The policies, the permissions boundary and the tags of a role. */
public final class RolePolicyOperations {
  private static final PolicyHolder<Role> HOLDER =
      new PolicyHolder<>(
          Roles.NOUN,
          Role::holder,
          Role::inlinePolicies,
          (tx, role, all) -> tx.put(Role.TABLE, role.withInlinePolicies(all)),
          Roles::requireModifiable);

  private final IamParts parts;

  public RolePolicyOperations(IamParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(inlinePolicies(), attachments(), tags())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }

  private List<Binding<?, ?>> inlinePolicies() {
    InlinePolicyOperations<Role> inline = new InlinePolicyOperations<>(parts, HOLDER);
    return List.of(
        inline.put(
            IamModel.PUT_ROLE_POLICY,
            r -> new InlinePolicyOperations.Given(r.roleName(), r.policyName(), r.policyDocument()),
            PutRolePolicyResponse.builder()::build),
        inline.get(
            IamModel.GET_ROLE_POLICY,
            r -> new InlinePolicyOperations.Named(r.roleName(), r.policyName()),
            shown ->
                GetRolePolicyResponse.builder()
                    .roleName(shown.holder())
                    .policyName(shown.policy())
                    .policyDocument(shown.document())
                    .build()),
        inline.list(
            IamModel.LIST_ROLE_POLICIES,
            ListRolePoliciesRequest::roleName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListRolePoliciesResponse.builder()
                    .policyNames(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()),
        inline.delete(
            IamModel.DELETE_ROLE_POLICY,
            r -> new InlinePolicyOperations.Named(r.roleName(), r.policyName()),
            DeleteRolePolicyResponse.builder()::build));
  }

  private List<Binding<?, ?>> attachments() {
    AttachmentOperations<Role> attachments = new AttachmentOperations<>(parts, HOLDER);
    return List.of(
        attachments.attach(
            IamModel.ATTACH_ROLE_POLICY,
            r -> new AttachmentOperations.Named(r.roleName(), r.policyArn()),
            AttachRolePolicyResponse.builder()::build),
        attachments.detach(
            IamModel.DETACH_ROLE_POLICY,
            r -> new AttachmentOperations.Named(r.roleName(), r.policyArn()),
            DetachRolePolicyResponse.builder()::build),
        attachments.list(
            IamModel.LIST_ATTACHED_ROLE_POLICIES,
            r ->
                new AttachmentOperations.Listed(
                    r.roleName(), r.pathPrefix(), new Markers.Wanted(r.marker(), r.maxItems())),
            page ->
                ListAttachedRolePoliciesResponse.builder()
                    .attachedPolicies(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()),
        attachments.putBoundary(
            IamModel.PUT_ROLE_PERMISSIONS_BOUNDARY,
            r -> new AttachmentOperations.Named(r.roleName(), r.permissionsBoundary()),
            PutRolePermissionsBoundaryResponse.builder()::build),
        attachments.deleteBoundary(
            IamModel.DELETE_ROLE_PERMISSIONS_BOUNDARY,
            DeleteRolePermissionsBoundaryRequest::roleName,
            DeleteRolePermissionsBoundaryResponse.builder()::build));
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<Role> tags =
        new TagOperations<>(
            parts,
            Roles.NOUN,
            Role::tags,
            (tx, role, all) -> tx.put(Role.TABLE, role.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_ROLE,
            TagRoleRequest::roleName,
            TagRoleRequest::tagsOrEmpty,
            TagRoleResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_ROLE,
            UntagRoleRequest::roleName,
            UntagRoleRequest::tagKeysOrEmpty,
            UntagRoleResponse.builder()::build),
        tags.list(
            IamModel.LIST_ROLE_TAGS,
            ListRoleTagsRequest::roleName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListRoleTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
