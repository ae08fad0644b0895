package croft.services.iam.role;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteRolePermissionsBoundaryRequest;
import croft.api.iam.DeleteRolePermissionsBoundaryResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListRoleTagsRequest;
import croft.api.iam.ListRoleTagsResponse;
import croft.api.iam.PutRolePermissionsBoundaryRequest;
import croft.api.iam.PutRolePermissionsBoundaryResponse;
import croft.api.iam.Tag;
import croft.api.iam.TagRoleRequest;
import croft.api.iam.TagRoleResponse;
import croft.api.iam.UntagRoleRequest;
import croft.api.iam.UntagRoleResponse;
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

/** Tags and permissions boundary of a role. */
public final class RoleTagOperations {
  private final Store store;
  private final Markers markers;

  public RoleTagOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.TAG_ROLE,
            (call, request) ->
                access(
                    call,
                    "iam:TagRole",
                    request.roleName(),
                    Tags.requestKeys(request.tagsOrEmpty())),
            this::tag),
        bind(
            IamModel.UNTAG_ROLE,
            (call, request) ->
                access(
                    call,
                    "iam:UntagRole",
                    request.roleName(),
                    Tags.tagKeys(request.tagKeysOrEmpty())),
            this::untag),
        bind(
            IamModel.LIST_ROLE_TAGS,
            (call, request) -> access(call, "iam:ListRoleTags", request.roleName(), Map.of()),
            this::list),
        bind(
            IamModel.PUT_ROLE_PERMISSIONS_BOUNDARY,
            (call, request) ->
                access(
                    call,
                    "iam:PutRolePermissionsBoundary",
                    request.roleName(),
                    boundaryKey(request.permissionsBoundary())),
            this::putBoundary),
        bind(
            IamModel.DELETE_ROLE_PERMISSIONS_BOUNDARY,
            (call, request) ->
                access(
                    call,
                    "iam:DeleteRolePermissionsBoundary",
                    request.roleName(),
                    boundaryKey(boundaryOf(call, request.roleName()))),
            this::deleteBoundary));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, Map<String, List<String>> keys) {
    Access access = Roles.access(store, call, action, name);
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
        tx.get(Role.TABLE, call.account(), name)
            .flatMap(role -> Attachments.boundary(tx, call.account(), role.id()))
            .orElse(null));
  }

  private TagRoleResponse tag(Call call, TagRoleRequest request) {
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      tx.put(Role.TABLE, role.withTags(Tags.with(role.tags(), request.tagsOrEmpty())));
      return TagRoleResponse.builder().build();
    });
  }

  private UntagRoleResponse untag(Call call, UntagRoleRequest request) {
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      tx.put(Role.TABLE, role.withTags(Tags.without(role.tags(), request.tagKeysOrEmpty())));
      return UntagRoleResponse.builder().build();
    });
  }

  private ListRoleTagsResponse list(Call call, ListRoleTagsRequest request) {
    Role role = store.read(tx -> Roles.require(tx, call.account(), request.roleName()));
    Markers.Page<Tag> page =
        markers.page(
            call,
            "tags " + role.id(),
            Tags.shapes(role.tags()),
            tag -> required(tag.key(), "key"),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListRoleTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private PutRolePermissionsBoundaryResponse putBoundary(
      Call call, PutRolePermissionsBoundaryRequest request) {
    String arn = required(request.permissionsBoundary(), "permissionsBoundary");
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Attachments.putBoundary(tx, role.holder(), arn);
      return PutRolePermissionsBoundaryResponse.builder().build();
    });
  }

  private DeleteRolePermissionsBoundaryResponse deleteBoundary(
      Call call, DeleteRolePermissionsBoundaryRequest request) {
    return store.write(tx -> {
      Role role = Roles.require(tx, call.account(), request.roleName());
      Attachments.deleteBoundary(tx, role.holder());
      return DeleteRolePermissionsBoundaryResponse.builder().build();
    });
  }
}
