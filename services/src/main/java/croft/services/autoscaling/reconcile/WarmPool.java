package croft.services.autoscaling.reconcile;

import croft.api.ec2.StopInstancesRequest;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.warmpool.WarmPools;
import croft.store.Transaction;
import java.util.List;

/** Keeps a group's warm pool as large as it shall be, its instances stopped or running. */
final class WarmPool implements Step {
  private final ScalingParts parts;
  private final Terminations terminations;
  private final LaunchPlans plans;
  private final HookCalls hookCalls;

  WarmPool(ScalingParts parts, Terminations terminations, LaunchPlans plans) {
    this.parts = parts;
    this.terminations = terminations;
    this.plans = plans;
    this.hookCalls = new HookCalls(parts);
  }

  @Override
  public boolean take(Look look) {
    boolean moved = advance(look);
    return resize(look) || moved;
  }

  private boolean advance(Look look) {
    List<GroupInstance> booted =
        look.in(LifecycleState.WARMED_PENDING).stream()
            .filter(i -> {
              InstanceFacts.Fact fact = look.fact(i);
              return fact != null && fact.running();
            })
            .toList();
    List<GroupInstance> prepared = look.in(LifecycleState.WARMED_PENDING_PROCEED);
    stop(look, prepared);
    List<GroupInstance> ready = prepared.stream().filter(i -> ready(look, i)).toList();
    if (booted.isEmpty() && ready.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          booted.forEach(i -> prepare(tx, look, i));
          ready.forEach(i -> rest(tx, look, i));
          return true;
        });
    return true;
  }

  private void prepare(Transaction tx, Look look, GroupInstance instance) {
    List<HookRow> hooks = look.hooks(true);
    GroupInstances.change(
        tx,
        instance,
        i ->
            hooks.isEmpty()
                ? i.enter(LifecycleState.WARMED_PENDING_PROCEED, look.now())
                : hookCalls.hold(tx, look.group(), hooks, i, look.now()));
  }

  private void stop(Look look, List<GroupInstance> prepared) {
    List<String> running =
        prepared.stream()
            .filter(i -> {
              InstanceFacts.Fact fact = look.fact(i);
              return fact != null && fact.running();
            })
            .map(GroupInstance::id)
            .toList();
    if (!running.isEmpty() && !WarmPools.running(look.group())) {
      parts
          .cloud()
          .ec2(look.group().scope())
          .stopInstances(StopInstancesRequest.builder().instanceIds(running).build());
    }
  }

  private static boolean ready(Look look, GroupInstance instance) {
    InstanceFacts.Fact fact = look.fact(instance);
    if (fact == null) {
      return false;
    }
    return WarmPools.running(look.group()) ? fact.running() : fact.state().equals("stopped");
  }

  private static void rest(Transaction tx, Look look, GroupInstance instance) {
    GroupInstances.change(
        tx,
        instance,
        i ->
            i.enter(
                    WarmPools.running(look.group())
                        ? LifecycleState.WARMED_RUNNING
                        : LifecycleState.WARMED_STOPPED,
                    look.now())
                .withToWarmPool(false)
                .withActivityId(null));
    Activities.end(
        tx, instance.scope(), instance.activityId(), Activities.Ending.successful(look.now()));
  }

  private boolean resize(Look look) {
    Group group = look.group();
    if (group.deleting()) {
      return false;
    }
    List<GroupInstance> there = look.where(i -> i.state().warm() || i.state().warming());
    int coming =
        look.launches().stream()
            .filter(LaunchRow::warm)
            .mapToInt(launch -> launch.activityIds().size())
            .sum();
    int missing = WarmPools.desired(group) - there.size() - coming;
    if (missing > 0) {
      boolean may = group.runs("Launch") && group.pause() == null;
      // The group itself comes first.
      return may && look.capacity() >= group.desired() && plans.warm(look, missing);
    }
    if (missing < 0 && group.runs("Terminate")) {
      List<GroupInstance> surplus = there.subList(0, Math.min(there.size(), -missing));
      return !surplus.isEmpty() && shrink(look, surplus);
    }
    return WarmPools.going(group) && look.where(i -> i.state().warmed()).isEmpty() && gone(group);
  }

  private boolean shrink(Look look, List<GroupInstance> surplus) {
    return parts
        .store()
        .write(tx -> {
          surplus.forEach(i ->
              terminations.begin(
                  tx,
                  look.group(),
                  i,
                  Activities.at(look.now())
                      + "an instance was taken out of the warm pool in response to a difference"
                      + " between its desired and actual capacity.",
                  look.now()));
          return true;
        });
  }

  private boolean gone(Group group) {
    return parts
        .store()
        .write(tx ->
            Groups.change(
                    tx,
                    group.scope(),
                    group.name(),
                    g -> WarmPools.going(g) ? g.withWarmPool(null) : g)
                .isPresent());
  }
}
