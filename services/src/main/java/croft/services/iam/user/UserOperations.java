package croft.services.iam.user;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateUserRequest;
import croft.api.iam.CreateUserResponse;
import croft.api.iam.DeleteUserRequest;
import croft.api.iam.DeleteUserResponse;
import croft.api.iam.GetUserRequest;
import croft.api.iam.GetUserResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListUsersRequest;
import croft.api.iam.ListUsersResponse;
import croft.api.iam.UpdateUserRequest;
import croft.api.iam.UpdateUserResponse;
import croft.base.Arn;
import croft.base.Caller;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.LoginProfile;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.credential.SigningCertificate;
import croft.services.iam.credential.SshPublicKey;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateUser, GetUser, ListUsers, UpdateUser and DeleteUser. */
public final class UserOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public UserOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_USER,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.GET_USER,
            (call, request) -> List.of(access(call, "iam:GetUser", request.userName())),
            this::get),
        bind(
            IamModel.LIST_USERS,
            (call, request) ->
                List.of(Access.to("iam:ListUsers", Arn.of("iam", "", call.account(), "user/"))),
            this::list),
        bind(
            IamModel.UPDATE_USER,
            (call, request) -> List.of(access(call, "iam:UpdateUser", request.userName())),
            this::update),
        bind(
            IamModel.DELETE_USER,
            (call, request) -> List.of(access(call, "iam:DeleteUser", request.userName())),
            this::delete));
  }

  private Access access(Call call, String action, @Nullable String name) {
    return Users.access(store, call, action, name);
  }

  private static Access createAccess(Call call, CreateUserRequest request) {
    String path = request.path() == null ? "/" : request.path();
    Arn arn = Arn.of("iam", "", call.account(), "user" + path + request.userName());
    Map<String, List<String>> keys = new HashMap<>(Tags.requestKeys(request.tagsOrEmpty()));
    if (request.permissionsBoundary() != null) {
      keys.put("iam:PermissionsBoundary", List.of(request.permissionsBoundary()));
    }
    return Access.to("iam:CreateUser", arn).with(keys);
  }

  private CreateUserResponse create(Call call, CreateUserRequest request) {
    User user =
        new User(
            call.account(),
            required(request.userName(), "userName"),
            request.path() == null ? "/" : request.path(),
            parts.ids().unique("AIDA"),
            call.at(),
            Tags.of(request.tagsOrEmpty()),
            Map.of(),
            List.of());
    return store.write(tx -> {
      requireFree(tx, call.account(), user.name());
      tx.insert(User.TABLE, user);
      if (request.permissionsBoundary() != null) {
        Attachments.putBoundary(tx, user.holder(), request.permissionsBoundary());
      }
      return CreateUserResponse.builder().user(Users.whole(tx, user)).build();
    });
  }

  /** Names are unique without regard to case. */
  private static void requireFree(Transaction tx, String account, String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (!tx.findIn(User.TABLE, account, User.BY_FOLDED_NAME, folded).isEmpty()) {
      throw EntityErrors.alreadyExists("User with name " + name + " already exists.");
    }
  }

  private GetUserResponse get(Call call, GetUserRequest request) {
    if (request.userName() == null && call.caller().kind() == Caller.Kind.ROOT) {
      croft.api.iam.User root =
          croft.api.iam.User.builder()
              .path("/")
              .userName("root")
              .userId(call.account())
              .arn(call.caller().arn().toString())
              .createDate(Instant.EPOCH)
              .build();
      return GetUserResponse.builder().user(root).build();
    }
    String name = Users.nameOrOwn(call, request.userName());
    return store.read(tx ->
        GetUserResponse.builder()
            .user(Users.whole(tx, Users.require(tx, call.account(), name)))
            .build());
  }

  private ListUsersResponse list(Call call, ListUsersRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<User> users =
        store.read(tx -> tx.list(User.TABLE, call.account())).stream()
            .filter(user -> user.path().startsWith(prefix))
            .toList();
    Markers.Page<User> page =
        markers.page(
            call,
            "users " + prefix,
            users,
            User::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListUsersResponse.builder()
        .users(page.map(Users::brief))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private UpdateUserResponse update(Call call, UpdateUserRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      String path = request.newPath() == null ? user.path() : request.newPath();
      String name = request.newUserName() == null ? user.name() : request.newUserName();
      if (!name.equalsIgnoreCase(user.name())) {
        requireFree(tx, call.account(), name);
      }
      tx.delete(User.TABLE, call.account(), user.name());
      tx.insert(User.TABLE, user.named(name, path));
      Attachments.rename(tx, call.account(), user.id(), name);
      return UpdateUserResponse.builder().build();
    });
  }

  private DeleteUserResponse delete(Call call, DeleteUserRequest request) {
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), request.userName());
      if (!AccessKey.ofUser(tx, user.id()).isEmpty()) {
        throw EntityErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
      }
      requireNoCredentials(tx, user);
      if (!user.inlinePolicies().isEmpty()) {
        throw EntityErrors.deleteConflict("Cannot delete entity, must delete policies first.");
      }
      if (!user.groups().isEmpty()) {
        throw EntityErrors.deleteConflict(
            "Cannot delete entity, must remove users from group first.");
      }
      Attachments.clear(tx, user.holder());
      tx.delete(User.TABLE, call.account(), user.name());
      return DeleteUserResponse.builder().build();
    });
  }

  private static void requireNoCredentials(Transaction tx, User user) {
    if (LoginProfile.ofUser(tx, user.account(), user.id()).isPresent()) {
      throw EntityErrors.deleteConflict("Cannot delete entity, must delete login profile first.");
    }
    if (!MfaDevice.ofUser(tx, user.account(), user.id()).isEmpty()) {
      throw EntityErrors.deleteConflict("Cannot delete entity, must delete MFA device first.");
    }
    if (!SigningCertificate.ofUser(tx, user.account(), user.id()).isEmpty()) {
      throw EntityErrors.deleteConflict(
          "Cannot delete entity, must delete signing certificates first.");
    }
    if (!SshPublicKey.ofUser(tx, user.account(), user.id()).isEmpty()) {
      throw EntityErrors.deleteConflict("Cannot delete entity, must delete ssh keys first.");
    }
  }
}
