package croft.services.iam.group;

import static croft.services.operation.Binding.bind;

import croft.api.iam.AddUserToGroupRequest;
import croft.api.iam.AddUserToGroupResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListGroupsForUserRequest;
import croft.api.iam.ListGroupsForUserResponse;
import croft.api.iam.RemoveUserFromGroupRequest;
import croft.api.iam.RemoveUserFromGroupResponse;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.stream.Stream;

/** AddUserToGroup, RemoveUserFromGroup and ListGroupsForUser. */
public final class MembershipOperations {
  private static final int MOST_GROUPS_PER_USER = 10;

  private final Store store;
  private final Markers markers;

  public MembershipOperations(IamParts parts) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.ADD_USER_TO_GROUP,
            (call, request) ->
                List.of(Groups.access(store, call, "iam:AddUserToGroup", request.groupName())),
            this::add),
        bind(
            IamModel.REMOVE_USER_FROM_GROUP,
            (call, request) ->
                List.of(Groups.access(store, call, "iam:RemoveUserFromGroup", request.groupName())),
            this::remove),
        bind(
            IamModel.LIST_GROUPS_FOR_USER,
            (call, request) ->
                List.of(Users.access(store, call, "iam:ListGroupsForUser", request.userName())),
            this::list));
  }

  private AddUserToGroupResponse add(Call call, AddUserToGroupRequest request) {
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      User user = Users.require(tx, call.account(), request.userName());
      if (!user.groups().contains(group.name())) {
        if (user.groups().size() >= MOST_GROUPS_PER_USER) {
          throw EntityErrors.quota("GroupsPerUser", MOST_GROUPS_PER_USER);
        }
        tx.put(
            User.TABLE,
            user.withGroups(
                Stream.concat(user.groups().stream(), Stream.of(group.name())).toList()));
      }
      return AddUserToGroupResponse.builder().build();
    });
  }

  private RemoveUserFromGroupResponse remove(Call call, RemoveUserFromGroupRequest request) {
    return store.write(tx -> {
      Group group = Groups.require(tx, call.account(), request.groupName());
      User user = Users.require(tx, call.account(), request.userName());
      if (!user.groups().contains(group.name())) {
        throw EntityErrors.noSuchEntity(
            "User %s is not in group %s.".formatted(user.name(), group.name()));
      }
      tx.put(
          User.TABLE,
          user.withGroups(
              user.groups().stream().filter(name -> !name.equals(group.name())).toList()));
      return RemoveUserFromGroupResponse.builder().build();
    });
  }

  private ListGroupsForUserResponse list(Call call, ListGroupsForUserRequest request) {
    List<Group> groups =
        store.read(tx -> {
          User user = Users.require(tx, call.account(), request.userName());
          return user.groups().stream()
              .sorted()
              .map(name -> Groups.require(tx, call.account(), name))
              .toList();
        });
    Markers.Page<Group> page =
        markers.page(
            call,
            "groups of " + request.userName(),
            groups,
            Group::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListGroupsForUserResponse.builder()
        .groups(page.map(Groups::shape))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
