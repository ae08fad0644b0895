package croft.services.kms.key;

import static croft.services.operation.Binding.bind;

import croft.api.kms.CancelKeyDeletionRequest;
import croft.api.kms.CancelKeyDeletionResponse;
import croft.api.kms.DisableKeyRequest;
import croft.api.kms.DisableKeyResponse;
import croft.api.kms.EnableKeyRequest;
import croft.api.kms.EnableKeyResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.ScheduleKeyDeletionRequest;
import croft.api.kms.ScheduleKeyDeletionResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** EnableKey, DisableKey, ScheduleKeyDeletion and CancelKeyDeletion. */
public final class KeyStateOperations {
  private static final int USUAL_WINDOW_DAYS = 30;
  private static final int LEAST_WINDOW_DAYS = 7;

  private final Store store;
  private final KeyAccess access;

  public KeyStateOperations(KmsParts parts) {
    this.store = parts.store();
    this.access = new KeyAccess(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.ENABLE_KEY,
            (call, request) -> access.on(call, "kms:EnableKey", request.keyId()),
            this::enable),
        bind(
            KmsModel.DISABLE_KEY,
            (call, request) -> access.on(call, "kms:DisableKey", request.keyId()),
            this::disable),
        bind(
            KmsModel.SCHEDULE_KEY_DELETION,
            (call, request) ->
                access.on(
                    call,
                    "kms:ScheduleKeyDeletion",
                    request.keyId(),
                    Requests.key(
                        "kms:ScheduleKeyDeletionPendingWindowInDays", windowDays(request))),
            this::schedule),
        bind(
            KmsModel.CANCEL_KEY_DELETION,
            (call, request) -> access.on(call, "kms:CancelKeyDeletion", request.keyId()),
            this::cancel));
  }

  private EnableKeyResponse enable(Call call, EnableKeyRequest request) {
    return store.write(tx -> {
      tx.put(Key.TABLE, Keys.changeable(tx, call, request.keyId()).in(KeyState.ENABLED));
      return EnableKeyResponse.builder().build();
    });
  }

  private DisableKeyResponse disable(Call call, DisableKeyRequest request) {
    return store.write(tx -> {
      tx.put(Key.TABLE, Keys.changeable(tx, call, request.keyId()).in(KeyState.DISABLED));
      return DisableKeyResponse.builder().build();
    });
  }

  private static int windowDays(ScheduleKeyDeletionRequest request) {
    return Objects.requireNonNullElse(request.pendingWindowInDays(), USUAL_WINDOW_DAYS);
  }

  private ScheduleKeyDeletionResponse schedule(Call call, ScheduleKeyDeletionRequest request) {
    int days = windowDays(request);
    if (days < LEAST_WINDOW_DAYS || days > USUAL_WINDOW_DAYS) {
      throw Requests.validation("PendingWindowInDays must be between 7 and 30.");
    }
    Instant end = call.at().plus(Duration.ofDays(days));
    return store.write(tx -> {
      Key key = Keys.changeable(tx, call, request.keyId()).endingAt(end, days);
      tx.put(Key.TABLE, key);
      return ScheduleKeyDeletionResponse.builder()
          .keyId(key.arn().toString())
          .deletionDate(end)
          .keyState(key.state().word())
          .pendingWindowInDays(days)
          .build();
    });
  }

  private CancelKeyDeletionResponse cancel(Call call, CancelKeyDeletionRequest request) {
    return store.write(tx -> {
      Key key = Keys.own(tx, call, request.keyId());
      if (key.state() != KeyState.PENDING_DELETION) {
        throw KeyErrors.invalidState(key.arn() + " is not pending deletion.");
      }
      tx.put(Key.TABLE, key.in(KeyState.DISABLED));
      return CancelKeyDeletionResponse.builder().keyId(key.arn().toString()).build();
    });
  }
}
