package croft.services.cloudwatch.alarm;

import croft.services.cloudwatch.alarm.Transitions.Arrival;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks at every alarm each minute, and once more some seconds later for data that comes late; at
 * those with a period below a minute every ten seconds. A window of several minutes moves on by a
 * minute each time.
 */
public final class AlarmWatch implements Reconciler {
  public static final String NAME = "cloudwatch-alarms";

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration HISTORY_KEPT = Duration.ofDays(30);
  private static final int AT_ONCE = 500;
  private static final int WRITTEN_AT_ONCE = 100;
  private static final int LATE_SECONDS = 20;

  /** Composite alarms of composite alarms follow one another this far in one look. */
  private static final int DEPTH = 10;

  private final AlarmParts parts;
  private final Store store;
  private final Transitions transitions;
  private final MetricAlarms metricAlarms;
  private final LongSupplier changes;
  private List<Alarm> alarms = List.of();
  private long seen = Long.MIN_VALUE;
  private Instant lastLook = Instant.MIN;

  public AlarmWatch(AlarmParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.transitions = new Transitions(parts);
    this.metricAlarms = new MetricAlarms(parts.series());
    this.changes = store.changes(Alarm.TABLE);
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
  public void reconcile() {
    Instant now = parts.time().instant();
    boolean newMinute = crossed(now, 0);
    boolean all = newMinute || crossed(now, LATE_SECONDS);
    refresh();
    List<Alarm> due =
        alarms.stream()
            .filter(alarm ->
                alarm.rule() instanceof AlarmRule.OfMetric rule
                    && (all
                        || MetricAlarms.isShort(rule)
                        || alarm.configuredAt().isAfter(lastLook.minus(PERIOD))))
            .toList();
    for (int begin = 0; begin < due.size(); begin += AT_ONCE) {
      look(due.subList(begin, Math.min(due.size(), begin + AT_ONCE)), now);
    }
    composites(now);
    if (newMinute) {
      repeatScaling(now);
      expire(now);
    }
    lastLook = now;
  }

  /** Whether this second of a minute went by since the last look. */
  private boolean crossed(Instant now, int second) {
    return lastLook.equals(Instant.MIN)
        || Math.floorDiv(now.getEpochSecond() - second, 60L)
            != Math.floorDiv(lastLook.getEpochSecond() - second, 60L);
  }

  private void refresh() {
    long number = changes.getAsLong();
    if (number != seen) {
      alarms = store.read(tx -> tx.listAll(Alarm.TABLE));
      seen = number;
    }
  }

  private void look(List<Alarm> some, Instant now) {
    List<MetricAlarms.Look> looks = metricAlarms.look(some, now);
    List<MetricAlarms.Look> changed =
        looks.stream().filter(look -> look.changes() || look.isStale()).toList();
    for (int begin = 0; begin < changed.size(); begin += WRITTEN_AT_ONCE) {
      write(changed.subList(begin, Math.min(changed.size(), begin + WRITTEN_AT_ONCE)), now);
    }
  }

  private void write(List<MetricAlarms.Look> changed, Instant now) {
    store.write(tx -> {
      for (MetricAlarms.Look look : changed) {
        unchanged(tx, look.alarm())
            .ifPresent(alarm -> transitions.apply(tx, alarm, look.arrival(now), now));
      }
      return changed;
    });
  }

  /** The alarm as it is kept, if nobody changed it since it was looked at. */
  private static Optional<Alarm> unchanged(Transaction tx, Alarm alarm) {
    return tx.get(Alarm.TABLE, alarm.scope(), alarm.name()).filter(alarm::equals);
  }

  private void composites(Instant now) {
    for (int depth = 0; depth < DEPTH; depth++) {
      refresh();
      Map<String, Alarm> byKey = new HashMap<>();
      List<Alarm> composite = new ArrayList<>();
      for (Alarm alarm : alarms) {
        byKey.put(alarm.scope() + "/" + alarm.name(), alarm);
        if (alarm.rule() instanceof AlarmRule.OfAlarms) {
          composite.add(alarm);
        }
      }
      boolean any = false;
      for (Alarm alarm : composite) {
        any |= composite(alarm, byKey, now);
      }
      if (!any) {
        return;
      }
    }
  }

  private boolean composite(Alarm alarm, Map<String, Alarm> byKey, Instant now) {
    if (!(alarm.rule() instanceof AlarmRule.OfAlarms rule)) {
      return false;
    }
    Optional<Arrival> arrival = CompositeAlarms.judge(alarm, rule, byKey);
    if (arrival.isEmpty() && alarm.state().heldBack() == null) {
      return false;
    }
    store.write(tx -> {
      unchanged(tx, alarm)
          .ifPresent(kept ->
              arrival.ifPresentOrElse(
                  to -> transitions.apply(tx, kept, to, now),
                  () -> transitions.release(tx, kept, rule, now)));
      return alarm;
    });
    return arrival.isPresent();
  }

  /** Scaling policies are asked again each minute while the alarm lasts, as CloudWatch does. */
  private void repeatScaling(Instant now) {
    List<Alarm> lasting =
        alarms.stream()
            .filter(alarm ->
                alarm.actionsEnabled()
                    && alarm.state().heldBack() == null
                    && !alarm.state().transitionedAt().isAfter(now.minusSeconds(60))
                    && alarm.actions(alarm.state().value()).stream()
                        .anyMatch(AlarmActions::isScalingPolicy))
            .toList();
    if (lasting.isEmpty()) {
      return;
    }
    Map<Alarm, MetricAlarms.Look> looks = new HashMap<>();
    metricAlarms.look(lasting, now).forEach(look -> looks.put(look.alarm(), look));
    store.write(tx -> {
      for (Alarm alarm : lasting) {
        double latest = looks.containsKey(alarm) ? looks.get(alarm).latest() : Double.NaN;
        alarm.actions(alarm.state().value()).stream()
            .filter(AlarmActions::isScalingPolicy)
            .forEach(arn -> transitions.enqueue(tx, alarm, arn, alarm.state().value(), latest));
      }
      return lasting;
    });
  }

  private void expire(Instant now) {
    String until = AlarmEvent.time(now.minus(HISTORY_KEPT));
    List<AlarmEvent> old =
        store.read(tx -> tx.findBetween(AlarmEvent.TABLE, "time", "0", until, AT_ONCE));
    if (!old.isEmpty()) {
      store.write(tx -> {
        old.forEach(event -> tx.delete(AlarmEvent.TABLE, event.scope(), event.id()));
        return old;
      });
    }
  }
}
