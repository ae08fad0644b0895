package croft.services.autoscaling.instance;

import croft.api.autoscaling.Activity;
import croft.api.autoscaling.AttachInstancesQuery;
import croft.api.autoscaling.AttachInstancesResponse;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DetachInstancesAnswer;
import croft.api.autoscaling.DetachInstancesQuery;
import croft.api.autoscaling.EnterStandbyAnswer;
import croft.api.autoscaling.EnterStandbyQuery;
import croft.api.autoscaling.ExitStandbyAnswer;
import croft.api.autoscaling.ExitStandbyQuery;
import croft.api.ec2.CreateTagsRequest;
import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.Reservation;
import croft.api.ec2.Tag;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.activity.Activities.Begun;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.reconcile.Terminations;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** AttachInstances, DetachInstances, EnterStandby and ExitStandby. */
public final class MembershipOperations {
  private final ScalingParts parts;

  public MembershipOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.ATTACH_INSTANCES,
            Groups.access(
                parts.store(), "AttachInstances", AttachInstancesQuery::autoScalingGroupName),
            this::attach),
        Binding.bind(
            AutoscalingModel.DETACH_INSTANCES,
            Groups.access(
                parts.store(), "DetachInstances", DetachInstancesQuery::autoScalingGroupName),
            this::detach),
        Binding.bind(
            AutoscalingModel.ENTER_STANDBY,
            Groups.access(parts.store(), "EnterStandby", EnterStandbyQuery::autoScalingGroupName),
            this::enterStandby),
        Binding.bind(
            AutoscalingModel.EXIT_STANDBY,
            Groups.access(parts.store(), "ExitStandby", ExitStandbyQuery::autoScalingGroupName),
            this::exitStandby));
  }

  private AttachInstancesResponse attach(Call call, AttachInstancesQuery request) {
    List<String> ids = request.instanceIdsOrEmpty();
    if (ids.isEmpty()) {
      throw Faults.validation("At least one instance ID is required.");
    }
    List<Instance> instances = look(call, ids);
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          instances.forEach(instance -> requireFree(tx, group, instance));
          Group larger = SizeChanges.more(group, instances.size(), "attach");
          tx.put(Group.TABLE, larger);
          for (Instance instance : instances) {
            attach(tx, group, instance, larger.desired());
          }
          parts.wake().group(tx, group.scope(), group.name());
          return true;
        });
    parts
        .cloud()
        .ec2(call.scope())
        .createTags(
            CreateTagsRequest.builder()
                .resources(ids)
                .tags(
                    List.of(
                        Tag.builder()
                            .key("aws:autoscaling:groupName")
                            .value(request.autoScalingGroupName())
                            .build()))
                .build());
    return AttachInstancesResponse.builder().build();
  }

  private List<Instance> look(Call call, List<String> ids) {
    try {
      return parts
          .cloud()
          .look(call)
          .describeInstances(DescribeInstancesRequest.builder().instanceIds(ids).build())
          .reservationsOrEmpty()
          .stream()
          .map(Reservation::instancesOrEmpty)
          .flatMap(List::stream)
          .toList();
    } catch (ServiceError e) {
      throw Faults.validation("Invalid Instance ID(s): [" + String.join(", ", ids) + "] specified");
    }
  }

  private static void requireFree(Transaction tx, Group group, Instance instance) {
    String id = Objects.toString(instance.instanceId(), "");
    Optional<GroupInstance> held = tx.get(GroupInstance.TABLE, group.scope(), id);
    if (held.isPresent()) {
      throw Faults.validation(
          "Instance " + id + " is already part of AutoScalingGroup:" + held.get().group());
    }
    String state = instance.state() == null ? "" : String.valueOf(instance.state().name());
    if (!state.equals("running")) {
      throw Faults.validation(
          "Instance " + id + " is not in correct state. Instance(s) must be in 'running' state.");
    }
    String zone = zone(instance);
    if (!group.settings().availabilityZonesOrEmpty().contains(zone)) {
      throw Faults.validation(
          "The availability zone "
              + zone
              + " of the instance "
              + id
              + " is not in the AutoScalingGroup's availability zones.");
    }
  }

  private static String zone(Instance instance) {
    return instance.placement() == null
        ? ""
        : Objects.toString(instance.placement().availabilityZone(), "");
  }

  private void attach(Transaction tx, Group group, Instance instance, int after) {
    String id = Objects.toString(instance.instanceId(), "");
    Instant now = parts.time().instant();
    String activity = parts.ids().uuid();
    GroupInstance entering =
        GroupInstance.entering(
                group,
                id,
                LifecycleState.PENDING,
                new GroupInstance.Source(
                    Objects.toString(instance.instanceType(), ""),
                    zone(instance),
                    group.subnets().isEmpty() ? null : instance.subnetId(),
                    null,
                    null,
                    null),
                now)
            .withActivityId(activity);
    tx.put(GroupInstance.TABLE, entering);
    Activities.begin(
        tx,
        group,
        new Begun(
            activity,
            "Attaching an existing EC2 instance: " + id,
            Activities.at(now)
                + "an instance was attached in response to a user request, increasing the capacity"
                + " from "
                + group.desired()
                + " to "
                + after
                + ".",
            Terminations.details(entering)),
        "InProgress",
        now);
  }

  private DetachInstancesAnswer detach(Call call, DetachInstancesQuery request) {
    boolean smaller =
        Faults.required(request.shouldDecrementDesiredCapacity(), "shouldDecrementDesiredCapacity");
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          List<Activity> activities =
              leave(
                  tx,
                  group,
                  GroupInstances.require(tx, group, request.instanceIdsOrEmpty()),
                  new Leaving(
                      LifecycleState.DETACHING,
                      smaller,
                      "detach",
                      "Detaching EC2 instance: ",
                      "was detached"));
          return DetachInstancesAnswer.builder().activities(activities).build();
        });
  }

  private EnterStandbyAnswer enterStandby(Call call, EnterStandbyQuery request) {
    boolean smaller =
        Faults.required(request.shouldDecrementDesiredCapacity(), "shouldDecrementDesiredCapacity");
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          List<Activity> activities =
              leave(
                  tx,
                  group,
                  GroupInstances.require(tx, group, request.instanceIdsOrEmpty()),
                  new Leaving(
                      LifecycleState.ENTERING_STANDBY,
                      smaller,
                      "place into standby",
                      "Moving EC2 instance to Standby: ",
                      "was moved to standby"));
          return EnterStandbyAnswer.builder().activities(activities).build();
        });
  }

  /** How instances leave service without ending. */
  private record Leaving(
      LifecycleState state, boolean smaller, String doing, String description, String done) {}

  private List<Activity> leave(
      Transaction tx, Group group, List<GroupInstance> instances, Leaving how) {
    Instant now = parts.time().instant();
    List<Activity> activities = new ArrayList<>();
    int units = 0;
    for (GroupInstance instance : instances) {
      boolean standby =
          instance.state() == LifecycleState.STANDBY && how.state() == LifecycleState.DETACHING;
      if (instance.state() != LifecycleState.IN_SERVICE && !standby) {
        throw Faults.validation(
            "The instance "
                + instance.id()
                + " is not in InService"
                + (how.state() == LifecycleState.DETACHING ? " or Standby." : "."));
      }
      units += standby ? 0 : instance.weight();
    }
    Group after = how.smaller() ? SizeChanges.less(group, units, how.doing()) : group;
    tx.put(Group.TABLE, after);
    for (GroupInstance instance : instances) {
      String activity = parts.ids().uuid();
      tx.put(GroupInstance.TABLE, instance.enter(how.state(), now).withActivityId(activity));
      activities.add(
          Activities.begin(
              tx,
              group,
              new Begun(
                  activity,
                  how.description() + instance.id(),
                  Activities.at(now)
                      + "instance "
                      + instance.id()
                      + " "
                      + how.done()
                      + " in response to a user request"
                      + (how.smaller()
                          ? ", shrinking the capacity from "
                              + group.desired()
                              + " to "
                              + after.desired()
                          : "")
                      + ".",
                  Terminations.details(instance)),
              "InProgress",
              now));
    }
    parts.wake().group(tx, group.scope(), group.name());
    return activities;
  }

  private ExitStandbyAnswer exitStandby(Call call, ExitStandbyQuery request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          List<GroupInstance> instances =
              GroupInstances.require(tx, group, request.instanceIdsOrEmpty());
          for (GroupInstance instance : instances) {
            if (instance.state() != LifecycleState.STANDBY) {
              throw Faults.validation("The instance " + instance.id() + " is not in Standby.");
            }
          }
          Group larger =
              SizeChanges.more(
                  group,
                  instances.stream().mapToInt(GroupInstance::weight).sum(),
                  "exit from standby");
          tx.put(Group.TABLE, larger);
          parts.wake().group(tx, group.scope(), group.name());
          return ExitStandbyAnswer.builder()
              .activities(
                  instances.stream().map(i -> returning(tx, group, i, larger.desired())).toList())
              .build();
        });
  }

  private Activity returning(Transaction tx, Group group, GroupInstance instance, int after) {
    Instant now = parts.time().instant();
    String activity = parts.ids().uuid();
    tx.put(
        GroupInstance.TABLE, instance.enter(LifecycleState.PENDING, now).withActivityId(activity));
    return Activities.begin(
        tx,
        group,
        new Begun(
            activity,
            "Moving EC2 instance out of Standby: " + instance.id(),
            Activities.at(now)
                + "instance "
                + instance.id()
                + " was moved out of standby in response to a user request, increasing the"
                + " capacity from "
                + group.desired()
                + " to "
                + after
                + ".",
            Terminations.details(instance)),
        "PreInService",
        now);
  }
}
