package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.InstanceMaintenancePolicy;
import croft.api.autoscaling.InstancesDistribution;
import croft.api.autoscaling.LaunchTemplateOverrides;
import croft.api.autoscaling.MixedInstancesPolicy;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be said of a group; checks that need nothing but the request. */
final class GroupSettings {
  static final List<String> TERMINATION_POLICIES =
      List.of(
          "OldestInstance",
          "OldestLaunchConfiguration",
          "NewestInstance",
          "ClosestToNextInstanceHour",
          "Default",
          "OldestLaunchTemplate",
          "AllocationStrategy");

  private static final int SHORTEST_LIFETIME_SECONDS = 86_400;
  private static final Set<String> HEALTH_CHECKS = Set.of("EC2", "ELB");

  private GroupSettings() {}

  /**
   * Passes settings that agree with one another.
   *
   * @throws ServiceError {@code ValidationError}
   */
  static AutoScalingGroup checked(AutoScalingGroup settings) {
    sizes(settings);
    launchSource(settings);
    healthCheck(settings);
    lifetime(settings);
    policies(settings.terminationPoliciesOrEmpty());
    maintenance(settings.instanceMaintenancePolicy());
    if (settings.availabilityZonesOrEmpty().isEmpty() && settings.vpcZoneIdentifier() == null) {
      throw Faults.validation("At least one Availability Zone or VPC Subnet is required.");
    }
    String type = settings.desiredCapacityType();
    if (type != null && !type.equals("units")) {
      throw ServiceError.unsupported("The desired capacity type " + type);
    }
    return settings;
  }

  private static void sizes(AutoScalingGroup settings) {
    int min = Objects.requireNonNullElse(settings.minSize(), 0);
    int max = Objects.requireNonNullElse(settings.maxSize(), 0);
    int desired = Objects.requireNonNullElse(settings.desiredCapacity(), min);
    if (min < 0 || max < 0) {
      throw Faults.validation("Min and max bounds must not be negative.");
    }
    if (max < min) {
      throw Faults.validation(
          "Max bound, " + max + ", must be greater than or equal to min bound, " + min);
    }
    if (desired < min || desired > max) {
      throw Faults.validation(
          "Desired capacity:"
              + desired
              + " must be between the specified min size:"
              + min
              + " and max size:"
              + max);
    }
  }

  private static void launchSource(AutoScalingGroup settings) {
    long given =
        Stream.of(
                settings.launchConfigurationName(),
                settings.launchTemplate(),
                settings.mixedInstancesPolicy())
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw Faults.validation(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    MixedInstancesPolicy mixed = settings.mixedInstancesPolicy();
    if (mixed != null) {
      mixed(mixed);
    }
  }

  private static void mixed(MixedInstancesPolicy mixed) {
    if (mixed.launchTemplate() == null
        || mixed.launchTemplate().launchTemplateSpecification() == null) {
      throw Faults.validation(
          "LaunchTemplateSpecification must be specified for a MixedInstancesPolicy.");
    }
    List<LaunchTemplateOverrides> overrides = mixed.launchTemplate().overridesOrEmpty();
    for (LaunchTemplateOverrides override : overrides) {
      if (override.instanceRequirements() != null) {
        throw ServiceError.unsupported("The member InstanceRequirements of an override");
      }
    }
    long weighted = overrides.stream().filter(o -> o.weightedCapacity() != null).count();
    if (weighted != 0 && weighted != overrides.size()) {
      throw Faults.validation(
          "WeightedCapacity must be specified for all or none of the launch template overrides.");
    }
    InstancesDistribution distribution = mixed.instancesDistribution();
    if (distribution != null) {
      onlyOnDemand(distribution);
    }
  }

  /** Spot capacity is another market, which a machine of one's own does not have. */
  private static void onlyOnDemand(InstancesDistribution distribution) {
    Integer above = distribution.onDemandPercentageAboveBaseCapacity();
    if (above != null && above != 100) {
      throw ServiceError.unsupported(
          "An OnDemandPercentageAboveBaseCapacity other than 100, for spot instances,");
    }
    if (distribution.spotMaxPrice() != null && !distribution.spotMaxPrice().isEmpty()) {
      throw ServiceError.unsupported("The member SpotMaxPrice of a mixed instances policy");
    }
    String strategy = distribution.onDemandAllocationStrategy();
    if (strategy != null && !Set.of("prioritized", "lowest-price").contains(strategy)) {
      throw Faults.validation("Invalid OnDemandAllocationStrategy: " + strategy);
    }
  }

  private static void healthCheck(AutoScalingGroup settings) {
    String type = settings.healthCheckType();
    if (type == null) {
      return;
    }
    for (String one : type.split(",", -1)) {
      if (one.equals("EBS") || one.equals("VPC_LATTICE")) {
        throw ServiceError.unsupported("The health check type " + one);
      }
      if (!HEALTH_CHECKS.contains(one)) {
        throw Faults.validation("Invalid health check type: " + one);
      }
    }
    Integer grace = settings.healthCheckGracePeriod();
    if (grace != null && grace < 0) {
      throw Faults.validation("HealthCheckGracePeriod must be greater than or equal to 0");
    }
  }

  private static void lifetime(AutoScalingGroup settings) {
    Integer lifetime = settings.maxInstanceLifetime();
    if (lifetime != null && lifetime != 0 && lifetime < SHORTEST_LIFETIME_SECONDS) {
      throw Faults.validation(
          "MaxInstanceLifetime must be 0 or at least " + SHORTEST_LIFETIME_SECONDS + " seconds");
    }
  }

  private static void policies(List<String> policies) {
    for (String policy : policies) {
      if (policy.startsWith("arn:")) {
        throw ServiceError.unsupported("A termination policy by a Lambda function");
      }
      if (!TERMINATION_POLICIES.contains(policy)) {
        throw Faults.validation(
            "The termination policy '" + policy + "' is not a valid termination policy.");
      }
    }
  }

  private static void maintenance(@Nullable InstanceMaintenancePolicy policy) {
    if (policy == null) {
      return;
    }
    Integer least = policy.minHealthyPercentage();
    Integer most = policy.maxHealthyPercentage();
    if ((least == null) != (most == null)) {
      throw Faults.validation(
          "Both MinHealthyPercentage and MaxHealthyPercentage must be specified.");
    }
    if (least == null || most == null || (least == -1 && most == -1)) {
      return;
    }
    if (least < 0 || least > 100 || most < 100 || most > 200 || most - least > 100) {
      throw Faults.validation(
          "MinHealthyPercentage must be 0 to 100, MaxHealthyPercentage 100 to 200, and their"
              + " difference at most 100.");
    }
  }
}
