package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.InstanceMaintenancePolicy;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds instances that are not what they should be, and replaces them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html">Health
 * checks</a>.
 */
final class HealthChecks implements Step {
  static final String STOPPED = "an EC2 health check indicating it has been terminated or stopped.";
  static final String IMPAIRED = "an EC2 instance status checks failure.";
  static final String BALANCER = "an ELB system health check failure.";

  private final ScalingParts parts;
  private final Terminations terminations;
  private final BalancerHealth balancers;

  HealthChecks(ScalingParts parts, Terminations terminations, BalancerHealth balancers) {
    this.parts = parts;
    this.terminations = terminations;
    this.balancers = balancers;
  }

  @Override
  public boolean take(Look look) {
    boolean marked = look.group().runs("HealthCheck") && mark(look);
    return replace(look) || marked;
  }

  private boolean mark(Look look) {
    List<GroupInstance> sick = new ArrayList<>();
    List<String> lost = balancers.unhealthy(look);
    for (GroupInstance instance : look.in(LifecycleState.IN_SERVICE)) {
      String fault = fault(look, instance, lost);
      if (instance.healthy() && fault != null) {
        sick.add(instance.withUnhealthy(fault));
      }
    }
    for (GroupInstance warm : look.where(i -> i.state().warm() || i.state().warming())) {
      if (warm.healthy() && ended(look.fact(warm))) {
        sick.add(warm.withUnhealthy(STOPPED));
      }
    }
    if (!sick.isEmpty()) {
      parts
          .store()
          .write(tx -> {
            sick.forEach(s -> GroupInstances.change(tx, s, i -> i.withUnhealthy(s.unhealthy())));
            return true;
          });
    }
    return !sick.isEmpty();
  }

  private static @Nullable String fault(Look look, GroupInstance instance, List<String> lost) {
    InstanceFacts.Fact fact = look.fact(instance);
    if (fact == null || (!fact.running() && !fact.starting())) {
      return STOPPED;
    }
    Instant from = instance.graceFrom();
    boolean grace =
        from != null && look.now().isBefore(from.plusSeconds(look.group().graceSeconds()));
    if (grace) {
      return null;
    }
    if (fact.impaired()) {
      return IMPAIRED;
    }
    return lost.contains(instance.id()) ? BALANCER : null;
  }

  /** In the warm pool an instance may be stopped. */
  private static boolean ended(InstanceFacts.@Nullable Fact fact) {
    return fact == null || fact.ending();
  }

  private boolean replace(Look look) {
    if (!look.group().runs("ReplaceUnhealthy") || !look.group().runs("Terminate")) {
      return false;
    }
    List<GroupInstance> sick =
        look.where(i ->
            !i.healthy()
                && i.replacing() == null
                && (i.state() == LifecycleState.IN_SERVICE
                    || i.state().warm()
                    || i.state().warming()));
    if (sick.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          sick.forEach(instance -> takeOut(tx, look, instance));
          return true;
        });
    return true;
  }

  private void takeOut(Transaction tx, Look look, GroupInstance instance) {
    if (othersFirst(look, instance)) {
      GroupInstances.change(tx, instance, i -> i.withReplacing(cause(look, i)))
          .ifPresent(i -> owe(tx, look));
      return;
    }
    terminations
        .begin(tx, look.group(), instance, cause(look, instance), look.now())
        .filter(begun -> !instance.state().warmed())
        .ifPresent(begun -> owe(tx, look));
  }

  /** A maintenance policy may want another in service before even a sick one goes. */
  private static boolean othersFirst(Look look, GroupInstance instance) {
    InstanceMaintenancePolicy policy = look.group().settings().instanceMaintenancePolicy();
    Integer least = policy == null ? null : policy.minHealthyPercentage();
    InstanceFacts.Fact fact = look.fact(instance);
    return least != null
        && least == 100
        && instance.state() == LifecycleState.IN_SERVICE
        && fact != null
        && fact.running();
  }

  private static String cause(Look look, GroupInstance instance) {
    return Activities.at(look.now())
        + "an instance was taken out of service in response to "
        + instance.unhealthy();
  }

  private static void owe(Transaction tx, Look look) {
    Groups.change(
        tx,
        look.group().scope(),
        look.group().name(),
        g ->
            Owed.one(
                g,
                Activities.at(look.now())
                    + "an instance was launched in response to an unhealthy instance needing to be"
                    + " replaced."));
  }
}
