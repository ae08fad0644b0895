package croft.services.iam.role;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;

import croft.api.iam.AttachedPermissionsBoundary;
import croft.api.iam.CreateRoleRequest;
import croft.api.iam.DeleteRolePermissionsBoundaryRequest;
import croft.api.iam.DeleteRoleRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListRolesRequest;
import croft.api.iam.PutRolePermissionsBoundaryRequest;
import croft.api.iam.Tag;
import croft.api.iam.TagRoleRequest;
import croft.api.iam.UntagRoleRequest;
import croft.api.iam.UpdateAssumeRolePolicyRequest;
import croft.api.iam.UpdateRoleRequest;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::Role}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html">AWS::IAM::Role</a>.
 */
public final class RoleResource implements ResourceType {
  private static final int LONGEST_NAME = 64;
  private static final int DEFAULT_SESSION_SECONDS = 3600;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::Role", "RoleName")
          .with(
              Property.of("AssumeRolePolicyDocument", JSON).needed(),
              Property.of("Description", STRING),
              Property.of("MaxSessionDuration", INTEGER),
              Property.of("Path", STRING).replacing(),
              Property.of("PermissionsBoundary", STRING),
              Property.of("RoleName", STRING).replacing())
          .with(HeldPolicies.properties())
          .tags()
          .attributes("Arn", "RoleId");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("RoleName", LONGEST_NAME);
    CreateRoleRequest create =
        CreateRoleRequest.builder()
            .roleName(name)
            .path(request.properties().path("Path").asString("/"))
            .assumeRolePolicyDocument(trust(request))
            .description(request.optional("Description"))
            .maxSessionDuration(sessionSeconds(request))
            .permissionsBoundary(request.optional("PermissionsBoundary"))
            .tags(tags(request.tags()))
            .build();
    Remade.passedOver(request, () -> iam(request).createRole(create));
    return Made.of(name).then(() -> HeldPolicies.change(request, holder(request, name)));
  }

  private static Holder holder(ResourceRequest request, String name) {
    return Holder.of(HolderKind.ROLE, request, name);
  }

  private static String trust(ResourceRequest request) {
    return Documents.text(request.properties().path("AssumeRolePolicyDocument"));
  }

  private static int sessionSeconds(ResourceRequest request) {
    return request.properties().path("MaxSessionDuration").asInt(DEFAULT_SESSION_SECONDS);
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  @Override
  public void update(ResourceRequest request) {
    String name = request.physicalId();
    if (request.changed("AssumeRolePolicyDocument")) {
      iam(request).updateAssumeRolePolicy(new UpdateAssumeRolePolicyRequest(name, trust(request)));
    }
    if (request.changed("Description") || request.changed("MaxSessionDuration")) {
      iam(request)
          .updateRole(
              new UpdateRoleRequest(name, request.text("Description"), sessionSeconds(request)));
    }
    if (request.changed("PermissionsBoundary")) {
      bound(request, name);
    }
    HeldPolicies.change(request, holder(request, name));
    if (!request.takenTags().isEmpty()) {
      iam(request).untagRole(new UntagRoleRequest(name, request.takenTags()));
    }
    if (!request.givenTags().isEmpty()) {
      iam(request).tagRole(new TagRoleRequest(name, tags(request.givenTags())));
    }
  }

  private static void bound(ResourceRequest request, String name) {
    String boundary = request.text("PermissionsBoundary");
    if (boundary.isEmpty()) {
      Missing.passedOver(() ->
          iam(request)
              .deleteRolePermissionsBoundary(new DeleteRolePermissionsBoundaryRequest(name)));
    } else {
      iam(request)
          .putRolePermissionsBoundary(new PutRolePermissionsBoundaryRequest(name, boundary));
    }
  }

  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    HeldPolicies.clear(request, holder(request, name));
    Missing.passedOver(() -> iam(request).deleteRole(new DeleteRoleRequest(name)));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String name = request.physicalId();
    croft.api.iam.Role role =
        Objects.requireNonNull(iam(request).getRole(new GetRoleRequest(name)).role());
    ObjectNode live =
        ApiShapes.write(role)
            .retain("Arn", "RoleId", "Path", "RoleName", "Description", "MaxSessionDuration");
    live.set(
        "AssumeRolePolicyDocument",
        HeldPolicies.decoded(Objects.requireNonNull(role.assumeRolePolicyDocument())));
    AttachedPermissionsBoundary boundary = role.permissionsBoundary();
    if (boundary != null) {
      live.put("PermissionsBoundary", boundary.permissionsBoundaryArn());
    }
    HeldPolicies.tell(live, holder(request, name));
    Map<String, String> tags = new HashMap<>();
    role.tagsOrEmpty().forEach(tag -> tags.put(tag.key(), tag.value()));
    live.set("Tags", Documents.tags(tags));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(marker -> {
      var page = iam(request).listRoles(ListRolesRequest.builder().marker(marker).build());
      return new Pages.Page<>(
          page.rolesOrEmpty().stream().map(one -> Objects.requireNonNull(one.roleName())).toList(),
          page.marker());
    });
  }
}
