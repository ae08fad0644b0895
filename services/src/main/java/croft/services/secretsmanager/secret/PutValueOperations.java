package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;

import croft.api.secretsmanager.PutSecretValueRequest;
import croft.api.secretsmanager.PutSecretValueResponse;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.api.secretsmanager.UpdateSecretRequest;
import croft.api.secretsmanager.UpdateSecretResponse;
import croft.api.secretsmanager.UpdateSecretVersionStageRequest;
import croft.api.secretsmanager.UpdateSecretVersionStageResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.secretsmanager.secret.SecretValues.Value;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PutSecretValue, UpdateSecret and UpdateSecretVersionStage. */
public final class PutValueOperations {
  private final SecretsParts parts;
  private final Store store;
  private final SecretValues values;
  private final NewVersions versions;

  public PutValueOperations(SecretsParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.values = new SecretValues(parts);
    this.versions = new NewVersions(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                SecretsmanagerModel.PUT_SECRET_VALUE,
                (call, request) ->
                    SecretLookup.access(
                        store, call, "secretsmanager:PutSecretValue", request.secretId(), Map.of()),
                this::put)
            .honouring(
                "SecretId", "ClientRequestToken", "SecretBinary", "SecretString", "VersionStages"),
        bind(
            SecretsmanagerModel.UPDATE_SECRET,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:UpdateSecret",
                    request.secretId(),
                    updateKeys(request)),
            this::update),
        bind(
            SecretsmanagerModel.UPDATE_SECRET_VERSION_STAGE,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:UpdateSecretVersionStage",
                    request.secretId(),
                    Requests.key("secretsmanager:VersionStage", request.versionStage())),
            this::moveStage));
  }

  private static Map<String, List<String>> updateKeys(UpdateSecretRequest request) {
    Map<String, List<String>> keys = new HashMap<>();
    keys.putAll(Requests.key("secretsmanager:Description", request.description()));
    keys.putAll(Requests.key("secretsmanager:KmsKeyId", request.kmsKeyId()));
    return keys;
  }

  private PutSecretValueResponse put(Call call, PutSecretValueRequest request) {
    Value value = Value.of(request.secretString(), request.secretBinary());
    if (value == null) {
      throw SecretErrors.parameter("You must provide either SecretString or SecretBinary.");
    }
    Secret secret = store.read(tx -> SecretLookup.usable(tx, call, request.secretId()));
    String id = Objects.requireNonNullElseGet(request.clientRequestToken(), parts.ids()::uuid);
    List<String> stages =
        request.versionStages() == null ? List.of(Stages.CURRENT) : request.versionStages();
    SecretVersion version = versions.put(call, secret, id, value, stages);
    return PutSecretValueResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(version.id())
        .versionStages(version.stages())
        .build();
  }

  private UpdateSecretResponse update(Call call, UpdateSecretRequest request) {
    Value value = Value.of(request.secretString(), request.secretBinary());
    Secret secret = store.read(tx -> SecretLookup.usable(tx, call, request.secretId()));
    Secret told =
        secret.described(
            Objects.requireNonNullElse(request.description(), secret.description()),
            Objects.requireNonNullElse(request.kmsKeyId(), secret.keyId()),
            call.at());
    List<SecretVersion> moved =
        told.keyId().equals(secret.keyId()) ? List.of() : underNewKey(call, secret, told);
    store.write(tx -> {
      Secret present = SecretLookup.usable(tx, call, request.secretId());
      tx.put(Secret.TABLE, present.described(told.description(), told.keyId(), call.at()));
      moved.forEach(version -> replace(tx, present, version));
      return null;
    });
    String id = null;
    if (value != null) {
      id = Objects.requireNonNullElseGet(request.clientRequestToken(), parts.ids()::uuid);
      versions.put(call, told, id, value, List.of(Stages.CURRENT));
    }
    return UpdateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(id)
        .build();
  }

  /** With another key, the versions in use are encrypted anew under it. */
  private List<SecretVersion> underNewKey(Call call, Secret secret, Secret told) {
    List<SecretVersion> staged =
        store.read(tx -> SecretLookup.versions(tx, secret)).stream()
            .filter(version -> !version.stages().isEmpty())
            .toList();
    List<SecretVersion> moved = new ArrayList<>();
    for (SecretVersion version : staged) {
      Value value = values.decrypt(call, secret, version);
      moved.add(version.under(values.encrypt(call, told, version.id(), value)));
    }
    return moved;
  }

  private static void replace(Transaction tx, Secret secret, SecretVersion version) {
    SecretLookup.version(tx, secret, version.id())
        .ifPresent(present -> tx.put(SecretVersion.TABLE, present.under(version)));
  }

  private UpdateSecretVersionStageResponse moveStage(
      Call call, UpdateSecretVersionStageRequest request) {
    String stage = Requests.required(request.versionStage(), "versionStage");
    return store.write(tx -> {
      Secret secret = SecretLookup.usable(tx, call, request.secretId());
      Optional<String> holder = Stages.holder(tx, secret, stage).map(SecretVersion::id);
      String from = request.removeFromVersionId();
      String to = request.moveToVersionId();
      checkMove(stage, holder.orElse(null), from, to);
      if (to != null && SecretLookup.version(tx, secret, to).isEmpty()) {
        throw SecretErrors.versionNotFound("VersionId: " + to);
      }
      Stages.move(tx, secret, stage, to);
      tx.put(Secret.TABLE, secret.changed(call.at()));
      return UpdateSecretVersionStageResponse.builder()
          .arn(secret.arn().toString())
          .name(secret.name())
          .build();
    });
  }

  private static void checkMove(
      String stage, @Nullable String holder, @Nullable String from, @Nullable String to) {
    if (from == null && to == null) {
      throw SecretErrors.parameter(
          "You must provide a value for MoveToVersionId or RemoveFromVersionId.");
    }
    if (stage.equals(Stages.CURRENT) && to == null) {
      throw SecretErrors.parameter(
          "You can't remove the staging label AWSCURRENT: you can only move it to another version.");
    }
    if (holder != null && from == null && !holder.equals(to)) {
      throw SecretErrors.parameter(
          "The parameter RemoveFromVersionId can't be empty. Staging label "
              + stage
              + " is currently attached to version "
              + holder
              + ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
    if (from != null && !from.equals(holder)) {
      throw SecretErrors.parameter(
          "The staging label " + stage + " isn't attached to version " + from + ".");
    }
  }
}
