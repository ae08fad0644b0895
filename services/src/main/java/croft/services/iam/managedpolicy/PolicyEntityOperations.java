package croft.services.iam.managedpolicy;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.IamModel;
import croft.api.iam.ListEntitiesForPolicyRequest;
import croft.api.iam.ListEntitiesForPolicyResponse;
import croft.api.iam.ListPolicyTagsRequest;
import croft.api.iam.ListPolicyTagsResponse;
import croft.api.iam.PolicyGroup;
import croft.api.iam.PolicyRole;
import croft.api.iam.PolicyUser;
import croft.api.iam.TagPolicyRequest;
import croft.api.iam.TagPolicyResponse;
import croft.api.iam.UntagPolicyRequest;
import croft.api.iam.UntagPolicyResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** To whom a managed policy is attached, and its tags. */
public final class PolicyEntityOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public PolicyEntityOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(entities(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> entities() {
    return List.of(
        bind(
                IamModel.LIST_ENTITIES_FOR_POLICY,
                (call, request) ->
                    List.of(
                        PolicyDocuments.access(
                            store, call, "iam:ListEntitiesForPolicy", request.policyArn())),
                this::listEntities)
            .honouring("PolicyArn", "EntityFilter", "PolicyUsageFilter", "Marker", "MaxItems"));
  }

  private ListEntitiesForPolicyResponse listEntities(
      Call call, ListEntitiesForPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    List<Attachment> attachments =
        store.read(tx -> {
          if (AwsManagedPolicies.byArn(arn).isEmpty()) {
            ManagedPolicies.requireOwn(tx, call.account(), arn);
          }
          return Attachments.ofPolicy(tx, call.account(), arn);
        });
    Markers.Page<Attachment> page =
        markers.page(
            call,
            "entities " + arn,
            attachments.stream()
                .filter(row -> wanted(row.kind(), request.entityFilter()))
                .filter(row -> wantedUse(row.boundary(), request.policyUsageFilter()))
                .sorted(Comparator.comparing(Attachment::rowId))
                .toList(),
            Attachment::rowId,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListEntitiesForPolicyResponse.builder()
        .policyUsers(
            of(page, HolderKind.USER)
                .map(
                    r -> PolicyUser.builder().userName(r.holderName()).userId(r.holderId()).build())
                .toList())
        .policyGroups(
            of(page, HolderKind.GROUP)
                .map(r ->
                    PolicyGroup.builder().groupName(r.holderName()).groupId(r.holderId()).build())
                .toList())
        .policyRoles(
            of(page, HolderKind.ROLE)
                .map(
                    r -> PolicyRole.builder().roleName(r.holderName()).roleId(r.holderId()).build())
                .toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static Stream<Attachment> of(Markers.Page<Attachment> page, HolderKind kind) {
    return page.items().stream().filter(row -> row.kind() == kind);
  }

  private static boolean wanted(HolderKind kind, @Nullable String filter) {
    return filter == null || filter.equalsIgnoreCase(kind.noun());
  }

  private static boolean wantedUse(boolean boundary, @Nullable String filter) {
    return filter == null || filter.equals("PermissionsBoundary") == boundary;
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<ManagedPolicy> tags =
        new TagOperations<>(
            parts,
            PolicyDocuments.NOUN,
            ManagedPolicy::tags,
            (tx, policy, all) -> tx.put(ManagedPolicy.TABLE, policy.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_POLICY,
            TagPolicyRequest::policyArn,
            TagPolicyRequest::tagsOrEmpty,
            TagPolicyResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_POLICY,
            UntagPolicyRequest::policyArn,
            UntagPolicyRequest::tagKeysOrEmpty,
            UntagPolicyResponse.builder()::build),
        tags.list(
            IamModel.LIST_POLICY_TAGS,
            ListPolicyTagsRequest::policyArn,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListPolicyTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
