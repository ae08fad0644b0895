package croft.services.iam.managedpolicy;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreatePolicyRequest;
import croft.api.iam.CreatePolicyResponse;
import croft.api.iam.DeletePolicyRequest;
import croft.api.iam.DeletePolicyResponse;
import croft.api.iam.GetPolicyRequest;
import croft.api.iam.GetPolicyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListPoliciesRequest;
import croft.api.iam.ListPoliciesResponse;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.ManagedPolicy.Version;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CreatePolicy, GetPolicy, ListPolicies and DeletePolicy. */
public final class ManagedPolicyOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public ManagedPolicyOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_POLICY,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.GET_POLICY,
            (call, request) ->
                List.of(PolicyDocuments.access(store, call, "iam:GetPolicy", request.policyArn())),
            this::get),
        bind(
            IamModel.LIST_POLICIES,
            (call, request) ->
                List.of(
                    Access.to("iam:ListPolicies", Arn.of("iam", "", call.account(), "policy/"))),
            this::list),
        bind(
            IamModel.DELETE_POLICY,
            (call, request) ->
                List.of(
                    PolicyDocuments.access(store, call, "iam:DeletePolicy", request.policyArn())),
            this::delete));
  }

  private static Access createAccess(Call call, CreatePolicyRequest request) {
    String path = request.path() == null ? "/" : request.path();
    Arn arn = Arn.of("iam", "", call.account(), "policy" + path + request.policyName());
    return Access.to("iam:CreatePolicy", arn).with(Tags.requestKeys(request.tagsOrEmpty()));
  }

  private CreatePolicyResponse create(Call call, CreatePolicyRequest request) {
    String document = required(request.policyDocument(), "policyDocument");
    Version first =
        new Version("v1", PolicyDocuments.checked(parts.policies(), document), call.at());
    ManagedPolicy policy =
        new ManagedPolicy(
            call.account(),
            required(request.policyName(), "policyName"),
            request.path() == null ? "/" : request.path(),
            parts.ids().unique("ANPA"),
            Objects.requireNonNullElse(request.description(), ""),
            call.at(),
            call.at(),
            "v1",
            2,
            List.of(first),
            Tags.of(request.tagsOrEmpty()));
    return store.write(tx -> {
      if (tx.get(ManagedPolicy.TABLE, call.account(), policy.name()).isPresent()) {
        throw EntityErrors.alreadyExists(
            "A policy called "
                + policy.name()
                + " already exists. Duplicate names are not allowed.");
      }
      tx.insert(ManagedPolicy.TABLE, policy);
      return CreatePolicyResponse.builder().policy(brief(tx, policy)).build();
    });
  }

  private GetPolicyResponse get(Call call, GetPolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.read(tx -> {
      croft.api.iam.Policy policy =
          AwsManagedPolicies.byArn(arn)
              .map(aws -> brief(tx, call, aws))
              .orElseGet(() -> whole(tx, ManagedPolicies.requireOwn(tx, call.account(), arn)));
      return GetPolicyResponse.builder().policy(policy).build();
    });
  }

  private ListPoliciesResponse list(Call call, ListPoliciesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    String scope = request.scope() == null ? "All" : request.scope();
    boolean onlyAttached = Boolean.TRUE.equals(request.onlyAttached());
    List<croft.api.iam.Policy> policies =
        store.read(tx ->
            Stream.concat(
                    scope.equals("AWS")
                        ? Stream.of()
                        : tx.list(ManagedPolicy.TABLE, call.account()).stream()
                            .map(policy -> brief(tx, policy)),
                    scope.equals("Local")
                        ? Stream.of()
                        : AwsManagedPolicies.all().stream().map(policy -> brief(tx, call, policy)))
                .filter(policy -> path(policy).startsWith(prefix))
                .filter(policy -> !onlyAttached || isAttached(policy))
                .filter(policy -> isUsed(policy, request.policyUsageFilter()))
                .sorted(Comparator.comparing(ManagedPolicyOperations::arn))
                .toList());
    Markers.Page<croft.api.iam.Policy> page =
        markers.page(
            call,
            String.join(" ", "policies", scope, prefix, Boolean.toString(onlyAttached)),
            policies,
            ManagedPolicyOperations::arn,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListPoliciesResponse.builder()
        .policies(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static String arn(croft.api.iam.Policy policy) {
    return required(policy.arn(), "arn");
  }

  private static String path(croft.api.iam.Policy policy) {
    return required(policy.path(), "path");
  }

  private static boolean isAttached(croft.api.iam.Policy policy) {
    return policy.attachmentCount() != null && policy.attachmentCount() > 0;
  }

  private static boolean isUsed(croft.api.iam.Policy policy, @Nullable String usage) {
    Integer boundaries = policy.permissionsBoundaryUsageCount();
    return usage == null
        || (usage.equals("PermissionsPolicy") && isAttached(policy))
        || (usage.equals("PermissionsBoundary") && boundaries != null && boundaries > 0);
  }

  private DeletePolicyResponse delete(Call call, DeletePolicyRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    return store.write(tx -> {
      ManagedPolicy policy = ManagedPolicies.requireOwn(tx, call.account(), arn);
      if (!Attachments.ofPolicy(tx, call.account(), arn).isEmpty()) {
        throw EntityErrors.deleteConflict("Cannot delete a policy attached to entities.");
      }
      if (policy.versions().size() > 1) {
        throw EntityErrors.deleteConflict(
            "This policy has more than one version. Before you delete a policy, you must"
                + " delete the policy's versions. The default version is deleted with the"
                + " policy.");
      }
      tx.delete(ManagedPolicy.TABLE, call.account(), policy.name());
      return DeletePolicyResponse.builder().build();
    });
  }

  private static croft.api.iam.Policy brief(Transaction tx, ManagedPolicy policy) {
    return counted(tx, policy.account(), policy.arn().toString())
        .policyName(policy.name())
        .policyId(policy.id())
        .path(policy.path())
        .defaultVersionId(policy.defaultVersion())
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt())
        .build();
  }

  private static croft.api.iam.Policy whole(Transaction tx, ManagedPolicy policy) {
    return brief(tx, policy).toBuilder()
        .description(policy.description().isEmpty() ? null : policy.description())
        .tags(Tags.shapes(policy.tags()))
        .build();
  }

  private static croft.api.iam.Policy brief(
      Transaction tx, Call call, AwsManagedPolicies.AwsPolicy policy) {
    return counted(tx, call.account(), policy.arn())
        .policyName(policy.name())
        .policyId(policy.id())
        .path(policy.path())
        .defaultVersionId("v1")
        .createDate(AwsManagedPolicies.CREATED)
        .updateDate(AwsManagedPolicies.CREATED)
        .build();
  }

  private static croft.api.iam.Policy.Builder counted(Transaction tx, String account, String arn) {
    List<Attachment> attachments = Attachments.ofPolicy(tx, account, arn);
    int boundaries = (int) attachments.stream().filter(Attachment::boundary).count();
    return croft.api.iam.Policy.builder()
        .arn(arn)
        .isAttachable(true)
        .attachmentCount(attachments.size() - boundaries)
        .permissionsBoundaryUsageCount(boundaries);
  }
}
