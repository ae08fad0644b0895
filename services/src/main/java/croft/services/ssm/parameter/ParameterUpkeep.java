package croft.services.ssm.parameter;

import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deletes the parameters whose expiration policy says so. */
public final class ParameterUpkeep implements Reconciler {
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final Store store;
  private final InstantSource time;

  public ParameterUpkeep(SsmParts parts, InstantSource time) {
    this.store = parts.store();
    this.time = time;
  }

  @Override
  public String name() {
    return "ssm-parameters";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    Instant now = time.instant();
    if (!store.read(tx -> expired(tx, now)).isEmpty()) {
      store.write(tx -> {
        expired(tx, now).forEach(parameter -> DeleteParameterOperations.delete(tx, parameter));
        return null;
      });
    }
  }

  private static List<Parameter> expired(Transaction tx, Instant now) {
    return tx
        .findBetween(
            ParameterVersion.TABLE,
            ParameterVersion.BY_EXPIRY,
            "",
            ParameterVersion.digits(now.plusMillis(1)),
            Integer.MAX_VALUE)
        .stream()
        .flatMap(version ->
            tx
                .get(Parameter.TABLE, version.scope(), version.name())
                .filter(parameter -> parameter.latest() == version.number())
                .stream())
        .toList();
  }
}
