package croft.services.iam.accesskey;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AccessKeyLastUsed;
import croft.api.iam.AccessKeyMetadata;
import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.CreateAccessKeyResponse;
import croft.api.iam.DeleteAccessKeyRequest;
import croft.api.iam.DeleteAccessKeyResponse;
import croft.api.iam.GetAccessKeyLastUsedRequest;
import croft.api.iam.GetAccessKeyLastUsedResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListAccessKeysRequest;
import croft.api.iam.ListAccessKeysResponse;
import croft.api.iam.UpdateAccessKeyRequest;
import croft.api.iam.UpdateAccessKeyResponse;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.AccessKey.LastUsed;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CreateAccessKey, ListAccessKeys, UpdateAccessKey, DeleteAccessKey and GetAccessKeyLastUsed. The
 * root has the one key made at first start; it is not changed by the API.
 */
public final class AccessKeyOperations {
  private static final int MOST_PER_USER = 2;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public AccessKeyOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.CREATE_ACCESS_KEY,
            (call, request) -> access(call, "iam:CreateAccessKey", request.userName()),
            this::create),
        bind(
            IamModel.LIST_ACCESS_KEYS,
            (call, request) -> access(call, "iam:ListAccessKeys", request.userName()),
            this::list),
        bind(
            IamModel.UPDATE_ACCESS_KEY,
            (call, request) -> access(call, "iam:UpdateAccessKey", request.userName()),
            this::update),
        bind(
            IamModel.DELETE_ACCESS_KEY,
            (call, request) -> access(call, "iam:DeleteAccessKey", request.userName()),
            this::delete),
        bind(
            IamModel.GET_ACCESS_KEY_LAST_USED,
            (call, request) -> accessByKey(request.accessKeyId()),
            this::lastUsed));
  }

  private List<Access> access(Call call, String action, @Nullable String userName) {
    return List.of(Users.access(store, call, action, userName));
  }

  /** AWS scopes this action to the key's user, though only the key is named. */
  private List<Access> accessByKey(@Nullable String keyId) {
    String action = "iam:GetAccessKeyLastUsed";
    User owner =
        store.read(tx ->
            tx.get(AccessKey.TABLE, "", keyId == null ? "" : keyId)
                .map(key -> ownerOf(tx, key))
                .orElse(null));
    return owner == null ? List.of(Access.toAll(action)) : List.of(Access.to(action, owner.arn()));
  }

  private static @Nullable User ownerOf(Transaction tx, AccessKey key) {
    return User.byId(tx, key.account(), key.userId()).orElse(null);
  }

  private static String userName(Call call, @Nullable String given) {
    if (given == null && call.caller().kind() == Caller.Kind.ROOT) {
      throw ServiceError.unsupported("Changing or adding access keys of the root user");
    }
    return Users.nameOrOwn(call, given);
  }

  private CreateAccessKeyResponse create(Call call, CreateAccessKeyRequest request) {
    String name = userName(call, request.userName());
    KeyPair pair = parts.keyPairs().longTerm();
    String sealed =
        parts.masterKey().seal(AccessKey.secretPurpose(pair.accessKeyId()), pair.secretAccessKey());
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), name);
      if (AccessKey.ofUser(tx, user.id()).size() >= MOST_PER_USER) {
        throw EntityErrors.quota("AccessKeysPerUser", MOST_PER_USER);
      }
      AccessKey key =
          new AccessKey(
              pair.accessKeyId(), call.account(), user.id(), true, call.at(), sealed, null);
      tx.insert(AccessKey.TABLE, key);
      return CreateAccessKeyResponse.builder()
          .accessKey(
              croft.api.iam.AccessKey.builder()
                  .userName(name)
                  .accessKeyId(key.id())
                  .status(key.status())
                  .secretAccessKey(pair.secretAccessKey())
                  .createDate(key.createdAt())
                  .build())
          .build();
    });
  }

  private ListAccessKeysResponse list(Call call, ListAccessKeysRequest request) {
    if (request.userName() == null && call.caller().kind() == Caller.Kind.ROOT) {
      return ListAccessKeysResponse.builder()
          .accessKeyMetadata(
              List.of(
                  AccessKeyMetadata.builder()
                      .accessKeyId(call.caller().accessKeyId())
                      .status("Active")
                      .build()))
          .isTruncated(false)
          .build();
    }
    String name = Users.nameOrOwn(call, request.userName());
    List<AccessKey> keys =
        store.read(tx -> AccessKey.ofUser(tx, Users.require(tx, call.account(), name).id()));
    Markers.Page<AccessKey> page =
        markers.page(
            call,
            "access keys " + name,
            keys.stream().sorted(Comparator.comparing(AccessKey::id)).toList(),
            AccessKey::id,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListAccessKeysResponse.builder()
        .accessKeyMetadata(page.map(key -> metadata(name, key)))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static AccessKeyMetadata metadata(String userName, AccessKey key) {
    return AccessKeyMetadata.builder()
        .userName(userName)
        .accessKeyId(key.id())
        .status(key.status())
        .createDate(key.createdAt())
        .build();
  }

  private UpdateAccessKeyResponse update(Call call, UpdateAccessKeyRequest request) {
    String name = userName(call, request.userName());
    boolean active =
        switch (required(request.status(), "status")) {
          case "Active" -> true;
          case "Inactive" -> false;
          default -> throw EntityErrors.validation("Status must be Active or Inactive");
        };
    return store.write(tx -> {
      AccessKey key = requireKey(tx, call, name, request.accessKeyId());
      tx.put(AccessKey.TABLE, key.withActive(active));
      return UpdateAccessKeyResponse.builder().build();
    });
  }

  private DeleteAccessKeyResponse delete(Call call, DeleteAccessKeyRequest request) {
    String name = userName(call, request.userName());
    return store.write(tx -> {
      AccessKey key = requireKey(tx, call, name, request.accessKeyId());
      tx.delete(AccessKey.TABLE, "", key.id());
      return DeleteAccessKeyResponse.builder().build();
    });
  }

  private static AccessKey requireKey(
      Transaction tx, Call call, String userName, @Nullable String keyId) {
    User user = Users.require(tx, call.account(), userName);
    String wanted = required(keyId, "accessKeyId");
    return tx.get(AccessKey.TABLE, "", wanted)
        .filter(key -> key.userId().equals(user.id()))
        .orElseThrow(() -> noSuchKey(wanted));
  }

  private static ServiceError noSuchKey(String keyId) {
    return EntityErrors.noSuchEntity("The Access Key with id " + keyId + " cannot be found.");
  }

  private GetAccessKeyLastUsedResponse lastUsed(Call call, GetAccessKeyLastUsedRequest request) {
    String wanted = required(request.accessKeyId(), "accessKeyId");
    return store.read(tx -> {
      AccessKey key =
          tx.get(AccessKey.TABLE, "", wanted)
              .filter(found -> found.account().equals(call.account()))
              .orElseThrow(() -> noSuchKey(wanted));
      User owner = ownerOf(tx, key);
      return GetAccessKeyLastUsedResponse.builder()
          .userName(owner == null ? null : owner.name())
          .accessKeyLastUsed(use(key.lastUsed()))
          .build();
    });
  }

  private static AccessKeyLastUsed use(@Nullable LastUsed use) {
    if (use == null) {
      return AccessKeyLastUsed.builder().serviceName("N/A").region("N/A").build();
    }
    return AccessKeyLastUsed.builder()
        .lastUsedDate(use.at())
        .serviceName(use.serviceName())
        .region(use.region())
        .build();
  }
}
