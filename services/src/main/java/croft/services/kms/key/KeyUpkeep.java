package croft.services.kms.key;

import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Deletes the keys whose waiting period is over, for good, and rotates those whose time it is. */
public final class KeyUpkeep implements Reconciler {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Store store;
  private final Rotation rotation;
  private final InstantSource time;

  public KeyUpkeep(KmsParts parts, InstantSource time) {
    this.store = parts.store();
    this.rotation = new Rotation(parts);
    this.time = time;
  }

  @Override
  public String name() {
    return "kms-keys";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    Instant now = time.instant();
    boolean due =
        store.read(tx -> tx.listAll(Key.TABLE)).stream()
            .anyMatch(key -> isOver(key, now) || isToRotate(key, now));
    if (due) {
      store.write(tx -> {
        tx.listAll(Key.TABLE).forEach(key -> attend(tx, key, now));
        return null;
      });
    }
  }

  private static boolean isOver(Key key, Instant now) {
    return key.state() == KeyState.PENDING_DELETION
        && key.deletionAt() != null
        && !now.isBefore(key.deletionAt());
  }

  private static boolean isToRotate(Key key, Instant now) {
    return key.state() == KeyState.ENABLED
        && key.nextRotationAt() != null
        && !now.isBefore(key.nextRotationAt());
  }

  private void attend(Transaction tx, Key key, Instant now) {
    if (isOver(key, now)) {
      delete(tx, key);
    } else if (isToRotate(key, now)) {
      tx.put(Key.TABLE, rotation.rotated(key, now, false));
    }
  }

  private static void delete(Transaction tx, Key key) {
    for (Alias alias : tx.findIn(Alias.TABLE, key.scope(), Alias.BY_KEY, key.id())) {
      tx.delete(Alias.TABLE, alias.scope(), alias.name());
    }
    for (Grant grant : tx.findIn(Grant.TABLE, key.scope(), Grant.BY_KEY, key.id())) {
      tx.delete(Grant.TABLE, grant.keyScope(), grant.id());
    }
    tx.delete(Key.TABLE, key.scope(), key.id());
  }
}
