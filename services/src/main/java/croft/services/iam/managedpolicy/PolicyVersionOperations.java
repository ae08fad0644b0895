package croft.services.iam.managedpolicy;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreatePolicyVersionRequest;
import croft.api.iam.CreatePolicyVersionResponse;
import croft.api.iam.DeletePolicyVersionRequest;
import croft.api.iam.DeletePolicyVersionResponse;
import croft.api.iam.GetPolicyVersionRequest;
import croft.api.iam.GetPolicyVersionResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListPolicyVersionsRequest;
import croft.api.iam.ListPolicyVersionsResponse;
import croft.api.iam.PolicyVersion;
import croft.api.iam.SetDefaultPolicyVersionRequest;
import croft.api.iam.SetDefaultPolicyVersionResponse;
import croft.base.ServiceError;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.managedpolicy.ManagedPolicy.Version;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of a managed policy. */
public final class PolicyVersionOperations {
  private static final int MOST_VERSIONS = 5;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public PolicyVersionOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_POLICY_VERSION,
            (call, request) -> access(call, "iam:CreatePolicyVersion", request.policyArn()),
            this::create),
        bind(
            IamModel.GET_POLICY_VERSION,
            (call, request) -> access(call, "iam:GetPolicyVersion", request.policyArn()),
            this::get),
        bind(
            IamModel.LIST_POLICY_VERSIONS,
            (call, request) -> access(call, "iam:ListPolicyVersions", request.policyArn()),
            this::list),
        bind(
            IamModel.SET_DEFAULT_POLICY_VERSION,
            (call, request) -> access(call, "iam:SetDefaultPolicyVersion", request.policyArn()),
            this::setDefault),
        bind(
            IamModel.DELETE_POLICY_VERSION,
            (call, request) -> access(call, "iam:DeletePolicyVersion", request.policyArn()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String arn) {
    return List.of(PolicyDocuments.access(store, call, action, arn));
  }

  private CreatePolicyVersionResponse create(Call call, CreatePolicyVersionRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    String document =
        PolicyDocuments.checked(
            parts.policies(), required(request.policyDocument(), "policyDocument"));
    boolean byDefault = Boolean.TRUE.equals(request.setAsDefault());
    return store.write(tx -> {
      ManagedPolicy policy = ManagedPolicies.requireOwn(tx, call.account(), arn);
      if (policy.versions().size() >= MOST_VERSIONS) {
        throw EntityErrors.limitExceeded(
            "A managed policy can have up to 5 versions. Before you create a new version, you"
                + " must delete an existing version.");
      }
      Version version = new Version("v" + policy.nextVersion(), document, call.at());
      List<Version> all = new ArrayList<>(policy.versions());
      all.add(version);
      String inForce = byDefault ? version.id() : policy.defaultVersion();
      tx.put(
          ManagedPolicy.TABLE,
          policy.withVersions(inForce, policy.nextVersion() + 1, all, call.at()));
      return CreatePolicyVersionResponse.builder().policyVersion(brief(version, inForce)).build();
    });
  }

  private GetPolicyVersionResponse get(Call call, GetPolicyVersionRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    String id = required(request.versionId(), "versionId");
    return store.read(tx -> {
      Optional<AwsManagedPolicies.AwsPolicy> aws = AwsManagedPolicies.byArn(arn);
      if (aws.isPresent()) {
        if (!id.equals("v1")) {
          throw noSuchVersion(arn, id);
        }
        return GetPolicyVersionResponse.builder()
            .policyVersion(
                PolicyVersion.builder()
                    .document(DocumentText.encoded(aws.get().document()))
                    .versionId("v1")
                    .isDefaultVersion(true)
                    .createDate(AwsManagedPolicies.CREATED)
                    .build())
            .build();
      }
      ManagedPolicy policy = ManagedPolicies.requireOwn(tx, call.account(), arn);
      Version version = require(policy, id);
      return GetPolicyVersionResponse.builder()
          .policyVersion(
              brief(version, policy.defaultVersion()).toBuilder()
                  .document(DocumentText.encoded(version.document()))
                  .build())
          .build();
    });
  }

  private ListPolicyVersionsResponse list(Call call, ListPolicyVersionsRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    if (AwsManagedPolicies.byArn(arn).isPresent()) {
      return ListPolicyVersionsResponse.builder()
          .versions(
              List.of(
                  PolicyVersion.builder()
                      .versionId("v1")
                      .isDefaultVersion(true)
                      .createDate(AwsManagedPolicies.CREATED)
                      .build()))
          .isTruncated(false)
          .build();
    }
    ManagedPolicy policy = store.read(tx -> ManagedPolicies.requireOwn(tx, call.account(), arn));
    Markers.Page<Version> page =
        markers.page(
            call,
            "versions " + policy.id(),
            policy.versions().stream().sorted(Comparator.comparing(Version::id)).toList(),
            Version::id,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListPolicyVersionsResponse.builder()
        .versions(page.map(version -> brief(version, policy.defaultVersion())))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private SetDefaultPolicyVersionResponse setDefault(
      Call call, SetDefaultPolicyVersionRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    String id = required(request.versionId(), "versionId");
    return store.write(tx -> {
      ManagedPolicy policy = ManagedPolicies.requireOwn(tx, call.account(), arn);
      tx.put(
          ManagedPolicy.TABLE,
          policy.withVersions(
              require(policy, id).id(), policy.nextVersion(), policy.versions(), call.at()));
      return SetDefaultPolicyVersionResponse.builder().build();
    });
  }

  private DeletePolicyVersionResponse delete(Call call, DeletePolicyVersionRequest request) {
    String arn = required(request.policyArn(), "policyArn");
    String id = required(request.versionId(), "versionId");
    return store.write(tx -> {
      ManagedPolicy policy = ManagedPolicies.requireOwn(tx, call.account(), arn);
      Version version = require(policy, id);
      if (version.id().equals(policy.defaultVersion())) {
        throw EntityErrors.deleteConflict("Cannot delete the default version of a policy.");
      }
      List<Version> rest = policy.versions().stream().filter(v -> !v.id().equals(id)).toList();
      tx.put(
          ManagedPolicy.TABLE,
          policy.withVersions(policy.defaultVersion(), policy.nextVersion(), rest, call.at()));
      return DeletePolicyVersionResponse.builder().build();
    });
  }

  private static Version require(ManagedPolicy policy, String id) {
    return policy.versions().stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(() -> noSuchVersion(policy.arn().toString(), id));
  }

  private static ServiceError noSuchVersion(String arn, String id) {
    return EntityErrors.noSuchEntity(
        "Policy " + arn + " version " + id + " does not exist or is not attachable.");
  }

  private static PolicyVersion brief(Version version, String inForce) {
    return PolicyVersion.builder()
        .versionId(version.id())
        .isDefaultVersion(version.id().equals(inForce))
        .createDate(version.createdAt())
        .build();
  }
}
