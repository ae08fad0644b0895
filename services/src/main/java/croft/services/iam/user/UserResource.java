package croft.services.iam.user;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.iam.AddUserToGroupRequest;
import croft.api.iam.AttachedPermissionsBoundary;
import croft.api.iam.CreateLoginProfileRequest;
import croft.api.iam.CreateUserRequest;
import croft.api.iam.DeleteLoginProfileRequest;
import croft.api.iam.DeleteUserPermissionsBoundaryRequest;
import croft.api.iam.DeleteUserRequest;
import croft.api.iam.GetLoginProfileRequest;
import croft.api.iam.GetUserRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListGroupsForUserRequest;
import croft.api.iam.ListUsersRequest;
import croft.api.iam.PutUserPermissionsBoundaryRequest;
import croft.api.iam.RemoveUserFromGroupRequest;
import croft.api.iam.Tag;
import croft.api.iam.TagUserRequest;
import croft.api.iam.UntagUserRequest;
import croft.api.iam.UpdateLoginProfileRequest;
import croft.api.iam.UpdateUserRequest;
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
import croft.services.resource.PropertyType;
import croft.services.resource.Remade;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::User}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html">AWS::IAM::User</a>.
 */
public final class UserResource implements ResourceType {
  private static final int LONGEST_NAME = 64;
  private static final PropertyType LOGIN_PROFILE =
      PropertyType.structure(
          Property.of("Password", STRING).needed().secret(),
          Property.of("PasswordResetRequired", BOOLEAN));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::User", "UserName")
          .with(
              Property.of("Groups", STRINGS),
              Property.of("LoginProfile", LOGIN_PROFILE),
              Property.of("Path", STRING),
              Property.of("PermissionsBoundary", STRING),
              Property.of("UserName", STRING).replacing())
          .with(HeldPolicies.properties())
          .tags()
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
    String name = request.nameOr("UserName", LONGEST_NAME);
    CreateUserRequest create =
        CreateUserRequest.builder()
            .userName(name)
            .path(request.properties().path("Path").asString("/"))
            .permissionsBoundary(request.optional("PermissionsBoundary"))
            .tags(tags(request.tags()))
            .build();
    Remade.passedOver(request, () -> iam(request).createUser(create));
    return Made.of(name)
        .then(() -> {
          HeldPolicies.change(request, Holder.of(HolderKind.USER, request, name));
          join(request, name);
          Remade.passedOver(request, () -> logIn(request, name));
        });
  }

  private static void join(ResourceRequest request, String name) {
    List<String> before = Documents.texts(request.previous().path("Groups"));
    List<String> after = Documents.texts(request.properties().path("Groups"));
    for (String group : after) {
      if (!before.contains(group)) {
        iam(request).addUserToGroup(new AddUserToGroupRequest(group, name));
      }
    }
    for (String group : before) {
      if (!after.contains(group)) {
        leave(request, group, name);
      }
    }
  }

  private static void leave(ResourceRequest request, String group, String name) {
    Missing.passedOver(
        () -> iam(request).removeUserFromGroup(new RemoveUserFromGroupRequest(group, name)));
  }

  private static void logIn(ResourceRequest request, String name) {
    JsonNode after = request.properties().path("LoginProfile");
    if (!request.changed("LoginProfile")) {
      return;
    }
    String password = after.path("Password").asString("");
    boolean reset = after.path("PasswordResetRequired").asBoolean(false);
    if (after.isMissingNode()) {
      stopLogIn(request, name);
    } else if (request.previous().has("LoginProfile")) {
      iam(request).updateLoginProfile(new UpdateLoginProfileRequest(name, password, reset));
    } else {
      iam(request).createLoginProfile(new CreateLoginProfileRequest(name, password, reset));
    }
  }

  private static void stopLogIn(ResourceRequest request, String name) {
    Missing.passedOver(() -> iam(request).deleteLoginProfile(new DeleteLoginProfileRequest(name)));
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  @Override
  public void update(ResourceRequest request) {
    String name = request.physicalId();
    if (request.changed("Path")) {
      String path = request.properties().path("Path").asString("/");
      iam(request).updateUser(UpdateUserRequest.builder().userName(name).newPath(path).build());
    }
    if (request.changed("PermissionsBoundary")) {
      bound(request, name);
    }
    HeldPolicies.change(request, Holder.of(HolderKind.USER, request, name));
    join(request, name);
    Remade.passedOver(request, () -> logIn(request, name));
    if (!request.takenTags().isEmpty()) {
      iam(request).untagUser(new UntagUserRequest(name, request.takenTags()));
    }
    if (!request.givenTags().isEmpty()) {
      iam(request).tagUser(new TagUserRequest(name, tags(request.givenTags())));
    }
  }

  private static void bound(ResourceRequest request, String name) {
    String boundary = request.text("PermissionsBoundary");
    if (boundary.isEmpty()) {
      Missing.passedOver(() ->
          iam(request)
              .deleteUserPermissionsBoundary(new DeleteUserPermissionsBoundaryRequest(name)));
    } else {
      iam(request)
          .putUserPermissionsBoundary(new PutUserPermissionsBoundaryRequest(name, boundary));
    }
  }

  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    HeldPolicies.clear(request, Holder.of(HolderKind.USER, request, name));
    Documents.texts(request.properties().path("Groups"))
        .forEach(group -> leave(request, group, name));
    stopLogIn(request, name);
    Missing.passedOver(() -> iam(request).deleteUser(new DeleteUserRequest(name)));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String name = request.physicalId();
    croft.api.iam.User user =
        Objects.requireNonNull(iam(request).getUser(new GetUserRequest(name)).user());
    ObjectNode live = ApiShapes.write(user).retain("Arn", "Path", "UserName");
    AttachedPermissionsBoundary boundary = user.permissionsBoundary();
    if (boundary != null) {
      live.put("PermissionsBoundary", boundary.permissionsBoundaryArn());
    }
    HeldPolicies.tell(live, Holder.of(HolderKind.USER, request, name));
    List<String> groups =
        Pages.all(marker -> {
          var page =
              iam(request).listGroupsForUser(new ListGroupsForUserRequest(name, marker, null));
          return new Pages.Page<>(
              page.groupsOrEmpty().stream()
                  .map(group -> Objects.requireNonNull(group.groupName()))
                  .toList(),
              page.marker());
        });
    live.set("Groups", Documents.list(groups));
    Missing.empty(
            () -> iam(request).getLoginProfile(new GetLoginProfileRequest(name)).loginProfile())
        .ifPresent(login ->
            live.putObject("LoginProfile")
                .put("PasswordResetRequired", login.passwordResetRequired()));
    Map<String, String> tags = new HashMap<>();
    user.tagsOrEmpty().forEach(tag -> tags.put(tag.key(), tag.value()));
    live.set("Tags", Documents.tags(tags));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(marker -> {
      var page = iam(request).listUsers(ListUsersRequest.builder().marker(marker).build());
      return new Pages.Page<>(
          page.usersOrEmpty().stream()
              .map(user -> Objects.requireNonNull(user.userName()))
              .toList(),
          page.marker());
    });
  }
}
