package croft.services.autoscaling.reconcile;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.notification.Notices;
import croft.services.autoscaling.warmpool.WarmPools;
import croft.store.Transaction;
import java.util.List;
import java.util.function.Predicate;

/** Ends instances: out of balancers, past hooks, in EC2, and out of the group. */
final class Departures implements Step {
  private final ScalingParts parts;
  private final HookCalls hookCalls;
  private final Notices notices;

  Departures(ScalingParts parts) {
    this.parts = parts;
    this.hookCalls = new HookCalls(parts);
    this.notices = new Notices(parts.ids());
  }

  @Override
  public boolean take(Look look) {
    boolean left = leave(look);
    boolean held = reuse(look) || left;
    boolean gone = forget(look);
    end(look);
    return held || gone;
  }

  private static Predicate<GroupInstance> is(LifecycleState one, LifecycleState warm) {
    return i -> i.state() == one || i.state() == warm;
  }

  /** Those out of all balancers wait for hooks, or go on. */
  private boolean leave(Look look) {
    List<GroupInstance> out =
        look.where(
            is(LifecycleState.TERMINATING, LifecycleState.WARMED_TERMINATING)
                .and(i -> i.balancers().isEmpty() || look.group().deleting()));
    List<HookRow> hooks = look.group().deleting() ? List.of() : look.hooks(false);
    if (out.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : out) {
            GroupInstances.change(
                tx,
                instance,
                i ->
                    hooks.isEmpty()
                        ? i.enter(proceed(i), look.now())
                        : hookCalls.hold(tx, look.group(), hooks, i, look.now()));
            Activities.progress(
                tx,
                instance.scope(),
                instance.activityId(),
                hooks.isEmpty() ? "InProgress" : "MidTerminatingLifecycleAction",
                hooks.isEmpty() ? 50 : 60);
          }
          return true;
        });
    return true;
  }

  private static LifecycleState proceed(GroupInstance instance) {
    return instance.state().warmed()
        ? LifecycleState.WARMED_TERMINATING_PROCEED
        : LifecycleState.TERMINATING_PROCEED;
  }

  /** Goes back into the warm pool instead. */
  private static boolean back(Look look, GroupInstance instance) {
    return instance.toWarmPool() && WarmPools.reuses(look.group()) && !look.group().deleting();
  }

  private boolean reuse(Look look) {
    List<GroupInstance> returning =
        look.in(LifecycleState.TERMINATING_PROCEED).stream().filter(i -> back(look, i)).toList();
    if (returning.isEmpty()) {
      return false;
    }
    return parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : returning) {
            GroupInstances.change(
                tx,
                instance,
                i ->
                    i.enter(LifecycleState.WARMED_PENDING, look.now())
                        .withInService(null)
                        .withActivityId(null));
            Activities.end(
                tx,
                instance.scope(),
                instance.activityId(),
                Activities.Ending.successful(look.now()));
          }
          return true;
        });
  }

  private void end(Look look) {
    List<GroupInstance> ending =
        look.where(
            is(LifecycleState.TERMINATING_PROCEED, LifecycleState.WARMED_TERMINATING_PROCEED)
                .and(i -> {
                  InstanceFacts.Fact fact = look.fact(i);
                  return fact != null && !fact.ending() && !back(look, i);
                }));
    if (ending.isEmpty()) {
      return;
    }
    Ec2Api ec2 = parts.cloud().ec2(look.group().scope());
    List<String> ids = ending.stream().map(GroupInstance::id).toList();
    try {
      ec2.terminateInstances(TerminateInstancesRequest.builder().instanceIds(ids).build());
    } catch (ServiceError e) {
      // One that may not be terminated holds up the others: each by itself then.
      ids.forEach(id -> terminate(ec2, id));
    }
  }

  /** A protection against termination is the callers', not the group's. */
  private static void terminate(Ec2Api ec2, String id) {
    TerminateInstancesRequest request =
        TerminateInstancesRequest.builder().instanceIds(List.of(id)).build();
    try {
      ec2.terminateInstances(request);
    } catch (ServiceError e) {
      if (e.code().equals("InvalidInstanceID.NotFound")) {
        return;
      }
      if (!e.code().equals("OperationNotPermitted")) {
        throw e;
      }
      ec2.modifyInstanceAttribute(
          ModifyInstanceAttributeRequest.builder()
              .instanceId(id)
              .disableApiTermination(AttributeBooleanValue.builder().value(false).build())
              .build());
      ec2.terminateInstances(request);
    }
  }

  private boolean forget(Look look) {
    List<GroupInstance> gone =
        look.where(
            is(LifecycleState.TERMINATING_PROCEED, LifecycleState.WARMED_TERMINATING_PROCEED)
                .and(i -> {
                  InstanceFacts.Fact fact = look.fact(i);
                  return fact == null || fact.state().equals("terminated");
                }));
    if (gone.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          gone.forEach(instance -> forget(tx, look, instance));
          return true;
        });
    return true;
  }

  private void forget(Transaction tx, Look look, GroupInstance instance) {
    tx.delete(GroupInstance.TABLE, instance.scope(), instance.id());
    Activities.end(
            tx, instance.scope(), instance.activityId(), Activities.Ending.successful(look.now()))
        .ifPresent(activity ->
            notices.ended(tx, look.group(), Notices.TERMINATE, activity, instance.id()));
  }
}
