package croft.services.iam.login;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.ChangePasswordRequest;
import croft.api.iam.ChangePasswordResponse;
import croft.api.iam.CreateLoginProfileRequest;
import croft.api.iam.CreateLoginProfileResponse;
import croft.api.iam.DeleteLoginProfileRequest;
import croft.api.iam.DeleteLoginProfileResponse;
import croft.api.iam.GetLoginProfileRequest;
import croft.api.iam.GetLoginProfileResponse;
import croft.api.iam.IamModel;
import croft.api.iam.UpdateLoginProfileRequest;
import croft.api.iam.UpdateLoginProfileResponse;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.iam.credential.LoginProfile;
import croft.services.iam.credential.PasswordHashes;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.setting.AccountSettings;
import croft.services.iam.setting.PasswordPolicy;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Create, Get, Update and DeleteLoginProfile, and ChangePassword. */
public final class LoginProfileOperations {
  private final Store store;
  private final PasswordHashes hashes;

  public LoginProfileOperations(IamParts parts) {
    this.store = parts.store();
    this.hashes = new PasswordHashes(parts.keyPairs());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_LOGIN_PROFILE,
            (call, request) -> access(call, "iam:CreateLoginProfile", request.userName()),
            this::create),
        bind(
            IamModel.GET_LOGIN_PROFILE,
            (call, request) -> access(call, "iam:GetLoginProfile", request.userName()),
            this::get),
        bind(
            IamModel.UPDATE_LOGIN_PROFILE,
            (call, request) -> access(call, "iam:UpdateLoginProfile", request.userName()),
            this::update),
        bind(
            IamModel.DELETE_LOGIN_PROFILE,
            (call, request) -> access(call, "iam:DeleteLoginProfile", request.userName()),
            this::delete),
        bind(
            IamModel.CHANGE_PASSWORD,
            (call, request) -> List.of(changeAccess(call)),
            this::changePassword));
  }

  private List<Access> access(Call call, String action, @Nullable String userName) {
    return List.of(Users.access(store, call, action, userName));
  }

  /** A password policy that lets users change their passwords grants just that to each user. */
  private Access changeAccess(Call call) {
    Access access = Users.access(store, call, "iam:ChangePassword", null);
    PasswordPolicy policy = policy(call);
    if (policy == null || !policy.allowUsersToChange() || !isUser(call)) {
      return access;
    }
    String grant =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"},\
         "Action": "iam:ChangePassword", "Resource": "*"}}\
        """
            .formatted(call.caller().arn());
    return access.guardedBy(new ResourcePolicies(call.account(), List.of(grant), false));
  }

  private static boolean isUser(Call call) {
    return call.caller().kind() == Caller.Kind.USER;
  }

  private @Nullable PasswordPolicy policy(Call call) {
    return store.read(tx -> AccountSettings.of(tx, call.account())).passwordPolicy();
  }

  private CreateLoginProfileResponse create(Call call, CreateLoginProfileRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    String password = required(request.password(), "password");
    PasswordPolicy.check(policy(call), password);
    String hash = hashes.hash(password);
    boolean reset = Boolean.TRUE.equals(request.passwordResetRequired());
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), name);
      if (LoginProfile.ofUser(tx, call.account(), user.id()).isPresent()) {
        throw EntityErrors.alreadyExists("Login Profile for user " + name + " already exists.");
      }
      LoginProfile profile =
          new LoginProfile(call.account(), user.id(), hash, List.of(), reset, call.at(), call.at());
      tx.insert(LoginProfile.TABLE, profile);
      return CreateLoginProfileResponse.builder().loginProfile(shape(name, profile)).build();
    });
  }

  private static croft.api.iam.LoginProfile shape(String userName, LoginProfile profile) {
    return croft.api.iam.LoginProfile.builder()
        .userName(userName)
        .createDate(profile.createdAt())
        .passwordResetRequired(profile.resetRequired())
        .build();
  }

  private static LoginProfile require(Transaction tx, Call call, String userName) {
    User user = Users.require(tx, call.account(), userName);
    return LoginProfile.ofUser(tx, call.account(), user.id())
        .orElseThrow(() ->
            EntityErrors.noSuchEntity("Login Profile for User " + userName + " cannot be found."));
  }

  private GetLoginProfileResponse get(Call call, GetLoginProfileRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    LoginProfile profile = store.read(tx -> require(tx, call, name));
    return GetLoginProfileResponse.builder().loginProfile(shape(name, profile)).build();
  }

  private UpdateLoginProfileResponse update(Call call, UpdateLoginProfileRequest request) {
    String name = required(request.userName(), "userName");
    Boolean reset = request.passwordResetRequired();
    if (request.password() != null) {
      change(call, name, request.password(), Boolean.TRUE.equals(reset));
    } else if (reset != null) {
      store.write(tx -> {
        LoginProfile profile = require(tx, call, name);
        tx.put(LoginProfile.TABLE, profile.withResetRequired(reset));
        return profile;
      });
    }
    return UpdateLoginProfileResponse.builder().build();
  }

  private void change(Call call, String userName, String password, boolean reset) {
    LoginProfile before = store.read(tx -> require(tx, call, userName));
    PasswordPolicy policy = policy(call);
    PasswordPolicy.check(policy, password);
    long kept = policy == null ? 0 : policy.reusePrevention();
    boolean again =
        Stream.concat(Stream.of(before.hash()), before.formerHashes().stream())
            .limit(kept)
            .anyMatch(hash -> hashes.matches(password, hash));
    if (again) {
      throw PasswordPolicy.violation("Password cannot be one of the last " + kept + " passwords");
    }
    String hash = hashes.hash(password);
    store.write(tx -> {
      tx.put(LoginProfile.TABLE, require(tx, call, userName).changed(hash, reset, call.at()));
      return hash;
    });
  }

  private DeleteLoginProfileResponse delete(Call call, DeleteLoginProfileRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    return store.write(tx -> {
      LoginProfile profile = require(tx, call, name);
      tx.delete(LoginProfile.TABLE, call.account(), profile.userId());
      return DeleteLoginProfileResponse.builder().build();
    });
  }

  private ChangePasswordResponse changePassword(Call call, ChangePasswordRequest request) {
    if (!isUser(call)) {
      throw ServiceError.badRequest(
          "InvalidUserType", "Only IAM Users can change their own password");
    }
    String name = Users.nameOrOwn(call, null);
    String old = required(request.oldPassword(), "oldPassword");
    LoginProfile profile = store.read(tx -> require(tx, call, name));
    if (!hashes.matches(old, profile.hash())) {
      throw new ServiceError("AccessDenied", 403, "The old password was incorrect.");
    }
    change(call, name, required(request.newPassword(), "newPassword"), false);
    return ChangePasswordResponse.builder().build();
  }
}
