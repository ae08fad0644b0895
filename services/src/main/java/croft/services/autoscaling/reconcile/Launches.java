package croft.services.autoscaling.reconcile;

import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.Instance;
import croft.api.ec2.Reservation;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.notification.Notices;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Carries out launches that are decided: the only step that asks EC2 for instances. */
final class Launches implements Step {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final ScalingParts parts;
  private final Notices notices;

  Launches(ScalingParts parts) {
    this.parts = parts;
    this.notices = new Notices(parts.ids());
  }

  @Override
  public boolean take(Look look) {
    for (LaunchRow launch : look.launches()) {
      carryOut(launch);
    }
    return !look.launches().isEmpty();
  }

  private void carryOut(LaunchRow launch) {
    List<Instance> instances;
    try {
      instances = run(launch);
    } catch (ServiceError e) {
      if (!e.isSenderFault()) {
        throw e;
      }
      parts.store().write(tx -> failed(tx, launch, e));
      return;
    }
    parts.store().write(tx -> launched(tx, launch, instances));
  }

  private List<Instance> run(LaunchRow launch) {
    Ec2Api ec2 = parts.cloud().ec2(launch.scope());
    try {
      return ec2.runInstances(launch.request()).instancesOrEmpty();
    } catch (ServiceError e) {
      if (!e.code().equals("IdempotentParameterMismatch")) {
        throw e;
      }
      // What the request refers to has changed since the launch before the crash: it stands.
      return ec2
          .describeInstances(
              DescribeInstancesRequest.builder()
                  .filters(
                      List.of(
                          Filter.builder()
                              .name("client-token")
                              .values(List.of(launch.token()))
                              .build()))
                  .build())
          .reservationsOrEmpty()
          .stream()
          .map(Reservation::instancesOrEmpty)
          .flatMap(List::stream)
          .toList();
    }
  }

  private Object launched(Transaction tx, LaunchRow launch, List<Instance> instances) {
    if (!tx.delete(LaunchRow.TABLE, launch.scope(), launch.token())) {
      return false;
    }
    Optional<Group> found = tx.get(Group.TABLE, launch.scope(), launch.group());
    if (found.isEmpty()) {
      return false;
    }
    Group group = found.get();
    Instant now = parts.time().instant();
    for (int i = 0; i < instances.size() && i < launch.activityIds().size(); i++) {
      String id = Objects.toString(instances.get(i).instanceId(), "");
      String activity = launch.activityIds().get(i);
      tx.put(
          GroupInstance.TABLE,
          GroupInstance.entering(
                  group,
                  id,
                  launch.warm() ? LifecycleState.WARMED_PENDING : LifecycleState.PENDING,
                  source(launch.source(), instances.get(i)),
                  now)
              .withActivityId(activity));
      Activities.change(
          tx,
          launch.scope(),
          activity,
          a ->
              a.toBuilder()
                  .description(described(launch, id))
                  .statusCode("PreInService")
                  .progress(30)
                  .build());
    }
    // EC2 had room for fewer: the rest is decided anew at the next look.
    for (int i = instances.size(); i < launch.activityIds().size(); i++) {
      Activities.end(
          tx,
          launch.scope(),
          launch.activityIds().get(i),
          Activities.Ending.failed(
              "EC2 had room for fewer instances than were asked for. Launching EC2 instance"
                  + " failed.",
              now));
    }
    Groups.change(tx, launch.scope(), launch.group(), g -> g.withPause(null));
    return true;
  }

  private static String described(LaunchRow launch, String id) {
    return launch.warm()
        ? "Launching a new EC2 instance into warm pool: " + id
        : "Launching a new EC2 instance: " + id;
  }

  /** Where EC2 chose the default subnet of a zone, it tells which. */
  private static GroupInstance.Source source(GroupInstance.Source asked, Instance instance) {
    return new GroupInstance.Source(
        Objects.requireNonNullElse(instance.instanceType(), asked.type()),
        asked.zone(),
        asked.subnet(),
        asked.launchConfiguration(),
        asked.template(),
        asked.weight());
  }

  private Object failed(Transaction tx, LaunchRow launch, ServiceError error) {
    if (!tx.delete(LaunchRow.TABLE, launch.scope(), launch.token())) {
      return false;
    }
    Instant now = parts.time().instant();
    Optional<Group> group = tx.get(Group.TABLE, launch.scope(), launch.group());
    String message = error.message() + " Launching EC2 instance failed.";
    for (String id : launch.activityIds()) {
      Activities.change(
          tx,
          launch.scope(),
          id,
          a -> a.toBuilder().description(a.description() + ".  Status Reason: " + message).build());
      Activities.end(tx, launch.scope(), id, Activities.Ending.failed(message, now))
          .ifPresent(activity ->
              group.ifPresent(g -> notices.ended(tx, g, Notices.LAUNCH_ERROR, activity, null)));
    }
    Groups.change(tx, launch.scope(), launch.group(), g -> g.withPause(pause(g, now)));
    return true;
  }

  /** Twice as long after each failure. */
  static Group.Pause pause(Group group, Instant now) {
    Group.Pause before = group.pause();
    int failures = before == null ? 1 : before.failures() + 1;
    Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return new Group.Pause(
        failures, now.plus(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait));
  }
}
