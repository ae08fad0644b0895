package croft.services.iam.group;

import static croft.services.resource.PropertyType.STRING;

import croft.api.iam.CreateGroupRequest;
import croft.api.iam.DeleteGroupRequest;
import croft.api.iam.GetGroupRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListGroupsRequest;
import croft.api.iam.UpdateGroupRequest;
import croft.services.iam.holder.HeldPolicies;
import croft.services.iam.holder.Holder;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.resource.ApiShapes;
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
 * {@code AWS::IAM::Group}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html">AWS::IAM::Group</a>.
 */
public final class GroupResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::Group", "GroupName")
          .with(Property.of("GroupName", STRING).replacing(), Property.of("Path", STRING))
          .with(HeldPolicies.properties())
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
    String name = request.nameOr("GroupName", LONGEST_NAME);
    String path = request.properties().path("Path").asString("/");
    Remade.passedOver(request, () -> iam(request).createGroup(new CreateGroupRequest(path, name)));
    return Made.of(name).then(() -> HeldPolicies.change(request, holder(request, name)));
  }

  private static Holder holder(ResourceRequest request, String name) {
    return Holder.of(HolderKind.GROUP, request, name);
  }

  @Override
  public void update(ResourceRequest request) {
    String name = request.physicalId();
    if (request.changed("Path")) {
      String path = request.properties().path("Path").asString("/");
      iam(request).updateGroup(UpdateGroupRequest.builder().groupName(name).newPath(path).build());
    }
    HeldPolicies.change(request, holder(request, name));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    HeldPolicies.clear(request, holder(request, name));
    Missing.passedOver(() -> iam(request).deleteGroup(new DeleteGroupRequest(name)));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String name = request.physicalId();
    croft.api.iam.Group group =
        Objects.requireNonNull(
            iam(request).getGroup(GetGroupRequest.builder().groupName(name).build()).group());
    ObjectNode live = ApiShapes.write(group).retain("Arn", "Path", "GroupName");
    HeldPolicies.tell(live, holder(request, name));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(marker -> {
      var page = iam(request).listGroups(ListGroupsRequest.builder().marker(marker).build());
      return new Pages.Page<>(
          page.groupsOrEmpty().stream()
              .map(one -> Objects.requireNonNull(one.groupName()))
              .toList(),
          page.marker());
    });
  }
}
