package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.MixedInstancesPolicy;
import croft.api.ec2.DescribeAvailabilityZonesRequest;
import croft.api.ec2.DescribeLaunchTemplateVersionsRequest;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.LaunchTemplateVersion;
import croft.api.ec2.Subnet;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Looks up what a group names in EC2: subnets, zones, launch templates. */
final class GroupPlaces {
  private final Ec2Api ec2;

  GroupPlaces(Ec2Api ec2) {
    this.ec2 = ec2;
  }

  /**
   * The settings with the zones of their subnets, and the template by id and name.
   *
   * @throws ServiceError {@code ValidationError} for what is not there
   */
  AutoScalingGroup resolved(AutoScalingGroup settings) {
    AutoScalingGroup.Builder resolved = settings.toBuilder();
    String list = settings.vpcZoneIdentifier();
    if (list != null && !list.isBlank()) {
      resolved.availabilityZones(zonesOf(List.of(list.replace(" ", "").split(",", -1)), settings));
    } else {
      requireZones(settings.availabilityZonesOrEmpty());
    }
    return launching(resolved.build());
  }

  /** The settings with what is launched from by id and name. */
  AutoScalingGroup launching(AutoScalingGroup settings) {
    AutoScalingGroup.Builder resolved = settings.toBuilder();
    LaunchTemplateSpecification template = settings.launchTemplate();
    if (template != null) {
      resolved.launchTemplate(template(template));
    }
    MixedInstancesPolicy mixed = settings.mixedInstancesPolicy();
    if (mixed != null) {
      resolved.mixedInstancesPolicy(mixed(mixed));
    }
    return resolved.build();
  }

  private List<String> zonesOf(List<String> subnets, AutoScalingGroup settings) {
    List<Subnet> found;
    try {
      found =
          ec2.describeSubnets(DescribeSubnetsRequest.builder().subnetIds(subnets).build())
              .subnetsOrEmpty();
    } catch (ServiceError e) {
      throw Faults.validation(e.message());
    }
    if (found.stream().map(Subnet::vpcId).distinct().count() > 1) {
      throw Faults.validation(
          "The subnets of the parameter VPCZoneIdentifier must be in the same VPC");
    }
    Set<String> zones = new TreeSet<>();
    found.forEach(subnet -> zones.add(String.valueOf(subnet.availabilityZone())));
    List<String> named = settings.availabilityZonesOrEmpty();
    if (!named.isEmpty() && !zones.equals(new TreeSet<>(named))) {
      throw Faults.validation(
          "The availability zones of the specified subnets and the Auto Scaling group do not"
              + " match");
    }
    return List.copyOf(zones);
  }

  private void requireZones(List<String> zones) {
    try {
      ec2.describeAvailabilityZones(
          DescribeAvailabilityZonesRequest.builder().zoneNames(zones).build());
    } catch (ServiceError e) {
      throw Faults.validation("Invalid availability zones: [" + String.join(", ", zones) + "]");
    }
  }

  /** By id and name both, as groups show it; the version as it was given. */
  LaunchTemplateSpecification template(LaunchTemplateSpecification given) {
    if (given.launchTemplateId() != null && given.launchTemplateName() != null) {
      // Both are what this service itself gives back; AWS takes them when they agree.
      LaunchTemplateVersion found = version(given);
      if (!given.launchTemplateName().equals(found.launchTemplateName())) {
        throw Faults.validation(
            "Valid requests must contain either launchTemplateId or LaunchTemplateName");
      }
    }
    if (given.launchTemplateId() == null && given.launchTemplateName() == null) {
      throw Faults.validation(
          "Valid requests must contain either launchTemplateId or LaunchTemplateName");
    }
    LaunchTemplateVersion version = version(given);
    return given.toBuilder()
        .launchTemplateId(version.launchTemplateId())
        .launchTemplateName(version.launchTemplateName())
        .build();
  }

  private LaunchTemplateVersion version(LaunchTemplateSpecification given) {
    String id = given.launchTemplateId();
    try {
      List<LaunchTemplateVersion> versions =
          ec2.describeLaunchTemplateVersions(
                  DescribeLaunchTemplateVersionsRequest.builder()
                      .launchTemplateId(id)
                      .launchTemplateName(id == null ? given.launchTemplateName() : null)
                      .versions(List.of(Objects.requireNonNullElse(given.version(), "$Default")))
                      .build())
              .launchTemplateVersionsOrEmpty();
      if (!versions.isEmpty()) {
        return versions.getFirst();
      }
    } catch (ServiceError e) {
      throw Faults.validation("You must use a valid fully-formed launch template. " + e.message());
    }
    throw Faults.validation(
        "You must use a valid fully-formed launch template. Could not find launch template version"
            + " "
            + given.version());
  }

  private MixedInstancesPolicy mixed(MixedInstancesPolicy mixed) {
    croft.api.autoscaling.LaunchTemplate template = mixed.launchTemplate();
    if (template == null || template.launchTemplateSpecification() == null) {
      return mixed;
    }
    return mixed.toBuilder()
        .launchTemplate(
            template.toBuilder()
                .launchTemplateSpecification(template(template.launchTemplateSpecification()))
                .overrides(
                    template.overridesOrEmpty().stream()
                        .map(o ->
                            o.launchTemplateSpecification() == null
                                ? o
                                : o.toBuilder()
                                    .launchTemplateSpecification(
                                        template(o.launchTemplateSpecification()))
                                    .build())
                        .toList())
                .build())
        .instancesDistribution(GroupDefaults.distribution(mixed.instancesDistribution()))
        .build();
  }
}
