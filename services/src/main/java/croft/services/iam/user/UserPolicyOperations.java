package croft.services.iam.user;

import croft.api.iam.AttachUserPolicyResponse;
import croft.api.iam.DeleteUserPermissionsBoundaryRequest;
import croft.api.iam.DeleteUserPermissionsBoundaryResponse;
import croft.api.iam.DeleteUserPolicyResponse;
import croft.api.iam.DetachUserPolicyResponse;
import croft.api.iam.GetUserPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedUserPoliciesResponse;
import croft.api.iam.ListUserPoliciesRequest;
import croft.api.iam.ListUserPoliciesResponse;
import croft.api.iam.ListUserTagsRequest;
import croft.api.iam.ListUserTagsResponse;
import croft.api.iam.PutUserPermissionsBoundaryResponse;
import croft.api.iam.PutUserPolicyResponse;
import croft.api.iam.TagUserRequest;
import croft.api.iam.TagUserResponse;
import croft.api.iam.UntagUserRequest;
import croft.api.iam.UntagUserResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.holder.AttachmentOperations;
import croft.services.iam.holder.InlinePolicyOperations;
import croft.services.iam.holder.PolicyHolder;
import croft.services.operation.Binding;
import java.util.List;
import java.util.stream.Stream;

/** The policies, the permissions boundary and the tags of a user. */
public final class UserPolicyOperations {
  private static final PolicyHolder<User> HOLDER =
      new PolicyHolder<>(
          Users.NOUN,
          User::holder,
          User::inlinePolicies,
          (tx, user, all) -> tx.put(User.TABLE, user.withInlinePolicies(all)),
          user -> {});

  private final IamParts parts;

  public UserPolicyOperations(IamParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(inlinePolicies(), attachments(), tags())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }

  private List<Binding<?, ?>> inlinePolicies() {
    InlinePolicyOperations<User> inline = new InlinePolicyOperations<>(parts, HOLDER);
    return List.of(
        inline.put(
            IamModel.PUT_USER_POLICY,
            r -> new InlinePolicyOperations.Given(r.userName(), r.policyName(), r.policyDocument()),
            PutUserPolicyResponse.builder()::build),
        inline.get(
            IamModel.GET_USER_POLICY,
            r -> new InlinePolicyOperations.Named(r.userName(), r.policyName()),
            shown ->
                GetUserPolicyResponse.builder()
                    .userName(shown.holder())
                    .policyName(shown.policy())
                    .policyDocument(shown.document())
                    .build()),
        inline.list(
            IamModel.LIST_USER_POLICIES,
            ListUserPoliciesRequest::userName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListUserPoliciesResponse.builder()
                    .policyNames(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()),
        inline.delete(
            IamModel.DELETE_USER_POLICY,
            r -> new InlinePolicyOperations.Named(r.userName(), r.policyName()),
            DeleteUserPolicyResponse.builder()::build));
  }

  private List<Binding<?, ?>> attachments() {
    AttachmentOperations<User> attachments = new AttachmentOperations<>(parts, HOLDER);
    return List.of(
        attachments.attach(
            IamModel.ATTACH_USER_POLICY,
            r -> new AttachmentOperations.Named(r.userName(), r.policyArn()),
            AttachUserPolicyResponse.builder()::build),
        attachments.detach(
            IamModel.DETACH_USER_POLICY,
            r -> new AttachmentOperations.Named(r.userName(), r.policyArn()),
            DetachUserPolicyResponse.builder()::build),
        attachments.list(
            IamModel.LIST_ATTACHED_USER_POLICIES,
            r ->
                new AttachmentOperations.Listed(
                    r.userName(), r.pathPrefix(), new Markers.Wanted(r.marker(), r.maxItems())),
            page ->
                ListAttachedUserPoliciesResponse.builder()
                    .attachedPolicies(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()),
        attachments.putBoundary(
            IamModel.PUT_USER_PERMISSIONS_BOUNDARY,
            r -> new AttachmentOperations.Named(r.userName(), r.permissionsBoundary()),
            PutUserPermissionsBoundaryResponse.builder()::build),
        attachments.deleteBoundary(
            IamModel.DELETE_USER_PERMISSIONS_BOUNDARY,
            DeleteUserPermissionsBoundaryRequest::userName,
            DeleteUserPermissionsBoundaryResponse.builder()::build));
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<User> tags =
        new TagOperations<>(
            parts,
            Users.NOUN,
            User::tags,
            (tx, user, all) -> tx.put(User.TABLE, user.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_USER,
            TagUserRequest::userName,
            TagUserRequest::tagsOrEmpty,
            TagUserResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_USER,
            UntagUserRequest::userName,
            UntagUserRequest::tagKeysOrEmpty,
            UntagUserResponse.builder()::build),
        tags.list(
            IamModel.LIST_USER_TAGS,
            ListUserTagsRequest::userName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListUserTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
