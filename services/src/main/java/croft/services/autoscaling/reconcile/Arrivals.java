package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.notification.Notices;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;

/** Takes instances into service once they run and their hooks are answered. */
final class Arrivals implements Step {
  private static final String GONE =
      "Instance became unhealthy while waiting for instance to be in InService state. Termination"
          + " Reason: the instance was terminated or stopped";

  private final ScalingParts parts;
  private final HookCalls hookCalls;
  private final Notices notices;
  private final Terminations terminations;
  private final WarmStarts warm;

  Arrivals(ScalingParts parts, Terminations terminations) {
    this.parts = parts;
    this.hookCalls = new HookCalls(parts);
    this.notices = new Notices(parts.ids());
    this.terminations = terminations;
    this.warm = new WarmStarts(parts);
  }

  @Override
  public boolean take(Look look) {
    warm.start(look);
    List<GroupInstance> arriving = look.where(i -> i.state().pending());
    List<GroupInstance> ready = arriving.stream().filter(i -> moves(look, i)).toList();
    if (ready.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : ready) {
            move(tx, look, instance);
          }
          return true;
        });
    return true;
  }

  private static boolean moves(Look look, GroupInstance instance) {
    InstanceFacts.Fact fact = look.fact(instance);
    if (fact == null || lost(instance, fact)) {
      return true;
    }
    return instance.state() == LifecycleState.PENDING_PROCEED
        || (instance.state() == LifecycleState.PENDING && fact.running());
  }

  /** One out of the warm pool may still be stopped. */
  private static boolean lost(GroupInstance instance, InstanceFacts.Fact fact) {
    return instance.registered().contains(GroupInstance.FROM_WARM_POOL)
        ? fact.ending()
        : !fact.running() && !fact.starting();
  }

  private void move(Transaction tx, Look look, GroupInstance instance) {
    InstanceFacts.Fact fact = look.fact(instance);
    List<HookRow> hooks = look.hooks(true);
    if (fact == null || lost(instance, fact)) {
      failed(tx, look, instance);
    } else if (instance.state() == LifecycleState.PENDING && !hooks.isEmpty()) {
      GroupInstances.change(
          tx, instance, i -> hookCalls.hold(tx, look.group(), hooks, i, look.now()));
      Activities.progress(tx, instance.scope(), instance.activityId(), "MidLifecycleAction", 40);
    } else {
      serve(tx, look.group(), instance, look.now());
    }
  }

  /** One that died before its service began: it ends, and the difference launches another. */
  private void failed(Transaction tx, Look look, GroupInstance instance) {
    Activities.end(
            tx, instance.scope(), instance.activityId(), Activities.Ending.failed(GONE, look.now()))
        .ifPresent(activity ->
            notices.ended(tx, look.group(), Notices.LAUNCH_ERROR, activity, instance.id()));
    terminations.begin(
        tx,
        look.group(),
        instance.withActivityId(null),
        Activities.at(look.now())
            + "an instance was taken out of service in response to an EC2 health check indicating"
            + " it has been terminated or stopped.",
        look.now());
    Groups.change(
        tx, instance.scope(), instance.group(), g -> g.withPause(Launches.pause(g, look.now())));
  }

  private void serve(Transaction tx, Group group, GroupInstance instance, Instant now) {
    GroupInstances.change(
            tx,
            instance,
            i ->
                i.enter(LifecycleState.IN_SERVICE, now)
                    .withInService(now)
                    .withGraceFrom(now)
                    .withRegistered(i.balancers())
                    .withActivityId(null))
        .ifPresent(served ->
            Activities.end(
                    tx, instance.scope(), instance.activityId(), Activities.Ending.successful(now))
                .ifPresent(
                    activity -> notices.ended(tx, group, Notices.LAUNCH, activity, instance.id())));
  }
}
