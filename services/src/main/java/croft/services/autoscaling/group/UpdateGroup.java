package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.UpdateAutoScalingGroupResponse;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurations;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UpdateAutoScalingGroup: what is not named stays as it is. */
public final class UpdateGroup {
  private static final String[] HONOURED = {
    "AutoScalingGroupName",
    "LaunchConfigurationName",
    "LaunchTemplate",
    "MixedInstancesPolicy",
    "MinSize",
    "MaxSize",
    "DesiredCapacity",
    "DefaultCooldown",
    "AvailabilityZones",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "PlacementGroup",
    "VPCZoneIdentifier",
    "TerminationPolicies",
    "NewInstancesProtectedFromScaleIn",
    "MaxInstanceLifetime",
    "CapacityRebalance",
    "Context",
    "DesiredCapacityType",
    "DefaultInstanceWarmup",
    "InstanceMaintenancePolicy"
  };

  private final ScalingParts parts;

  public UpdateGroup(ScalingParts parts) {
    this.parts = parts;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            AutoscalingModel.UPDATE_AUTO_SCALING_GROUP,
            Groups.access(
                parts.store(),
                "UpdateAutoScalingGroup",
                UpdateAutoScalingGroupType::autoScalingGroupName),
            this::update)
        .honouring(HONOURED);
  }

  private UpdateAutoScalingGroupResponse update(Call call, UpdateAutoScalingGroupType request) {
    Group before =
        parts
            .store()
            .read(tx -> Groups.changeable(tx, call.scope(), request.autoScalingGroupName()));
    // What EC2 says of the places is asked outside of the transaction, which others wait for.
    AutoScalingGroup wanted =
        new GroupPlaces(parts.cloud().look(call))
            .resolved(GroupSettings.checked(changed(before.settings(), request)));
    parts.store().write(tx -> put(tx, before, request, wanted));
    return UpdateAutoScalingGroupResponse.builder().build();
  }

  private Object put(
      Transaction tx, Group before, UpdateAutoScalingGroupType request, AutoScalingGroup wanted) {
    Group group = Groups.changeable(tx, before.scope(), before.name());
    if (!group.settings().equals(before.settings())) {
      // Somebody changed it in between: what was said is said of the group as it is now.
      AutoScalingGroup now = GroupSettings.checked(changed(group.settings(), request));
      wanted =
          wanted.toBuilder()
              .minSize(now.minSize())
              .maxSize(now.maxSize())
              .desiredCapacity(now.desiredCapacity())
              .build();
    }
    if (wanted.launchConfigurationName() != null) {
      LaunchConfigurations.require(tx, group.scope(), wanted.launchConfigurationName());
    }
    Group after = group.withSettings(wanted).withPause(null);
    if (after.desired() != group.desired()) {
      after =
          after.withBecause(
              Activities.at(parts.time().instant())
                  + "a user request update of AutoScalingGroup constraints to min: "
                  + after.min()
                  + ", max: "
                  + after.max()
                  + ", desired: "
                  + after.desired()
                  + " changing the desired capacity from "
                  + group.desired()
                  + " to "
                  + after.desired()
                  + ".");
    }
    tx.put(Group.TABLE, after);
    parts.wake().group(tx, group.scope(), group.name());
    return after;
  }

  private static AutoScalingGroup changed(
      AutoScalingGroup settings, UpdateAutoScalingGroupType request) {
    AutoScalingGroup.Builder next = settings.toBuilder();
    launchSource(settings, next, request);
    sizes(settings, next, request);
    places(next, request);
    next.defaultCooldown(or(request.defaultCooldown(), settings.defaultCooldown()))
        .healthCheckType(or(request.healthCheckType(), settings.healthCheckType()))
        .healthCheckGracePeriod(
            or(request.healthCheckGracePeriod(), settings.healthCheckGracePeriod()))
        .placementGroup(or(request.placementGroup(), settings.placementGroup()))
        .newInstancesProtectedFromScaleIn(
            or(
                request.newInstancesProtectedFromScaleIn(),
                settings.newInstancesProtectedFromScaleIn()))
        .maxInstanceLifetime(or(request.maxInstanceLifetime(), settings.maxInstanceLifetime()))
        .capacityRebalance(or(request.capacityRebalance(), settings.capacityRebalance()))
        .context(or(request.context(), settings.context()))
        .desiredCapacityType(or(request.desiredCapacityType(), settings.desiredCapacityType()))
        .instanceMaintenancePolicy(
            or(request.instanceMaintenancePolicy(), settings.instanceMaintenancePolicy()));
    Integer warmup = request.defaultInstanceWarmup();
    if (warmup != null) {
      next.defaultInstanceWarmup(warmup < 0 ? null : warmup);
    }
    if (!request.terminationPoliciesOrEmpty().isEmpty()) {
      next.terminationPolicies(request.terminationPolicies());
    }
    return next.build();
  }

  private static void launchSource(
      AutoScalingGroup settings,
      AutoScalingGroup.Builder next,
      UpdateAutoScalingGroupType request) {
    int given =
        (request.launchConfigurationName() == null ? 0 : 1)
            + (request.launchTemplate() == null ? 0 : 1)
            + (request.mixedInstancesPolicy() == null ? 0 : 1);
    if (given > 1) {
      throw Faults.validation(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName or"
              + " MixedInstancesPolicy parameter.");
    }
    if (given == 1) {
      next.launchConfigurationName(request.launchConfigurationName())
          .launchTemplate(request.launchTemplate())
          .mixedInstancesPolicy(mixed(settings, request));
    }
  }

  /** A policy that names only some of its parts leaves the others as they are. */
  private static croft.api.autoscaling.@Nullable MixedInstancesPolicy mixed(
      AutoScalingGroup settings, UpdateAutoScalingGroupType request) {
    croft.api.autoscaling.MixedInstancesPolicy given = request.mixedInstancesPolicy();
    croft.api.autoscaling.MixedInstancesPolicy before = settings.mixedInstancesPolicy();
    if (given == null || before == null) {
      return given;
    }
    return given.toBuilder()
        .launchTemplate(or(given.launchTemplate(), before.launchTemplate()))
        .instancesDistribution(or(given.instancesDistribution(), before.instancesDistribution()))
        .build();
  }

  private static void sizes(
      AutoScalingGroup settings,
      AutoScalingGroup.Builder next,
      UpdateAutoScalingGroupType request) {
    Integer min = or(request.minSize(), settings.minSize());
    Integer max = or(request.maxSize(), settings.maxSize());
    Integer desired = request.desiredCapacity();
    if (desired == null) {
      int held = settings.desiredCapacity() == null ? 0 : settings.desiredCapacity();
      int least = min == null ? 0 : min;
      int most = max == null ? held : max;
      desired = least > most ? held : Math.clamp(held, least, most);
    }
    next.minSize(min).maxSize(max).desiredCapacity(desired);
  }

  private static void places(AutoScalingGroup.Builder next, UpdateAutoScalingGroupType request) {
    List<String> zones = request.availabilityZonesOrEmpty();
    if (request.vpcZoneIdentifier() != null && !request.vpcZoneIdentifier().isEmpty()) {
      next.vpcZoneIdentifier(request.vpcZoneIdentifier()).availabilityZones(zones);
    } else if (!zones.isEmpty()) {
      next.vpcZoneIdentifier(null).availabilityZones(zones);
    } else {
      // The zones of subnets are found anew.
      AutoScalingGroup held = next.build();
      if (held.vpcZoneIdentifier() != null) {
        next.availabilityZones(List.of());
      }
    }
  }

  private static <T> @Nullable T or(@Nullable T given, @Nullable T held) {
    return given == null ? held : given;
  }
}
