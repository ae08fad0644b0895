package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Makes each group what it shall be. A look may begin anywhere: what it is about to do in EC2 is
 * written before, with a token by which EC2 knows a repetition.
 */
public final class GroupReconciler implements KeyedReconciler {
  public static final String NAME = "autoscaling-groups";

  /** How often a group is looked at where nothing goes on: health, schedules, lifetimes. */
  private static final Duration CALM = Duration.ofSeconds(10);

  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final int ROUNDS = 6;

  private final ScalingParts parts;
  private final List<Step> steps;
  private final LongSupplier groupChanges;

  /** When to look at a group again; not there for one that was never looked at. */
  private final Map<String, Instant> again = new ConcurrentHashMap<>();

  private volatile Known known = new Known(-1, -1, Set.of());

  /** The groups there are, as of these changes. */
  private record Known(long groups, long instances, Set<String> keys) {}

  public GroupReconciler(ScalingParts parts) {
    this.parts = parts;
    this.groupChanges = parts.store().changes(Group.TABLE);
    Terminations terminations = new Terminations(parts);
    BalancerHealth balancers = new BalancerHealth(parts);
    LaunchPlans plans = new LaunchPlans(parts);
    this.steps =
        List.of(
            new Launches(parts),
            new Arrivals(parts, terminations),
            new HookExpiry(parts, terminations),
            new Schedules(parts),
            new HealthChecks(parts, terminations, balancers),
            new Refreshes(parts, terminations),
            new Replacements(parts, terminations),
            new Capacity(parts, terminations, plans),
            new WarmPool(parts, terminations, plans),
            new Registrations(parts, balancers),
            new Withdrawals(parts),
            new Departures(parts),
            new Metrics(parts),
            new Sending(parts),
            new Removal(parts));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public int parallelism() {
    return 32;
  }

  @Override
  public Set<String> due() {
    long groups = groupChanges.getAsLong();
    long instances = parts.instances().changes();
    Known before = known;
    Set<String> keys = before.keys();
    if (groups != before.groups()) {
      keys =
          Set.copyOf(
              parts.store().read(tx -> tx.listAll(Group.TABLE)).stream().map(Group::key).toList());
      again.keySet().retainAll(keys);
    }
    known = new Known(groups, instances, keys);
    if (instances != before.instances()) {
      return keys;
    }
    Instant now = parts.time().instant();
    Set<String> due = new HashSet<>();
    for (String key : keys) {
      Instant next = again.get(key);
      if (next == null || !now.isBefore(next)) {
        due.add(key);
      }
    }
    return due;
  }

  @Override
  public void reconcile(String key) throws Exception {
    String[] words = key.split("/", 3);
    String scope = words[0] + "/" + words[1];
    Optional<Look> look = Look.at(parts, scope, words[2]);
    for (int round = 0; round < ROUNDS && look.isPresent(); round++) {
      boolean changed = false;
      for (Step step : steps) {
        if (look.isPresent() && step.take(look.get())) {
          changed = true;
          look = Look.at(parts, scope, words[2]);
        }
      }
      if (!changed) {
        break;
      }
    }
    Instant now = parts.time().instant();
    if (look.isPresent()) {
      again.put(key, look.get().unsettled() ? now : now.plus(CALM));
    } else {
      again.remove(key);
    }
  }
}
