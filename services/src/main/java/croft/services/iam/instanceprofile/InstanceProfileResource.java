package croft.services.iam.instanceprofile;

import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.iam.AddRoleToInstanceProfileRequest;
import croft.api.iam.CreateInstanceProfileRequest;
import croft.api.iam.DeleteInstanceProfileRequest;
import croft.api.iam.GetInstanceProfileRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListInstanceProfilesRequest;
import croft.api.iam.RemoveRoleFromInstanceProfileRequest;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::InstanceProfile}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html">AWS::IAM::InstanceProfile</a>.
 */
public final class InstanceProfileResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::InstanceProfile", "InstanceProfileName")
          .with(
              Property.of("InstanceProfileName", STRING).replacing(),
              Property.of("Path", STRING).replacing(),
              Property.of("Roles", STRINGS).needed())
          .attributes("Arn");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("InstanceProfileName", LONGEST_NAME);
    CreateInstanceProfileRequest create =
        CreateInstanceProfileRequest.builder()
            .instanceProfileName(name)
            .path(request.properties().path("Path").asString("/"))
            .build();
    Remade.passedOver(request, () -> iam(request).createInstanceProfile(create));
    return Made.of(name).then(() -> fill(request, name));
  }

  /** A profile holds one role: the old one leaves before the new one comes. */
  private static void fill(ResourceRequest request, String name) {
    List<String> wanted = Documents.texts(request.properties().path("Roles"));
    List<String> there = roles(profile(request, name));
    there.stream()
        .filter(role -> !wanted.contains(role))
        .forEach(role -> empty(request, name, role));
    wanted.stream()
        .filter(role -> !there.contains(role))
        .forEach(role ->
            iam(request).addRoleToInstanceProfile(new AddRoleToInstanceProfileRequest(name, role)));
  }

  private static void empty(ResourceRequest request, String name, String role) {
    Missing.passedOver(() ->
        iam(request)
            .removeRoleFromInstanceProfile(new RemoveRoleFromInstanceProfileRequest(name, role)));
  }

  private static croft.api.iam.InstanceProfile profile(ResourceRequest request, String name) {
    return Objects.requireNonNull(
        iam(request).getInstanceProfile(new GetInstanceProfileRequest(name)).instanceProfile());
  }

  private static List<String> roles(croft.api.iam.InstanceProfile profile) {
    return profile.rolesOrEmpty().stream()
        .map(role -> Objects.requireNonNull(role.roleName()))
        .toList();
  }

  @Override
  public void update(ResourceRequest request) {
    fill(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    Documents.texts(request.properties().path("Roles")).forEach(role -> empty(request, name, role));
    Missing.passedOver(
        () -> iam(request).deleteInstanceProfile(new DeleteInstanceProfileRequest(name)));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> {
      croft.api.iam.InstanceProfile profile = profile(request, request.physicalId());
      ObjectNode live = ApiShapes.write(profile).retain("Arn", "Path", "InstanceProfileName");
      live.set("Roles", Documents.list(roles(profile)));
      return live;
    });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(marker -> {
      var page =
          iam(request)
              .listInstanceProfiles(ListInstanceProfilesRequest.builder().marker(marker).build());
      return new Pages.Page<>(
          page.instanceProfilesOrEmpty().stream()
              .map(one -> Objects.requireNonNull(one.instanceProfileName()))
              .toList(),
          page.marker());
    });
  }
}
