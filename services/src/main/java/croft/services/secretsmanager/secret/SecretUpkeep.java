package croft.services.secretsmanager.secret;

import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deletes the secrets whose recovery window is over, for good. */
public final class SecretUpkeep implements Reconciler {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource time;

  public SecretUpkeep(SecretsParts parts, InstantSource time) {
    this.store = parts.store();
    this.time = time;
  }

  @Override
  public String name() {
    return "secretsmanager-secrets";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    Instant now = time.instant();
    if (!store.read(tx -> over(tx, now)).isEmpty()) {
      store.write(tx -> {
        over(tx, now).forEach(secret -> DeleteOperations.erase(tx, secret));
        return null;
      });
    }
  }

  private static List<Secret> over(Transaction tx, Instant now) {
    return tx.listAll(Secret.TABLE).stream()
        .filter(secret -> {
          Instant end = secret.deletionAt();
          return end != null && !now.isBefore(end);
        })
        .toList();
  }
}
