package croft.services.autoscaling.reconcile;

import croft.base.Ids;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.activity.Activities.Begun;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Begins the end of instances: what follows is for {@link Departures}. */
public final class Terminations {
  private final Ids ids;

  public Terminations(ScalingParts parts) {
    this.ids = parts.ids();
  }

  /**
   * Begins an instance's end, unless it is on its way already or changed meanwhile.
   *
   * @param cause of the activity
   * @return the activity
   */
  public Optional<croft.api.autoscaling.Activity> begin(
      Transaction tx, Group group, GroupInstance seen, String cause, Instant now) {
    String activity = ids.uuid();
    Optional<GroupInstance> changed =
        GroupInstances.change(
            tx,
            seen,
            i -> !i.state().terminating() && i.state() != LifecycleState.DETACHING,
            i -> {
              Activities.end(
                  tx,
                  i.scope(),
                  i.activityId(),
                  Activities.Ending.cancelled("Instance " + i.id() + " is being terminated.", now));
              return i.enter(
                      i.state().warmed()
                          ? LifecycleState.WARMED_TERMINATING
                          : LifecycleState.TERMINATING,
                      now)
                  .withActivityId(activity)
                  .withWaits(List.of())
                  .withReplacing(null);
            });
    return changed.map(i ->
        Activities.begin(
            tx,
            group,
            new Begun(
                activity,
                i.state().warmed()
                    ? "Terminating EC2 instance from warm pool: " + i.id()
                    : "Terminating EC2 instance: " + i.id(),
                cause,
                details(i)),
            "InProgress",
            now));
  }

  /** Where an instance is, as activities tell it. */
  public static String details(GroupInstance instance) {
    return details(instance.source());
  }

  static String details(GroupInstance.Source source) {
    return source.subnet() == null
        ? "{\"Availability Zone\":\"" + source.zone() + "\"}"
        : "{\"Subnet ID\":\""
            + source.subnet()
            + "\",\"Availability Zone\":\""
            + source.zone()
            + "\"}";
  }
}
