package croft.services.autoscaling.instance;

import croft.api.autoscaling.ActivityType;
import croft.api.autoscaling.AutoScalingInstanceDetails;
import croft.api.autoscaling.AutoScalingInstancesType;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DescribeAutoScalingInstancesType;
import croft.api.autoscaling.SetInstanceHealthQuery;
import croft.api.autoscaling.SetInstanceHealthResponse;
import croft.api.autoscaling.SetInstanceProtectionAnswer;
import croft.api.autoscaling.SetInstanceProtectionQuery;
import croft.api.autoscaling.TerminateInstanceInAutoScalingGroupType;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.reconcile.Terminations;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is told and said of instances: describing them, their health and protection, and the end of
 * one by name.
 */
public final class InstanceOperations {
  private static final int MOST = 50;

  private final ScalingParts parts;
  private final Terminations terminations;

  public InstanceOperations(ScalingParts parts) {
    this.parts = parts;
    this.terminations = new Terminations(parts);
  }

  public static List<Table<?>> tables() {
    return List.of(GroupInstance.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.DESCRIBE_AUTO_SCALING_INSTANCES,
            AccessRule.toAll("autoscaling:DescribeAutoScalingInstances"),
            this::describe),
        Binding.bind(
            AutoscalingModel.SET_INSTANCE_HEALTH,
            (call, request) -> List.of(access(call, "SetInstanceHealth", request.instanceId())),
            this::setHealth),
        Binding.bind(
            AutoscalingModel.SET_INSTANCE_PROTECTION,
            Groups.access(
                parts.store(),
                "SetInstanceProtection",
                SetInstanceProtectionQuery::autoScalingGroupName),
            this::setProtection),
        Binding.bind(
            AutoscalingModel.TERMINATE_INSTANCE_IN_AUTO_SCALING_GROUP,
            (call, request) ->
                List.of(access(call, "TerminateInstanceInAutoScalingGroup", request.instanceId())),
            this::terminate));
  }

  /** The group of an instance is what access is asked for. */
  private Access access(Call call, String action, @Nullable String instanceId) {
    String id = Objects.toString(instanceId, "");
    String group =
        parts
            .store()
            .read(tx -> tx.get(GroupInstance.TABLE, call.scope(), id))
            .map(GroupInstance::group)
            .orElse("*");
    return Groups.access(parts.store(), call, action, group);
  }

  private AutoScalingInstancesType describe(Call call, DescribeAutoScalingInstancesType request) {
    if (request.instanceIdsOrEmpty().size() > MOST) {
      throw Faults.validation("The number of instance ids that may be passed in is limited to 50");
    }
    List<GroupInstance> all = parts.store().read(tx -> tx.list(GroupInstance.TABLE, call.scope()));
    Pages.Page<GroupInstance> page =
        parts
            .pages()
            .page(
                call,
                "instances",
                Lists.named(all, request.instanceIdsOrEmpty(), GroupInstance::id),
                GroupInstance::id,
                Lists.wanted(request.nextToken(), request.maxRecords(), MOST, MOST));
    return AutoScalingInstancesType.builder()
        .autoScalingInstances(page.map(InstanceOperations::details))
        .nextToken(page.token())
        .build();
  }

  private static AutoScalingInstanceDetails details(GroupInstance instance) {
    return AutoScalingInstanceDetails.builder()
        .instanceId(instance.id())
        .instanceType(instance.source().type())
        .autoScalingGroupName(instance.group())
        .availabilityZone(instance.source().zone())
        .lifecycleState(instance.state().text())
        .healthStatus(instance.healthy() ? "HEALTHY" : "UNHEALTHY")
        .launchConfigurationName(instance.source().launchConfiguration())
        .launchTemplate(instance.source().template())
        .protectedFromScaleIn(instance.protectedFromScaleIn())
        .weightedCapacity(instance.source().weight())
        .build();
  }

  private SetInstanceHealthResponse setHealth(Call call, SetInstanceHealthQuery request) {
    String status = Objects.toString(request.healthStatus(), "");
    if (!List.of("Healthy", "Unhealthy").contains(status)) {
      throw Faults.validation("Valid instance health states are: [Healthy, Unhealthy].");
    }
    String id = Objects.toString(request.instanceId(), "");
    boolean respects = !Boolean.FALSE.equals(request.shouldRespectGracePeriod());
    return parts
        .store()
        .write(tx -> {
          GroupInstance instance = GroupInstances.require(tx, call.scope(), id);
          Group group = Groups.require(tx, call.scope(), instance.group());
          Instant from = instance.graceFrom();
          boolean grace =
              respects
                  && from != null
                  && parts.time().instant().isBefore(from.plusSeconds(group.graceSeconds()));
          boolean sick = status.equals("Unhealthy");
          if (!(sick && grace)) {
            tx.put(
                GroupInstance.TABLE, instance.withUnhealthy(sick ? "a user health-check." : null));
            parts.wake().group(tx, group.scope(), group.name());
          }
          return SetInstanceHealthResponse.builder().build();
        });
  }

  private SetInstanceProtectionAnswer setProtection(Call call, SetInstanceProtectionQuery request) {
    boolean protectedNow = Faults.required(request.protectedFromScaleIn(), "protectedFromScaleIn");
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          for (GroupInstance instance :
              GroupInstances.require(tx, group, request.instanceIdsOrEmpty())) {
            if (instance.state().terminating() || instance.state() == LifecycleState.DETACHING) {
              throw Faults.validation(
                  "The instance "
                      + instance.id()
                      + " is not in InService or EnteringStandby or Standby.");
            }
            tx.put(GroupInstance.TABLE, instance.withProtectedFromScaleIn(protectedNow));
          }
          parts.wake().group(tx, group.scope(), group.name());
          return SetInstanceProtectionAnswer.builder().build();
        });
  }

  private ActivityType terminate(Call call, TerminateInstanceInAutoScalingGroupType request) {
    boolean smaller =
        Faults.required(request.shouldDecrementDesiredCapacity(), "shouldDecrementDesiredCapacity");
    String id = Objects.toString(request.instanceId(), "");
    return parts
        .store()
        .write(tx -> {
          GroupInstance instance = GroupInstances.require(tx, call.scope(), id);
          Group group = Groups.changeable(tx, call.scope(), instance.group());
          if (instance.state().terminating()) {
            throw Faults.scaling(
                "Activity is already in progress for the instance " + instance.id());
          }
          return ActivityType.builder()
              .activity(
                  terminations
                      .begin(
                          tx,
                          group,
                          instance,
                          cause(tx, group, instance, smaller),
                          parts.time().instant())
                      .orElse(null))
              .build();
        });
  }

  private String cause(Transaction tx, Group group, GroupInstance instance, boolean smaller) {
    String head =
        Activities.at(parts.time().instant())
            + "instance "
            + instance.id()
            + " was taken out of service in response to a user request, ";
    parts.wake().group(tx, group.scope(), group.name());
    boolean counted = instance.counts() || instance.state() == LifecycleState.STANDBY;
    if (!smaller || !counted) {
      return head + "keeping the capacity at " + group.desired() + ".";
    }
    int after = group.desired() - instance.weight();
    if (after < group.min()) {
      throw Faults.validation(
          "Currently, desiredSize equals minSize ("
              + group.min()
              + "). Terminating instance without replacement will violate group's min size"
              + " constraint. Either set shouldDecrementDesiredCapacity flag to false or lower"
              + " group's min size.");
    }
    tx.put(
        Group.TABLE,
        group.withSettings(group.settings().toBuilder().desiredCapacity(after).build()));
    return head + "shrinking the capacity from " + group.desired() + " to " + after + ".";
  }
}
