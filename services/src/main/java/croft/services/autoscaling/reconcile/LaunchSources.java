package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.LaunchTemplateOverrides;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.MixedInstancesPolicy;
import croft.api.ec2.DescribeLaunchTemplateVersionsRequest;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.LaunchTemplateInstanceNetworkInterfaceSpecification;
import croft.api.ec2.LaunchTemplateVersion;
import croft.api.ec2.Placement;
import croft.api.ec2.ResponseLaunchTemplateData;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurations;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what EC2 is asked for when a group launches: by its configuration or its template. */
final class LaunchSources {
  private final ScalingParts parts;

  LaunchSources(ScalingParts parts) {
    this.parts = parts;
  }

  /**
   * What a group launches from now, its template's version told by number.
   *
   * @param template of EC2, null for a launch configuration
   */
  record Chosen(
      @Nullable String configuration,
      @Nullable LaunchTemplateSpecification template,
      @Nullable ResponseLaunchTemplateData data,
      String type,
      @Nullable String weight) {

    /** Of one launch. */
    GroupInstance.Source source(LaunchSite site) {
      return new GroupInstance.Source(
          type, site.zone(), site.subnet(), configuration, template, weight);
    }

    int units() {
      return weight == null ? 1 : Integer.parseInt(weight);
    }
  }

  /**
   * What is launched next.
   *
   * @param failures how many launches failed before: another override is tried after each
   * @throws ServiceError when the configuration or template cannot be had
   */
  Chosen choose(Group group, AutoScalingGroup settings, int failures) {
    if (settings.launchConfigurationName() != null) {
      String name = settings.launchConfigurationName();
      String type =
          parts
              .store()
              .read(tx -> LaunchConfigurations.require(tx, group.scope(), name).instanceType());
      return new Chosen(name, null, null, Objects.toString(type, ""), null);
    }
    MixedInstancesPolicy mixed = settings.mixedInstancesPolicy();
    if (mixed == null) {
      return template(group, settings.launchTemplate(), null);
    }
    croft.api.autoscaling.LaunchTemplate template =
        Faults.required(mixed.launchTemplate(), "mixedInstancesPolicy.launchTemplate");
    List<LaunchTemplateOverrides> overrides = template.overridesOrEmpty();
    if (overrides.isEmpty()) {
      return template(group, template.launchTemplateSpecification(), null);
    }
    LaunchTemplateOverrides override = overrides.get(failures % overrides.size());
    LaunchTemplateSpecification own = override.launchTemplateSpecification();
    return template(group, own == null ? template.launchTemplateSpecification() : own, override);
  }

  private Chosen template(
      Group group,
      @Nullable LaunchTemplateSpecification named,
      @Nullable LaunchTemplateOverrides override) {
    LaunchTemplateSpecification given = Faults.required(named, "launchTemplate");
    LaunchTemplateVersion version = version(group, given);
    ResponseLaunchTemplateData data =
        Faults.required(version.launchTemplateData(), "launchTemplateData");
    String type = override == null ? null : override.instanceType();
    if (type == null) {
      type = Objects.requireNonNullElse(data.instanceType(), "m1.small");
    }
    LaunchTemplateSpecification used =
        LaunchTemplateSpecification.builder()
            .launchTemplateId(version.launchTemplateId())
            .launchTemplateName(version.launchTemplateName())
            .version(String.valueOf(version.versionNumber()))
            .build();
    return new Chosen(
        null, used, data, type, override == null ? null : override.weightedCapacity());
  }

  private LaunchTemplateVersion version(Group group, LaunchTemplateSpecification given) {
    List<LaunchTemplateVersion> versions =
        parts
            .cloud()
            .ec2(group.scope())
            .describeLaunchTemplateVersions(
                DescribeLaunchTemplateVersionsRequest.builder()
                    .launchTemplateId(given.launchTemplateId())
                    .versions(List.of(Objects.requireNonNullElse(given.version(), "$Default")))
                    .build())
            .launchTemplateVersionsOrEmpty();
    if (versions.isEmpty()) {
      throw Faults.validation("Could not find launch template version " + given.version() + ".");
    }
    return versions.getFirst();
  }

  /** The request for instances at one site, but for how many, tags and token. */
  RunInstancesRequest.Builder request(Group group, Chosen chosen, LaunchSite site) {
    RunInstancesRequest.Builder request =
        chosen.configuration() != null
            ? LaunchConfigurations.launch(
                parts
                    .store()
                    .read(tx ->
                        LaunchConfigurations.require(tx, group.scope(), chosen.configuration())),
                site.subnet())
            : templated(chosen, site);
    Placement held = request.build().placement();
    Placement.Builder placement = held == null ? Placement.builder() : held.toBuilder();
    String placementGroup = group.settings().placementGroup();
    if (site.subnet() == null) {
      placement.availabilityZone(site.zone());
    }
    if (placementGroup != null && !placementGroup.isEmpty()) {
      placement.groupName(placementGroup);
    }
    Placement made = placement.build();
    return made.equals(Placement.builder().build()) ? request : request.placement(made);
  }

  private static RunInstancesRequest.Builder templated(Chosen chosen, LaunchSite site) {
    LaunchTemplateSpecification template = Faults.required(chosen.template(), "launchTemplate");
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .instanceType(chosen.type())
            .launchTemplate(
                croft.api.ec2.LaunchTemplateSpecification.builder()
                    .launchTemplateId(template.launchTemplateId())
                    .version(template.version())
                    .build());
    ResponseLaunchTemplateData data = chosen.data();
    List<LaunchTemplateInstanceNetworkInterfaceSpecification> interfaces =
        data == null ? List.of() : data.networkInterfacesOrEmpty();
    if (interfaces.isEmpty()) {
      return request.subnetId(site.subnet());
    }
    // A launch with interfaces names its subnet there, and its interfaces replace the template's.
    return request.networkInterfaces(
        interfaces.stream().map(nic -> nic(nic, site.subnet())).toList());
  }

  private static InstanceNetworkInterfaceSpecification nic(
      LaunchTemplateInstanceNetworkInterfaceSpecification nic, @Nullable String subnet) {
    return InstanceNetworkInterfaceSpecification.builder()
        .associatePublicIpAddress(nic.associatePublicIpAddress())
        .deleteOnTermination(nic.deleteOnTermination())
        .description(nic.description())
        .deviceIndex(nic.deviceIndex())
        .groups(nic.groupsOrEmpty())
        .interfaceType(nic.interfaceType())
        .networkInterfaceId(nic.networkInterfaceId())
        .networkCardIndex(nic.networkCardIndex())
        .privateIpAddress(nic.privateIpAddress())
        .privateIpAddresses(nic.privateIpAddressesOrEmpty())
        .secondaryPrivateIpAddressCount(nic.secondaryPrivateIpAddressCount())
        .subnetId(subnet == null ? nic.subnetId() : subnet)
        .build();
  }
}
