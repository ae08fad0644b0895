package croft.services.autoscaling.launchconfiguration;

import croft.api.autoscaling.BlockDeviceMapping;
import croft.api.autoscaling.Ebs;
import croft.api.autoscaling.InstanceMetadataOptions;
import croft.api.autoscaling.LaunchConfiguration;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.InstanceMarketOptionsRequest;
import croft.api.ec2.InstanceMetadataOptionsRequest;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.Placement;
import croft.api.ec2.RunInstancesMonitoringEnabled;
import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.SpotMarketOptions;
import croft.services.autoscaling.entity.Faults;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds launch configurations, and says what EC2 is asked for by one. */
public final class LaunchConfigurations {
  private LaunchConfigurations() {}

  /**
   * The one of that name.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static LaunchConfiguration require(Transaction tx, String scope, @Nullable String name) {
    return tx.get(LaunchConfigurationRow.TABLE, scope, name == null ? "" : name)
        .map(LaunchConfigurationRow::settings)
        .orElseThrow(() ->
            Faults.validation(
                "Launch configuration name not found - Launch configuration "
                    + name
                    + " not found"));
  }

  /** A launch by it, but for where and how many. */
  public static RunInstancesRequest.Builder launch(
      LaunchConfiguration settings, @Nullable String subnet) {
    RunInstancesRequest.Builder launch =
        RunInstancesRequest.builder()
            .imageId(settings.imageId())
            .instanceType(settings.instanceType())
            .keyName(settings.keyName())
            .userData(settings.userData())
            .iamInstanceProfile(profile(settings.iamInstanceProfile()))
            .ebsOptimized(settings.ebsOptimized())
            .monitoring(
                settings.instanceMonitoring() == null
                    ? null
                    : RunInstancesMonitoringEnabled.builder()
                        .enabled(settings.instanceMonitoring().enabled())
                        .build())
            .metadataOptions(metadata(settings.metadataOptions()))
            .blockDeviceMappings(
                settings.blockDeviceMappingsOrEmpty().stream()
                    .map(LaunchConfigurations::device)
                    .toList());
    if (settings.spotPrice() != null) {
      launch.instanceMarketOptions(spot(settings.spotPrice()));
    }
    if (settings.placementTenancy() != null) {
      launch.placement(Placement.builder().tenancy(settings.placementTenancy()).build());
    }
    return networked(launch, settings, subnet);
  }

  private static RunInstancesRequest.Builder networked(
      RunInstancesRequest.Builder launch, LaunchConfiguration settings, @Nullable String subnet) {
    List<String> ids =
        settings.securityGroupsOrEmpty().stream().filter(g -> g.startsWith("sg-")).toList();
    List<String> names =
        settings.securityGroupsOrEmpty().stream().filter(g -> !g.startsWith("sg-")).toList();
    if (settings.associatePublicIpAddress() == null) {
      return launch.subnetId(subnet).securityGroupIds(ids).securityGroups(names);
    }
    return launch.networkInterfaces(
        List.of(
            InstanceNetworkInterfaceSpecification.builder()
                .deviceIndex(0)
                .subnetId(subnet)
                .groups(ids)
                .associatePublicIpAddress(settings.associatePublicIpAddress())
                .deleteOnTermination(true)
                .build()));
  }

  private static @Nullable IamInstanceProfileSpecification profile(@Nullable String given) {
    if (given == null) {
      return null;
    }
    return given.startsWith("arn:")
        ? IamInstanceProfileSpecification.builder().arn(given).build()
        : IamInstanceProfileSpecification.builder().name(given).build();
  }

  private static InstanceMarketOptionsRequest spot(String price) {
    return InstanceMarketOptionsRequest.builder()
        .marketType("spot")
        .spotOptions(SpotMarketOptions.builder().maxPrice(price).build())
        .build();
  }

  private static @Nullable InstanceMetadataOptionsRequest metadata(
      @Nullable InstanceMetadataOptions options) {
    return options == null
        ? null
        : InstanceMetadataOptionsRequest.builder()
            .httpTokens(options.httpTokens())
            .httpEndpoint(options.httpEndpoint())
            .httpPutResponseHopLimit(options.httpPutResponseHopLimit())
            .build();
  }

  private static croft.api.ec2.BlockDeviceMapping device(BlockDeviceMapping mapping) {
    Ebs ebs = mapping.ebs();
    return croft.api.ec2.BlockDeviceMapping.builder()
        .deviceName(mapping.deviceName())
        .virtualName(mapping.virtualName())
        .noDevice(Boolean.TRUE.equals(mapping.noDevice()) ? "" : null)
        .ebs(
            ebs == null
                ? null
                : EbsBlockDevice.builder()
                    .snapshotId(ebs.snapshotId())
                    .volumeSize(ebs.volumeSize())
                    .volumeType(ebs.volumeType())
                    .deleteOnTermination(ebs.deleteOnTermination())
                    .iops(ebs.iops())
                    .throughput(ebs.throughput())
                    .encrypted(ebs.encrypted())
                    .build())
        .build();
  }
}
