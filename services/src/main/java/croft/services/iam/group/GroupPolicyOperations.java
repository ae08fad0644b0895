package croft.services.iam.group;

import croft.api.iam.AttachGroupPolicyResponse;
import croft.api.iam.DeleteGroupPolicyResponse;
import croft.api.iam.DetachGroupPolicyResponse;
import croft.api.iam.GetGroupPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedGroupPoliciesResponse;
import croft.api.iam.ListGroupPoliciesRequest;
import croft.api.iam.ListGroupPoliciesResponse;
import croft.api.iam.PutGroupPolicyResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.holder.AttachmentOperations;
import croft.services.iam.holder.InlinePolicyOperations;
import croft.services.iam.holder.PolicyHolder;
import croft.services.operation.Binding;
import java.util.List;
import java.util.stream.Stream;

/** The policies of a group. */
public final class GroupPolicyOperations {
  private static final PolicyHolder<Group> HOLDER =
      new PolicyHolder<>(
          Groups.NOUN,
          Group::holder,
          Group::inlinePolicies,
          (tx, group, all) -> tx.put(Group.TABLE, group.withInlinePolicies(all)),
          group -> {});

  private final IamParts parts;

  public GroupPolicyOperations(IamParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(inlinePolicies(), attachments()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> inlinePolicies() {
    InlinePolicyOperations<Group> inline = new InlinePolicyOperations<>(parts, HOLDER);
    return List.of(
        inline.put(
            IamModel.PUT_GROUP_POLICY,
            r ->
                new InlinePolicyOperations.Given(r.groupName(), r.policyName(), r.policyDocument()),
            PutGroupPolicyResponse.builder()::build),
        inline.get(
            IamModel.GET_GROUP_POLICY,
            r -> new InlinePolicyOperations.Named(r.groupName(), r.policyName()),
            shown ->
                GetGroupPolicyResponse.builder()
                    .groupName(shown.holder())
                    .policyName(shown.policy())
                    .policyDocument(shown.document())
                    .build()),
        inline.list(
            IamModel.LIST_GROUP_POLICIES,
            ListGroupPoliciesRequest::groupName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListGroupPoliciesResponse.builder()
                    .policyNames(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()),
        inline.delete(
            IamModel.DELETE_GROUP_POLICY,
            r -> new InlinePolicyOperations.Named(r.groupName(), r.policyName()),
            DeleteGroupPolicyResponse.builder()::build));
  }

  private List<Binding<?, ?>> attachments() {
    AttachmentOperations<Group> attachments = new AttachmentOperations<>(parts, HOLDER);
    return List.of(
        attachments.attach(
            IamModel.ATTACH_GROUP_POLICY,
            r -> new AttachmentOperations.Named(r.groupName(), r.policyArn()),
            AttachGroupPolicyResponse.builder()::build),
        attachments.detach(
            IamModel.DETACH_GROUP_POLICY,
            r -> new AttachmentOperations.Named(r.groupName(), r.policyArn()),
            DetachGroupPolicyResponse.builder()::build),
        attachments.list(
            IamModel.LIST_ATTACHED_GROUP_POLICIES,
            r ->
                new AttachmentOperations.Listed(
                    r.groupName(), r.pathPrefix(), new Markers.Wanted(r.marker(), r.maxItems())),
            page ->
                ListAttachedGroupPoliciesResponse.builder()
                    .attachedPolicies(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
