package croft.services.iam.group;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateGroupRequest;
import croft.api.iam.CreateGroupResponse;
import croft.api.iam.DeleteGroupRequest;
import croft.api.iam.DeleteGroupResponse;
import croft.api.iam.GetGroupRequest;
import croft.api.iam.GetGroupResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListGroupsRequest;
import croft.api.iam.ListGroupsResponse;
import croft.api.iam.UpdateGroupRequest;
import croft.api.iam.UpdateGroupResponse;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateGroup, GetGroup, ListGroups, UpdateGroup and DeleteGroup. */
public final class GroupOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public GroupOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_GROUP,
            (call, request) -> {
              String path = request.path() == null ? "/" : request.path();
              String resource = "group" + path + request.groupName();
              Arn arn = Arn.of("iam", "", call.account(), resource);
              return List.of(Access.to("iam:CreateGroup", arn));
            },
            this::create),
        bind(
            IamModel.GET_GROUP,
            (call, request) -> access(call, "iam:GetGroup", request.groupName()),
            this::get),
        bind(
            IamModel.LIST_GROUPS,
            (call, request) ->
                List.of(Access.to("iam:ListGroups", Arn.of("iam", "", call.account(), "group/"))),
            this::list),
        bind(
            IamModel.UPDATE_GROUP,
            (call, request) -> access(call, "iam:UpdateGroup", request.groupName()),
            this::update),
        bind(
            IamModel.DELETE_GROUP,
            (call, request) -> access(call, "iam:DeleteGroup", request.groupName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(Groups.access(store, call, action, name));
  }

  private CreateGroupResponse create(Call call, CreateGroupRequest request) {
    Group group =
        new Group(
            call.account(),
            required(request.groupName(), "groupName"),
            request.path() == null ? "/" : request.path(),
            parts.ids().unique("AGPA"),
            call.at(),
            Map.of());
    return store.write(tx -> {
      requireFree(tx, call.account(), group.name());
      tx.insert(Group.TABLE, group);
      return CreateGroupResponse.builder().group(Groups.shape(group)).build();
    });
  }

  private static void requireFree(Transaction tx, String account, String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (!tx.findIn(Group.TABLE, account, Group.BY_FOLDED_NAME, folded).isEmpty()) {
      throw EntityErrors.alreadyExists("Group with name " + name + " already exists.");
    }
  }

  private GetGroupResponse get(Call call, GetGroupRequest request) {
    Group group = store.read(tx -> Groups.require(tx, call.account(), request.groupName()));
    List<User> members = store.read(tx -> members(tx, group));
    Markers.Page<User> page =
        markers.page(
            call,
            "members " + group.id(),
            members,
            User::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return GetGroupResponse.builder()
        .group(Groups.shape(group))
        .users(page.map(Users::brief))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static List<User> members(Transaction tx, Group group) {
    return tx.list(User.TABLE, group.account()).stream()
        .filter(user -> user.groups().contains(group.name()))
        .toList();
  }

  private ListGroupsResponse list(Call call, ListGroupsRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<Group> groups =
        store.read(tx -> tx.list(Group.TABLE, call.account())).stream()
            .filter(group -> group.path().startsWith(prefix))
            .toList();
    Markers.Page<Group> page =
        markers.page(
            call,
            "groups " + prefix,
            groups,
            Group::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListGroupsResponse.builder()
        .groups(page.map(Groups::shape))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private UpdateGroupResponse update(Call call, UpdateGroupRequest request) {
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      String path = request.newPath() == null ? group.path() : request.newPath();
      String name = request.newGroupName() == null ? group.name() : request.newGroupName();
      if (!name.equalsIgnoreCase(group.name())) {
        requireFree(tx, call.account(), name);
      }
      List<User> members = members(tx, group);
      tx.delete(Group.TABLE, call.account(), group.name());
      tx.insert(Group.TABLE, group.named(name, path));
      Attachments.rename(tx, call.account(), group.id(), name);
      for (User member : members) {
        List<String> groups =
            member.groups().stream().map(g -> g.equals(group.name()) ? name : g).toList();
        tx.put(User.TABLE, member.withGroups(groups));
      }
      return UpdateGroupResponse.builder().build();
    });
  }

  private DeleteGroupResponse delete(Call call, DeleteGroupRequest request) {
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      if (!members(tx, group).isEmpty()) {
        throw EntityErrors.deleteConflict(
            "Cannot delete entity, must remove users from group first.");
      }
      if (!group.inlinePolicies().isEmpty()) {
        throw EntityErrors.deleteConflict("Cannot delete entity, must delete policies first.");
      }
      Attachments.clear(tx, group.holder());
      tx.delete(Group.TABLE, call.account(), group.name());
      return DeleteGroupResponse.builder().build();
    });
  }
}
