package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.secretsmanager.DeleteSecretRequest;
import croft.api.secretsmanager.DeleteSecretResponse;
import croft.api.secretsmanager.RestoreSecretRequest;
import croft.api.secretsmanager.RestoreSecretResponse;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** DeleteSecret and RestoreSecret. */
public final class DeleteOperations {
  private static final long USUAL_DAYS = 30;
  private static final long LEAST_DAYS = 7;

  private final Store store;

  public DeleteOperations(SecretsParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SecretsmanagerModel.DELETE_SECRET, this::deleteAccess, this::delete),
        bind(
            SecretsmanagerModel.RESTORE_SECRET,
            (call, request) ->
                SecretLookup.access(
                    store, call, "secretsmanager:RestoreSecret", request.secretId(), Map.of()),
            this::restore));
  }

  private List<Access> deleteAccess(Call call, DeleteSecretRequest request) {
    Map<String, List<String>> context = new HashMap<>();
    context.putAll(
        Requests.key("secretsmanager:RecoveryWindowInDays", request.recoveryWindowInDays()));
    context.putAll(
        Requests.key(
            "secretsmanager:ForceDeleteWithoutRecovery", request.forceDeleteWithoutRecovery()));
    return SecretLookup.access(
        store, call, "secretsmanager:DeleteSecret", request.secretId(), context);
  }

  private DeleteSecretResponse delete(Call call, DeleteSecretRequest request) {
    boolean force = on(request.forceDeleteWithoutRecovery());
    if (force && request.recoveryWindowInDays() != null) {
      throw SecretErrors.parameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    long days = Objects.requireNonNullElse(request.recoveryWindowInDays(), USUAL_DAYS);
    if (days < LEAST_DAYS || days > USUAL_DAYS) {
      throw SecretErrors.parameter(
          "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    Instant end = force ? call.at() : call.at().plus(Duration.ofDays(days));
    return store.write(tx -> {
      String id = Requests.required(request.secretId(), "secretId");
      if (force && SecretLookup.find(tx, call, id).isEmpty()) {
        // A forced deletion of nothing is no error: so AWS documents it.
        return DeleteSecretResponse.builder().name(id).deletionDate(end).build();
      }
      Secret secret = SecretLookup.require(tx, call, id);
      if (force) {
        erase(tx, secret);
      } else if (secret.deletionAt() != null) {
        throw SecretErrors.markedForDeletion();
      } else {
        tx.put(Secret.TABLE, secret.ending(call.at(), end));
      }
      return DeleteSecretResponse.builder()
          .arn(secret.arn().toString())
          .name(secret.name())
          .deletionDate(end)
          .build();
    });
  }

  /** Removes a secret with everything it ever held. */
  static void erase(Transaction tx, Secret secret) {
    for (SecretVersion version : SecretLookup.versions(tx, secret)) {
      tx.delete(SecretVersion.TABLE, version.scope(), version.secret() + ":" + version.id());
    }
    tx.delete(Secret.TABLE, secret.scope(), secret.name());
  }

  private RestoreSecretResponse restore(Call call, RestoreSecretRequest request) {
    return store.write(tx -> {
      Secret secret = SecretLookup.require(tx, call, request.secretId());
      tx.put(Secret.TABLE, secret.ending(null, null));
      return RestoreSecretResponse.builder()
          .arn(secret.arn().toString())
          .name(secret.name())
          .build();
    });
  }
}
