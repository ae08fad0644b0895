package croft.services.iam.group;

import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.iam.AddUserToGroupRequest;
import croft.api.iam.GetGroupRequest;
import croft.api.iam.IamApi;
import croft.api.iam.RemoveUserFromGroupRequest;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
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
 * {@code AWS::IAM::UserToGroupAddition}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html">AWS::IAM::UserToGroupAddition</a>.
 */
public final class UserToGroupAdditionResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::UserToGroupAddition", "Id")
          .with(Property.of("GroupName", STRING).needed(), Property.of("Users", STRINGS).needed())
          .attributes("Id");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    return Made.of(request.generatedName(LONGEST_NAME)).then(() -> add(request));
  }

  private static void add(ResourceRequest request) {
    for (String user : Documents.texts(request.properties().path("Users"))) {
      iam(request).addUserToGroup(new AddUserToGroupRequest(request.text("GroupName"), user));
    }
  }

  private static void remove(ResourceRequest request, String group, String user) {
    Missing.passedOver(
        () -> iam(request).removeUserFromGroup(new RemoveUserFromGroupRequest(group, user)));
  }

  @Override
  public void update(ResourceRequest request) {
    add(request);
    List<String> kept =
        request.changed("GroupName")
            ? List.of()
            : Documents.texts(request.properties().path("Users"));
    String group = request.previous().path("GroupName").asString();
    Documents.texts(request.previous().path("Users")).stream()
        .filter(user -> !kept.contains(user))
        .forEach(user -> remove(request, group, user));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Documents.texts(request.properties().path("Users"))
        .forEach(user -> remove(request, request.text("GroupName"), user));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String group = request.text("GroupName");
    GetGroupRequest question = GetGroupRequest.builder().groupName(group).build();
    List<String> members =
        Missing.empty(() -> iam(request).getGroup(question).usersOrEmpty())
            .orElse(List.of())
            .stream()
            .map(user -> Objects.requireNonNull(user.userName()))
            .toList();
    List<String> there =
        Documents.texts(request.properties().path("Users")).stream()
            .filter(members::contains)
            .toList();
    if (there.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode live = Documents.object().put("Id", request.physicalId()).put("GroupName", group);
    live.set("Users", Documents.list(there));
    return Optional.of(live);
  }

  /** A membership has no place of its own to be listed at. */
  @Override
  public List<String> list(ResourceRequest request) {
    return read(request).map(live -> List.of(request.physicalId())).orElse(List.of());
  }
}
