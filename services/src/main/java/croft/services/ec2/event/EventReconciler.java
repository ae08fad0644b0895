package croft.services.ec2.event;

import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.StateOperations;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries scheduled events out at their time, and forgets those that are long over. */
public final class EventReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-events";

  /** How long an event that is over is shown. */
  private static final Duration SHOWN = Duration.ofDays(7);

  private final Store store;
  private final Wake wake;
  private final InstantSource time;

  public EventReconciler(Store store, Wake wake, InstantSource time) {
    this.store = store;
    this.wake = wake;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Set<String> due() {
    Instant now = time.instant();
    return store.read(tx ->
        tx.listAll(ScheduledEvents.TABLE).stream()
            .filter(event -> isDue(event, now) || isForgotten(event, now))
            .map(event -> event.scope() + "/" + event.id())
            .collect(Collectors.toSet()));
  }

  private static boolean isDue(ScheduledEvent event, Instant now) {
    return event.state() == ScheduledEvent.State.ACTIVE && !now.isBefore(event.notBefore());
  }

  private static boolean isForgotten(ScheduledEvent event, Instant now) {
    return event.state() != ScheduledEvent.State.ACTIVE
        && now.isAfter(event.notAfter().plus(SHOWN));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Instant now = time.instant();
    store.write(tx -> {
      Optional<ScheduledEvent> found = tx.get(ScheduledEvents.TABLE, scope, id);
      if (found.isEmpty()) {
        return false;
      }
      ScheduledEvent event = found.get();
      if (isForgotten(event, now)) {
        return tx.delete(ScheduledEvents.TABLE, scope, id);
      }
      if (isDue(event, now)) {
        carryOut(tx, event, now);
        tx.put(ScheduledEvents.TABLE, event.enter(ScheduledEvent.State.COMPLETED));
      }
      return true;
    });
  }

  private void carryOut(Transaction tx, ScheduledEvent event, Instant now) {
    Optional<Instance> found = tx.get(Instances.TABLE, event.scope(), event.instanceId());
    if (found.isEmpty() || found.get().state() != InstanceState.RUNNING) {
      // Stopped or gone already: what the event was for is done.
      return;
    }
    Instance instance = found.get();
    Instance changed =
        switch (event.kind()) {
          case INSTANCE_REBOOT, SYSTEM_REBOOT -> StateOperations.rebooting(instance);
          case INSTANCE_STOP -> StateOperations.stoppingBySchedule(instance, now, "stop");
          case INSTANCE_RETIREMENT ->
              StateOperations.stoppingBySchedule(instance, now, "retirement");
          case SYSTEM_MAINTENANCE -> instance;
        };
    tx.put(Instances.TABLE, changed);
    wake.instance(tx, instance.scope(), instance.id());
  }
}
