package croft.services.iam.user;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AttachUserPolicyRequest;
import croft.api.iam.AttachUserPolicyResponse;
import croft.api.iam.DetachUserPolicyRequest;
import croft.api.iam.DetachUserPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAttachedUserPoliciesRequest;
import croft.api.iam.ListAttachedUserPoliciesResponse;
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

/** The managed policies of a user: Attach, Detach and ListAttached. */
public final class UserAttachmentOperations {
  private final Store store;
  private final Markers markers;

  public UserAttachmentOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.ATTACH_USER_POLICY,
            (call, request) ->
                access(call, "iam:AttachUserPolicy", request.userName(), request.policyArn()),
            this::attach),
        bind(
            IamModel.DETACH_USER_POLICY,
            (call, request) ->
                access(call, "iam:DetachUserPolicy", request.userName(), request.policyArn()),
            this::detach),
        bind(
            IamModel.LIST_ATTACHED_USER_POLICIES,
            (call, request) ->
                access(call, "iam:ListAttachedUserPolicies", request.userName(), null),
            this::list));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, @Nullable String policyArn) {
    Access access = Users.access(store, call, action, name);
    if (policyArn == null) {
      return List.of(access);
    }
    Map<String, List<String>> key = Map.of("iam:PolicyARN", List.of(policyArn));
    return List.of(access.with(Tags.join(access.context(), key)));
  }

  private AttachUserPolicyResponse attach(Call call, AttachUserPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Attachments.attach(tx, user.holder(), arn);
      return AttachUserPolicyResponse.builder().build();
    });
  }

  private DetachUserPolicyResponse detach(Call call, DetachUserPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Attachments.detach(tx, user.holder(), arn);
      return DetachUserPolicyResponse.builder().build();
    });
  }

  private ListAttachedUserPoliciesResponse list(
      Call call, ListAttachedUserPoliciesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<String> arns =
        store.read(tx -> {
          User user = Users.require(tx, call.account(), request.userName());
          return Attachments.attached(tx, call.account(), user.id());
        });
    Markers.Page<String> page =
        markers.page(
            call,
            "attached policies " + request.userName() + " " + prefix,
            arns.stream().filter(arn -> arn.contains(":policy" + prefix)).sorted().toList(),
            Function.identity(),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListAttachedUserPoliciesResponse.builder()
        .attachedPolicies(page.map(AttachedShapes::policy))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
