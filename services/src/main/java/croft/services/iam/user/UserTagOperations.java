package croft.services.iam.user;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteUserPermissionsBoundaryRequest;
import croft.api.iam.DeleteUserPermissionsBoundaryResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListUserTagsRequest;
import croft.api.iam.ListUserTagsResponse;
import croft.api.iam.PutUserPermissionsBoundaryRequest;
import croft.api.iam.PutUserPermissionsBoundaryResponse;
import croft.api.iam.Tag;
import croft.api.iam.TagUserRequest;
import croft.api.iam.TagUserResponse;
import croft.api.iam.UntagUserRequest;
import croft.api.iam.UntagUserResponse;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags and permissions boundary of a user. */
public final class UserTagOperations {
  private final Store store;
  private final Markers markers;

  public UserTagOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.TAG_USER,
            (call, request) ->
                access(
                    call,
                    "iam:TagUser",
                    request.userName(),
                    Tags.requestKeys(request.tagsOrEmpty())),
            this::tag),
        bind(
            IamModel.UNTAG_USER,
            (call, request) ->
                access(
                    call,
                    "iam:UntagUser",
                    request.userName(),
                    Tags.tagKeys(request.tagKeysOrEmpty())),
            this::untag),
        bind(
            IamModel.LIST_USER_TAGS,
            (call, request) -> access(call, "iam:ListUserTags", request.userName(), Map.of()),
            this::list),
        bind(
            IamModel.PUT_USER_PERMISSIONS_BOUNDARY,
            (call, request) ->
                access(
                    call,
                    "iam:PutUserPermissionsBoundary",
                    request.userName(),
                    boundaryKey(request.permissionsBoundary())),
            this::putBoundary),
        bind(
            IamModel.DELETE_USER_PERMISSIONS_BOUNDARY,
            (call, request) ->
                access(
                    call,
                    "iam:DeleteUserPermissionsBoundary",
                    request.userName(),
                    boundaryKey(boundaryOf(call, request.userName()))),
            this::deleteBoundary));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, Map<String, List<String>> keys) {
    Access access = Users.access(store, call, action, name);
    return List.of(access.with(Tags.join(access.context(), keys)));
  }

  private static Map<String, List<String>> boundaryKey(@Nullable String arn) {
    return arn == null ? Map.of() : Map.of("iam:PermissionsBoundary", List.of(arn));
  }

  private @Nullable String boundaryOf(Call call, @Nullable String name) {
    if (name == null) {
      return null;
    }
    return store.read(tx ->
        tx.get(User.TABLE, call.account(), name)
            .flatMap(user -> Attachments.boundary(tx, call.account(), user.id()))
            .orElse(null));
  }

  private TagUserResponse tag(Call call, TagUserRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      tx.put(User.TABLE, user.withTags(Tags.with(user.tags(), request.tagsOrEmpty())));
      return TagUserResponse.builder().build();
    });
  }

  private UntagUserResponse untag(Call call, UntagUserRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      tx.put(User.TABLE, user.withTags(Tags.without(user.tags(), request.tagKeysOrEmpty())));
      return UntagUserResponse.builder().build();
    });
  }

  private ListUserTagsResponse list(Call call, ListUserTagsRequest request) {
    User user = store.read(tx -> Users.require(tx, call.account(), request.userName()));
    Markers.Page<Tag> page =
        markers.page(
            call,
            "tags " + user.id(),
            Tags.shapes(user.tags()),
            tag -> required(tag.key(), "key"),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListUserTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private PutUserPermissionsBoundaryResponse putBoundary(
      Call call, PutUserPermissionsBoundaryRequest request) {
    String arn = required(request.permissionsBoundary(), "permissionsBoundary");
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Attachments.putBoundary(tx, user.holder(), arn);
      return PutUserPermissionsBoundaryResponse.builder().build();
    });
  }

  private DeleteUserPermissionsBoundaryResponse deleteBoundary(
      Call call, DeleteUserPermissionsBoundaryRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      Attachments.deleteBoundary(tx, user.holder());
      return DeleteUserPermissionsBoundaryResponse.builder().build();
    });
  }
}
