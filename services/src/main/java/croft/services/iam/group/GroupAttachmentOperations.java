package croft.services.iam.group;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AttachGroupPolicyRequest;
import croft.api.iam.AttachGroupPolicyResponse;
import croft.api.iam.DetachGroupPolicyRequest;
import croft.api.iam.DetachGroupPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedGroupPoliciesRequest;
import croft.api.iam.ListAttachedGroupPoliciesResponse;
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

/** The managed policies of a group: Attach, Detach and ListAttached. */
public final class GroupAttachmentOperations {
  private final Store store;
  private final Markers markers;

  public GroupAttachmentOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.ATTACH_GROUP_POLICY,
            (call, request) ->
                access(call, "iam:AttachGroupPolicy", request.groupName(), request.policyArn()),
            this::attach),
        bind(
            IamModel.DETACH_GROUP_POLICY,
            (call, request) ->
                access(call, "iam:DetachGroupPolicy", request.groupName(), request.policyArn()),
            this::detach),
        bind(
            IamModel.LIST_ATTACHED_GROUP_POLICIES,
            (call, request) ->
                access(call, "iam:ListAttachedGroupPolicies", request.groupName(), null),
            this::list));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, @Nullable String policyArn) {
    Access access = Groups.access(store, call, action, name);
    if (policyArn == null) {
      return List.of(access);
    }
    Map<String, List<String>> key = Map.of("iam:PolicyARN", List.of(policyArn));
    return List.of(access.with(Tags.join(access.context(), key)));
  }

  private AttachGroupPolicyResponse attach(Call call, AttachGroupPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      Attachments.attach(tx, group.holder(), arn);
      return AttachGroupPolicyResponse.builder().build();
    });
  }

  private DetachGroupPolicyResponse detach(Call call, DetachGroupPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      Attachments.detach(tx, group.holder(), arn);
      return DetachGroupPolicyResponse.builder().build();
    });
  }

  private ListAttachedGroupPoliciesResponse list(
      Call call, ListAttachedGroupPoliciesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<String> arns =
        store.read(tx -> {
          Group group = Groups.require(tx, call.account(), request.groupName());
          return Attachments.attached(tx, call.account(), group.id());
        });
    Markers.Page<String> page =
        markers.page(
            call,
            "attached policies " + request.groupName() + " " + prefix,
            arns.stream().filter(arn -> arn.contains(":policy" + prefix)).sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListAttachedGroupPoliciesResponse.builder()
        .attachedPolicies(page.map(AttachedShapes::policy))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
