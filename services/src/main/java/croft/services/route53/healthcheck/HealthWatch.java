package croft.services.route53.healthcheck;

import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the targets of all health checks, each in its interval, from this host. A state changes
 * when as many looks in a row as the threshold says saw the contrary.
 */
public final class HealthWatch implements KeyedReconciler {
  public static final String NAME = "route53-health";

  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final int USUAL_INTERVAL_SECONDS = 30;
  private static final int USUAL_THRESHOLD = 3;

  private final Store store;
  private final TargetNames names;
  private final Predicate<InetAddress> allowed;
  private final InstantSource time;
  private final LongSupplier changes;
  private final Map<String, Observation> observations = new ConcurrentHashMap<>();
  private volatile Known known = new Known(-1, Map.of());
  private @Nullable Probe probe;

  private record Known(long change, Map<String, HealthCheck> checks) {}

  /**
   * What was seen of a target last.
   *
   * @param contrary how many looks in a row saw the contrary of the state
   */
  record Observation(Instant at, Probe.Sight sight, int contrary) {}

  /**
   * Looks at targets.
   *
   * @param allowed which addresses may be looked at: health checks are made by those who may not
   *     enter the host
   */
  public HealthWatch(
      Store store, TargetNames names, Predicate<InetAddress> allowed, InstantSource time) {
    this.store = store;
    this.names = names;
    this.allowed = allowed;
    this.time = time;
    this.changes = store.changes(HealthCheck.TABLE);
  }

  /** What an instance's public address can be, and the host's own loopback or networks cannot. */
  public static boolean isPublic(InetAddress address) {
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Set<String> due() {
    Instant now = time.instant();
    Map<String, HealthCheck> checks = checks();
    observations.keySet().retainAll(checks.keySet());
    return checks.values().stream()
        .filter(check -> !check.settings().calculated() && !check.settings().disabled())
        .filter(check -> {
          Observation last = observations.get(check.id());
          return last == null || !last.at().plus(interval(check.settings())).isAfter(now);
        })
        .map(HealthCheck::id)
        .collect(Collectors.toSet());
  }

  private static Duration interval(HealthCheck.Settings settings) {
    return Duration.ofSeconds(
        Objects.requireNonNullElse(settings.requestIntervalSeconds(), USUAL_INTERVAL_SECONDS));
  }

  private Map<String, HealthCheck> checks() {
    long change = changes.getAsLong();
    Known now = known;
    if (now.change() != change) {
      List<HealthCheck> all = store.read(tx -> tx.listAll(HealthCheck.TABLE));
      now = new Known(change, all.stream().collect(Collectors.toMap(HealthCheck::id, c -> c)));
      known = now;
    }
    return now.checks();
  }

  @Override
  public void reconcile(String key) {
    HealthCheck check = checks().get(key);
    if (check == null || check.settings().calculated() || check.settings().disabled()) {
      return;
    }
    Instant at = time.instant();
    Probe.Sight sight = look(check.settings());
    Optional<HealthState> state = store.read(tx -> tx.get(HealthState.TABLE, "", key));
    boolean present = state.map(HealthState::healthy).orElse(true);
    Observation last = observations.get(key);
    int contrary = sight.healthy() == present ? 0 : (last == null ? 0 : last.contrary()) + 1;
    int threshold =
        Objects.requireNonNullElse(check.settings().failureThreshold(), USUAL_THRESHOLD);
    boolean turned = contrary >= threshold;
    if (turned) {
      turn(key, sight, at);
    }
    observations.put(key, new Observation(at, sight, turned ? 0 : contrary));
  }

  private void turn(String checkId, Probe.Sight sight, Instant at) {
    LOG.info(
        "Health check {} is {} now: {}",
        checkId,
        sight.healthy() ? "healthy" : "unhealthy",
        sight.text());
    store.write(tx -> {
      Optional<HealthState> before = tx.get(HealthState.TABLE, "", checkId);
      tx.put(
          HealthState.TABLE,
          new HealthState(
              checkId,
              sight.healthy(),
              at,
              sight.healthy() ? before.map(HealthState::lastFailure).orElse(null) : sight.text(),
              sight.healthy() ? before.map(HealthState::lastFailureAt).orElse(null) : at));
      return null;
    });
  }

  private Probe.Sight look(HealthCheck.Settings settings) {
    InetAddress target;
    try {
      String address = settings.ipAddress();
      target =
          address != null
              ? InetAddress.ofLiteral(address)
              : names.resolve(Objects.requireNonNull(settings.domainName()));
    } catch (IOException e) {
      return new Probe.Sight(
          false, "Failure: DNS resolution failed: " + settings.domainName() + " has no address");
    }
    if (!allowed.test(target)) {
      return new Probe.Sight(
          false, "Failure: " + target.getHostAddress() + " is no public address");
    }
    return probe().look(settings, target);
  }

  /** TLS is loaded at the first look, not at the server's start. */
  private synchronized Probe probe() {
    Probe made = probe;
    if (made == null) {
      made = new Probe(AnyCertificate.sockets());
      probe = made;
    }
    return made;
  }

  /** What was seen last; empty before the first look. */
  Optional<Observation> observation(String checkId) {
    return Optional.ofNullable(observations.get(checkId));
  }
}
