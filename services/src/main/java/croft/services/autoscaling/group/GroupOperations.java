package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DeleteAutoScalingGroupResponse;
import croft.api.autoscaling.DeleteAutoScalingGroupType;
import croft.api.autoscaling.SetDesiredCapacityResponse;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.policy.TrackingAlarms;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;

/** The operations of groups: those of this class, and those beside it. */
public final class GroupOperations {
  private final ScalingParts parts;

  public GroupOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public static List<Table<?>> tables() {
    return List.of(Group.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        new CreateGroup(parts).binding(),
        new UpdateGroup(parts).binding(),
        new DescribeGroups(parts).binding(),
        Binding.bind(
            AutoscalingModel.DELETE_AUTO_SCALING_GROUP,
            Groups.access(
                parts.store(),
                "DeleteAutoScalingGroup",
                DeleteAutoScalingGroupType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.SET_DESIRED_CAPACITY,
            Groups.access(
                parts.store(), "SetDesiredCapacity", SetDesiredCapacityType::autoScalingGroupName),
            this::setDesiredCapacity));
  }

  private DeleteAutoScalingGroupResponse delete(Call call, DeleteAutoScalingGroupType request) {
    boolean force = Boolean.TRUE.equals(request.forceDelete());
    List<String> made =
        parts
            .store()
            .read(tx ->
                GroupRemoval.alarms(
                    tx, Groups.require(tx, call.scope(), request.autoScalingGroupName())));
    DeleteAutoScalingGroupResponse deleted = delete(call, request, force);
    new TrackingAlarms(parts).delete(call.scope(), made);
    return deleted;
  }

  private DeleteAutoScalingGroupResponse delete(
      Call call, DeleteAutoScalingGroupType request, boolean force) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          if (!force) {
            requireEmpty(tx, group);
          }
          deleteLater(tx, group);
          return DeleteAutoScalingGroupResponse.builder().build();
        });
  }

  private static void requireEmpty(Transaction tx, Group group) {
    if (!GroupInstances.of(tx, group).isEmpty()) {
      throw Faults.inUse(
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance"
              + " request(s) still in the group.");
    }
    if (Activities.goingOn(tx, group)) {
      throw Faults.scaling(
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress"
              + " for that group.");
    }
  }

  /** A group without anything goes at once; others when their instances are gone. */
  private void deleteLater(Transaction tx, Group group) {
    if (GroupInstances.of(tx, group).isEmpty() && !Activities.goingOn(tx, group)) {
      GroupRemoval.remove(tx, group);
      return;
    }
    Instant now = parts.time().instant();
    tx.put(
        Group.TABLE,
        group
            .withSettings(
                group.settings().toBuilder().minSize(0).maxSize(0).desiredCapacity(0).build())
            .withBecause(
                Activities.at(now)
                    + "a user request force deleted AutoScalingGroup changing the desired capacity"
                    + " from "
                    + group.desired()
                    + " to 0.")
            .withOwed(List.of())
            .withWarmPool(null)
            .withDeleting(true));
    parts.wake().group(tx, group.scope(), group.name());
  }

  private SetDesiredCapacityResponse setDesiredCapacity(Call call, SetDesiredCapacityType request) {
    int wanted = Faults.required(request.desiredCapacity(), "desiredCapacity");
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          requireWithin(group, wanted);
          Instant now = parts.time().instant();
          if (Boolean.TRUE.equals(request.honorCooldown())) {
            Cooldowns.requireOver(tx, group, now);
          }
          Group changed =
              group
                  .desiring(
                      wanted,
                      Activities.at(now)
                          + "a user request explicitly set group desired capacity changing the"
                          + " desired capacity from "
                          + group.desired()
                          + " to "
                          + wanted
                          + ".")
                  .withCooldownUntil(now.plusSeconds(group.defaultCooldownSeconds()));
          tx.put(Group.TABLE, changed);
          parts.wake().group(tx, group.scope(), group.name());
          return SetDesiredCapacityResponse.builder().build();
        });
  }

  private static void requireWithin(Group group, int wanted) {
    if (wanted > group.max()) {
      throw Faults.validation(
          "New SetDesiredCapacity value "
              + wanted
              + " is above max value "
              + group.max()
              + " for the AutoScalingGroup.");
    }
    if (wanted < group.min()) {
      throw Faults.validation(
          "New SetDesiredCapacity value "
              + wanted
              + " is below min value "
              + group.min()
              + " for the AutoScalingGroup.");
    }
  }
}
