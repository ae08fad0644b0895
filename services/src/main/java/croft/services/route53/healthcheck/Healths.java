package croft.services.route53.healthcheck;

import croft.services.route53.answer.HealthLookup;
import croft.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The present health of all checks, kept in memory until the store changes. */
public final class Healths implements HealthLookup {
  /** How many calculated checks may stand over one another. */
  private static final int DEEPEST = 8;

  private final Store store;
  private final LongSupplier changes;
  private volatile @Nullable Snapshot newest;

  private record Snapshot(
      long change, Map<String, HealthCheck> checks, Map<String, HealthState> states) {}

  public Healths(Store store) {
    this.store = store;
    this.changes = store.changes(HealthCheck.TABLE, HealthState.TABLE);
  }

  @Override
  public boolean isHealthy(String healthCheckId) {
    return isHealthy(snapshot(), healthCheckId, 0);
  }

  private static boolean isHealthy(Snapshot snapshot, String id, int depth) {
    HealthCheck check = snapshot.checks().get(id);
    if (check == null || depth > DEEPEST) {
      return true;
    }
    HealthCheck.Settings settings = check.settings();
    boolean healthy;
    if (settings.disabled()) {
      healthy = true;
    } else if (settings.calculated()) {
      long able =
          settings.children().stream()
              .filter(child -> isHealthy(snapshot, child, depth + 1))
              .count();
      healthy = able >= Objects.requireNonNullElse(settings.healthThreshold(), 0);
    } else {
      // Healthy until enough looks say otherwise.
      HealthState state = snapshot.states().get(id);
      healthy = state == null || state.healthy();
    }
    return healthy != settings.inverted();
  }

  private Snapshot snapshot() {
    long change = changes.getAsLong();
    Snapshot known = newest;
    if (known != null && known.change() == change) {
      return known;
    }
    Snapshot read =
        store.read(tx -> {
          Map<String, HealthCheck> checks = new HashMap<>();
          tx.listAll(HealthCheck.TABLE).forEach(check -> checks.put(check.id(), check));
          Map<String, HealthState> states = new HashMap<>();
          tx.listAll(HealthState.TABLE).forEach(state -> states.put(state.checkId(), state));
          return new Snapshot(change, checks, states);
        });
    newest = read;
    return read;
  }
}
