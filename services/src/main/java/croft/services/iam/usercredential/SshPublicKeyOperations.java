package croft.services.iam.usercredential;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteSSHPublicKeyRequest;
import croft.api.iam.DeleteSSHPublicKeyResponse;
import croft.api.iam.GetSSHPublicKeyRequest;
import croft.api.iam.GetSSHPublicKeyResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListSSHPublicKeysRequest;
import croft.api.iam.ListSSHPublicKeysResponse;
import croft.api.iam.SSHPublicKey;
import croft.api.iam.SSHPublicKeyMetadata;
import croft.api.iam.UpdateSSHPublicKeyRequest;
import croft.api.iam.UpdateSSHPublicKeyResponse;
import croft.api.iam.UploadSSHPublicKeyRequest;
import croft.api.iam.UploadSSHPublicKeyResponse;
import croft.base.ServiceError;
import croft.services.iam.credential.SshPublicKey;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Upload, Get, List, Update and Delete of users' SSH public keys. */
public final class SshPublicKeyOperations {
  private static final int MOST_PER_USER = 5;
  private static final Pattern OPEN_SSH =
      Pattern.compile("ssh-rsa ([A-Za-z0-9+/]+={0,2})( [^\\n]*)?");

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public SshPublicKeyOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.UPLOAD_SSH_PUBLIC_KEY,
            (call, request) -> access(call, "iam:UploadSSHPublicKey", request.userName()),
            this::upload),
        bind(
            IamModel.GET_SSH_PUBLIC_KEY,
            (call, request) -> access(call, "iam:GetSSHPublicKey", request.userName()),
            this::get),
        bind(
            IamModel.LIST_SSH_PUBLIC_KEYS,
            (call, request) -> access(call, "iam:ListSSHPublicKeys", request.userName()),
            this::list),
        bind(
            IamModel.UPDATE_SSH_PUBLIC_KEY,
            (call, request) -> access(call, "iam:UpdateSSHPublicKey", request.userName()),
            this::update),
        bind(
            IamModel.DELETE_SSH_PUBLIC_KEY,
            (call, request) -> access(call, "iam:DeleteSSHPublicKey", request.userName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String userName) {
    return List.of(Users.access(store, call, action, userName));
  }

  private UploadSSHPublicKeyResponse upload(Call call, UploadSSHPublicKeyRequest request) {
    String name = required(request.userName(), "userName");
    String body = required(request.sshPublicKeyBody(), "sshPublicKeyBody").strip();
    if (body.startsWith("-----BEGIN")) {
      throw ServiceError.unsupported("An SSH public key in PEM");
    }
    Matcher form = OPEN_SSH.matcher(body);
    if (!form.matches()) {
      throw ServiceError.badRequest(
          "UnrecognizedPublicKeyEncoding", "The public key encoding is not recognized.");
    }
    String id = parts.ids().unique("APKA").substring(0, 21);
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), name);
      List<SshPublicKey> present = SshPublicKey.ofUser(tx, call.account(), user.id());
      String fingerprint = fingerprint(form.group(1));
      if (present.stream().anyMatch(key -> key.fingerprint().equals(fingerprint))) {
        throw ServiceError.badRequest(
            "DuplicateSSHPublicKey", "The user has this public key already.");
      }
      if (present.size() >= MOST_PER_USER) {
        throw EntityErrors.quota("SSHPublicKeysPerUser", MOST_PER_USER);
      }
      SshPublicKey key =
          new SshPublicKey(call.account(), id, user.id(), body, fingerprint, true, call.at());
      tx.insert(SshPublicKey.TABLE, key);
      return UploadSSHPublicKeyResponse.builder().sshPublicKey(shape(name, key)).build();
    });
  }

  private static String fingerprint(String base64) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(base64));
      return HexFormat.ofDelimiter(":").formatHex(digest);
    } catch (IllegalArgumentException notBase64) {
      throw ServiceError.badRequest("InvalidPublicKey", "The public key is malformed.");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot do MD5", e);
    }
  }

  private static SSHPublicKey shape(String userName, SshPublicKey key) {
    return SSHPublicKey.builder()
        .userName(userName)
        .sshPublicKeyId(key.id())
        .fingerprint(key.fingerprint())
        .sshPublicKeyBody(key.body())
        .status(key.status())
        .uploadDate(key.uploadedAt())
        .build();
  }

  private static SshPublicKey require(
      Transaction tx, Call call, @Nullable String userName, @Nullable String id) {
    User user = Users.require(tx, call.account(), userName);
    String wanted = required(id, "sshPublicKeyId");
    return tx.get(SshPublicKey.TABLE, call.account(), wanted)
        .filter(key -> key.userId().equals(user.id()))
        .orElseThrow(() ->
            EntityErrors.noSuchEntity("The Public Key with id " + wanted + " cannot be found."));
  }

  private GetSSHPublicKeyResponse get(Call call, GetSSHPublicKeyRequest request) {
    if (!"SSH".equals(request.encoding())) {
      throw ServiceError.unsupported("The encoding " + request.encoding());
    }
    SshPublicKey key =
        store.read(tx -> require(tx, call, request.userName(), request.sshPublicKeyId()));
    return GetSSHPublicKeyResponse.builder()
        .sshPublicKey(shape(required(request.userName(), "userName"), key))
        .build();
  }

  private ListSSHPublicKeysResponse list(Call call, ListSSHPublicKeysRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    Markers.Page<SshPublicKey> page =
        markers.page(
            call,
            "ssh public keys " + name,
            store.read(tx ->
                SshPublicKey.ofUser(
                    tx, call.account(), Users.require(tx, call.account(), name).id())),
            SshPublicKey::id,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListSSHPublicKeysResponse.builder()
        .sshPublicKeys(
            page.map(key ->
                SSHPublicKeyMetadata.builder()
                    .userName(name)
                    .sshPublicKeyId(key.id())
                    .status(key.status())
                    .uploadDate(key.uploadedAt())
                    .build()))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private UpdateSSHPublicKeyResponse update(Call call, UpdateSSHPublicKeyRequest request) {
    boolean active = Statuses.isActive(request.status());
    return store.write(tx -> {
      SshPublicKey key = require(tx, call, request.userName(), request.sshPublicKeyId());
      tx.put(SshPublicKey.TABLE, key.withActive(active));
      return UpdateSSHPublicKeyResponse.builder().build();
    });
  }

  private DeleteSSHPublicKeyResponse delete(Call call, DeleteSSHPublicKeyRequest request) {
    return store.write(tx -> {
      SshPublicKey key = require(tx, call, request.userName(), request.sshPublicKeyId());
      tx.delete(SshPublicKey.TABLE, call.account(), key.id());
      return DeleteSSHPublicKeyResponse.builder().build();
    });
  }
}
