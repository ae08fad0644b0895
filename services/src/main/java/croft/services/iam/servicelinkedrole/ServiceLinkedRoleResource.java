package croft.services.iam.servicelinkedrole;

import static croft.services.resource.PropertyType.STRING;

import croft.api.iam.CreateServiceLinkedRoleRequest;
import croft.api.iam.DeleteServiceLinkedRoleRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListRolesRequest;
import croft.api.iam.UpdateRoleRequest;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Pages;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::ServiceLinkedRole}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html">AWS::IAM::ServiceLinkedRole</a>.
 */
public final class ServiceLinkedRoleResource implements ResourceType {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::ServiceLinkedRole", "RoleName")
          .with(
              Property.of("AWSServiceName", STRING).replacing(),
              Property.of("CustomSuffix", STRING).replacing(),
              Property.of("Description", STRING))
          .attributes("RoleName");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String service = request.text("AWSServiceName");
    if (request.repeated()) {
      for (croft.api.iam.Role role : roles(request)) {
        if (Objects.requireNonNull(role.path()).endsWith("/" + service + "/")
            && Objects.requireNonNull(role.roleName()).endsWith(request.text("CustomSuffix"))) {
          return Made.of(Objects.requireNonNull(role.roleName()));
        }
      }
    }
    CreateServiceLinkedRoleRequest create =
        CreateServiceLinkedRoleRequest.builder()
            .awsServiceName(service)
            .customSuffix(request.optional("CustomSuffix"))
            .description(request.optional("Description"))
            .build();
    croft.api.iam.Role role =
        Objects.requireNonNull(iam(request).createServiceLinkedRole(create).role());
    return Made.of(Objects.requireNonNull(role.roleName()));
  }

  private static List<croft.api.iam.Role> roles(ResourceRequest request) {
    return Pages.all(marker -> {
      var page =
          iam(request)
              .listRoles(
                  ListRolesRequest.builder()
                      .pathPrefix("/aws-service-role/")
                      .marker(marker)
                      .build());
      return new Pages.Page<>(page.rolesOrEmpty(), page.marker());
    });
  }

  @Override
  public void update(ResourceRequest request) {
    if (request.changed("Description")) {
      iam(request)
          .updateRole(
              UpdateRoleRequest.builder()
                  .roleName(request.physicalId())
                  .description(request.text("Description"))
                  .build());
    }
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        iam(request)
            .deleteServiceLinkedRole(new DeleteServiceLinkedRoleRequest(request.physicalId())));
    return Progress.doneWhen(read(request).isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(
            () -> iam(request).getRole(new GetRoleRequest(request.physicalId())).role())
        .map(role -> ApiShapes.write(role).retain("RoleName", "Description"));
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return roles(request).stream().map(role -> Objects.requireNonNull(role.roleName())).toList();
  }
}
