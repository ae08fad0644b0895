package croft.services.iam.managedpolicy;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.iam.CreatePolicyRequest;
import croft.api.iam.CreatePolicyVersionRequest;
import croft.api.iam.DeletePolicyRequest;
import croft.api.iam.DeletePolicyVersionRequest;
import croft.api.iam.GetPolicyRequest;
import croft.api.iam.GetPolicyVersionRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListEntitiesForPolicyRequest;
import croft.api.iam.ListPoliciesRequest;
import croft.api.iam.ListPolicyVersionsRequest;
import croft.api.iam.Policy;
import croft.api.iam.PolicyVersion;
import croft.services.iam.holder.HeldPolicies;
import croft.services.iam.holder.Holder;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.resource.ApiShapes;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Pages;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.Remade;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::ManagedPolicy}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html">AWS::IAM::ManagedPolicy</a>.
 */
public final class ManagedPolicyResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final int MOST_VERSIONS = 5;
  private static final Map<String, HolderKind> KINDS =
      Map.of("Users", HolderKind.USER, "Groups", HolderKind.GROUP, "Roles", HolderKind.ROLE);
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::ManagedPolicy", "PolicyArn")
          .with(
              Property.of("Description", STRING).replacing(),
              Property.of("Groups", STRINGS),
              Property.of("ManagedPolicyName", STRING).replacing(),
              Property.of("Path", STRING).replacing(),
              Property.of("PolicyDocument", JSON).needed(),
              Property.of("Roles", STRINGS),
              Property.of("Users", STRINGS))
          .attributes(
              "AttachmentCount",
              "CreateDate",
              "DefaultVersionId",
              "IsAttachable",
              "PermissionsBoundaryUsageCount",
              "PolicyArn",
              "PolicyId",
              "UpdateDate");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("ManagedPolicyName", LONGEST_NAME);
    String path = request.properties().path("Path").asString("/");
    String document = Documents.text(request.properties().path("PolicyDocument"));
    CreatePolicyRequest create =
        CreatePolicyRequest.builder()
            .policyName(name)
            .path(path)
            .policyDocument(document)
            .description(request.optional("Description"))
            .build();
    Remade.passedOver(request, () -> iam(request).createPolicy(create));
    String arn = "arn:aws:iam::%s:policy%s%s".formatted(request.owner().account(), path, name);
    return Made.of(arn).then(() -> attach(request, arn));
  }

  private static void attach(ResourceRequest request, String arn) {
    KINDS.forEach((property, kind) -> {
      List<String> before = Documents.texts(request.previous().path(property));
      List<String> after = Documents.texts(request.properties().path(property));
      after.stream()
          .filter(name -> !before.contains(name))
          .forEach(name -> Holder.of(kind, request, name).attach(arn));
      before.stream()
          .filter(name -> !after.contains(name))
          .forEach(name -> detach(Holder.of(kind, request, name), arn));
    });
  }

  private static void detach(Holder holder, String arn) {
    Missing.passedOver(() -> holder.detach(arn));
  }

  @Override
  public void update(ResourceRequest request) {
    String arn = request.physicalId();
    if (request.changed("PolicyDocument")
        && !document(request, arn).equals(request.properties().path("PolicyDocument"))) {
      makeRoom(request, arn);
      String document = Documents.text(request.properties().path("PolicyDocument"));
      iam(request).createPolicyVersion(new CreatePolicyVersionRequest(arn, document, true));
    }
    attach(request, arn);
  }

  /** The oldest version goes when there are as many as there may be, as CloudFormation does. */
  private static void makeRoom(ResourceRequest request, String arn) {
    List<PolicyVersion> versions = versions(request, arn);
    if (versions.size() >= MOST_VERSIONS) {
      versions.stream()
          .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
          .min(Comparator.comparing(v -> Objects.requireNonNull(v.createDate())))
          .ifPresent(oldest -> deleteVersion(request, arn, oldest));
    }
  }

  private static List<PolicyVersion> versions(ResourceRequest request, String arn) {
    return iam(request)
        .listPolicyVersions(ListPolicyVersionsRequest.builder().policyArn(arn).build())
        .versionsOrEmpty();
  }

  private static void deleteVersion(ResourceRequest request, String arn, PolicyVersion version) {
    iam(request).deletePolicyVersion(new DeletePolicyVersionRequest(arn, version.versionId()));
  }

  private static JsonNode document(ResourceRequest request, String arn) {
    for (PolicyVersion version : versions(request, arn)) {
      if (Boolean.TRUE.equals(version.isDefaultVersion())) {
        PolicyVersion whole =
            iam(request)
                .getPolicyVersion(new GetPolicyVersionRequest(arn, version.versionId()))
                .policyVersion();
        return HeldPolicies.decoded(
            Objects.requireNonNull(Objects.requireNonNull(whole).document()));
      }
    }
    return Documents.object();
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() -> remove(request, request.physicalId()));
    return Progress.done();
  }

  private static void remove(ResourceRequest request, String arn) {
    holders(request, arn)
        .forEach((property, names) ->
            names.forEach(name ->
                detach(
                    Holder.of(Objects.requireNonNull(KINDS.get(property)), request, name), arn)));
    for (PolicyVersion version : versions(request, arn)) {
      if (!Boolean.TRUE.equals(version.isDefaultVersion())) {
        deleteVersion(request, arn, version);
      }
    }
    iam(request).deletePolicy(new DeletePolicyRequest(arn));
  }

  private static Map<String, List<String>> holders(ResourceRequest request, String arn) {
    var found =
        iam(request)
            .listEntitiesForPolicy(ListEntitiesForPolicyRequest.builder().policyArn(arn).build());
    return Map.of(
        "Users",
        found.policyUsersOrEmpty().stream().map(o -> Objects.requireNonNull(o.userName())).toList(),
        "Groups",
        found.policyGroupsOrEmpty().stream()
            .map(o -> Objects.requireNonNull(o.groupName()))
            .toList(),
        "Roles",
        found.policyRolesOrEmpty().stream()
            .map(o -> Objects.requireNonNull(o.roleName()))
            .toList());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String arn = request.physicalId();
    Policy policy =
        Objects.requireNonNull(iam(request).getPolicy(new GetPolicyRequest(arn)).policy());
    ObjectNode live = ApiShapes.write(policy);
    live.set("ManagedPolicyName", live.path("PolicyName"));
    live.remove(List.of("PolicyName", "Arn", "Tags"));
    live.put("PolicyArn", arn);
    live.put("CreateDate", String.valueOf(policy.createDate()));
    live.put("UpdateDate", String.valueOf(policy.updateDate()));
    live.set("PolicyDocument", document(request, arn));
    holders(request, arn).forEach((property, names) -> live.set(property, Documents.list(names)));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(marker -> {
      var page =
          iam(request)
              .listPolicies(ListPoliciesRequest.builder().scope("Local").marker(marker).build());
      return new Pages.Page<>(
          page.policiesOrEmpty().stream().map(o -> Objects.requireNonNull(o.arn())).toList(),
          page.marker());
    });
  }
}
