package croft.services.ec2.instance;

import croft.api.ec2.CapacityReservationSpecificationResponse;
import croft.api.ec2.CpuOptions;
import croft.api.ec2.EnclaveOptions;
import croft.api.ec2.GroupIdentifier;
import croft.api.ec2.HibernationOptions;
import croft.api.ec2.IamInstanceProfile;
import croft.api.ec2.InstanceMaintenanceOptions;
import croft.api.ec2.InstanceMetadataOptionsResponse;
import croft.api.ec2.InstanceNetworkInterface;
import croft.api.ec2.Monitoring;
import croft.api.ec2.Placement;
import croft.api.ec2.PrivateDnsNameOptionsResponse;
import croft.api.ec2.StateReason;
import croft.services.ec2.networkinterface.InterfaceShapes;
import croft.services.ec2.networkinterface.InterfaceView;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.DiskView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An instance as the API shows it. */
public final class InstanceShapes {
  /** What the host's processor is called; instances share it. */
  public static final String ARCHITECTURE =
      System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x86_64";

  /** The name the API gives the root disk. */
  public static final String ROOT_DEVICE = "/dev/xvda";

  private final Map<String, String> groupNames;
  private final Function<String, Map<String, String>> tags;
  private final InterfaceView interfaces;
  private final DiskView disks;

  /**
   * Over what a scope holds beside the instances.
   *
   * @param groupNames the name of each security group id
   * @param tags of an instance, by its id
   * @param interfaces of the instances, with their public addresses
   * @param disks of the instances
   */
  public InstanceShapes(
      Map<String, String> groupNames,
      Function<String, Map<String, String>> tags,
      InterfaceView interfaces,
      DiskView disks) {
    this.disks = disks;
    this.groupNames = groupNames;
    this.tags = tags;
    this.interfaces = interfaces;
  }

  Map<String, String> tags(Instance instance) {
    return tags.apply(instance.id());
  }

  List<GroupIdentifier> groups(Instance instance) {
    return instance.place().groupIds().stream()
        .map(id ->
            GroupIdentifier.builder()
                .groupId(id)
                .groupName(groupNames.getOrDefault(id, ""))
                .build())
        .toList();
  }

  /** The address the instance is reached at from outside, or null. */
  @Nullable String publicAddress(Instance instance) {
    Instance.Place place = instance.place();
    String elastic = interfaces.elasticAddress(place.interfaceId(), place.privateAddress());
    return elastic != null ? elastic : place.publicAddress();
  }

  static croft.api.ec2.InstanceState state(InstanceState state) {
    return croft.api.ec2.InstanceState.builder().code(state.code()).name(state.text()).build();
  }

  /** {@code ip-10-0-0-4.us-west-2.compute.internal}, or {@code ec2.internal} in us-east-1. */
  public static String privateName(String region, String address) {
    return "ip-" + address.replace('.', '-') + "." + domain(region);
  }

  /** What private names end in: {@code us-west-2.compute.internal}. */
  public static String domain(String region) {
    return region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
  }

  public static String publicName(String region, @Nullable String address) {
    if (address == null) {
      return "";
    }
    String suffix =
        region.equals("us-east-1") ? "compute-1.amazonaws.com" : region + ".compute.amazonaws.com";
    return "ec2-" + address.replace('.', '-') + "." + suffix;
  }

  /** The whole shape, as DescribeInstances and RunInstances give it. */
  public croft.api.ec2.Instance shape(Instance instance) {
    Instance.Place place = instance.place();
    Instance.Options options = instance.options();
    String region = instance.scope().substring(instance.scope().indexOf('/') + 1);
    boolean gone = instance.state() == InstanceState.TERMINATED;
    String address = gone ? null : publicAddress(instance);
    InterfaceShapes shapes = new InterfaceShapes(interfaces);
    List<InstanceNetworkInterface> shown =
        gone ? List.of() : interfaces.of(instance).stream().map(shapes::ofInstance).toList();
    return croft.api.ec2.Instance.builder()
        .instanceId(instance.id())
        .imageId(instance.launch().imageId())
        .instanceType(options.type())
        .keyName(instance.launch().keyName())
        .amiLaunchIndex(instance.launch().index())
        .launchTime(instance.launch().at())
        .clientToken(instance.launch().clientToken() == null ? "" : instance.launch().clientToken())
        .state(state(instance.state()))
        .stateReason(reason(instance.lifecycle()))
        .stateTransitionReason(instance.lifecycle().transitionReason())
        .placement(placement(instance))
        .monitoring(
            Monitoring.builder()
                .state(options.detailedMonitoring() ? "enabled" : "disabled")
                .build())
        .architecture(ARCHITECTURE)
        .hypervisor("xen")
        .virtualizationType("hvm")
        .enaSupport(true)
        .ebsOptimized(instance.settings().ebsOptimized())
        .instanceLifecycle(instance.settings().spotRequestId() == null ? null : "spot")
        .spotInstanceRequestId(instance.settings().spotRequestId())
        .hibernationOptions(HibernationOptions.builder().configured(false).build())
        .enclaveOptions(EnclaveOptions.builder().enabled(false).build())
        .capacityReservationSpecification(
            CapacityReservationSpecificationResponse.builder()
                .capacityReservationPreference("open")
                .build())
        .maintenanceOptions(
            InstanceMaintenanceOptions.builder()
                .autoRecovery(instance.settings().recoveryDisabled() ? "disabled" : "default")
                .build())
        .privateDnsNameOptions(
            PrivateDnsNameOptionsResponse.builder()
                .hostnameType("ip-name")
                .enableResourceNameDnsARecord(false)
                .enableResourceNameDnsAAAARecord(false)
                .build())
        .bootMode("legacy-bios")
        .currentInstanceBootMode("legacy-bios")
        .usageOperationUpdateTime(instance.launch().at())
        .platformDetails("Linux/UNIX")
        .usageOperation("RunInstances")
        .rootDeviceName(ROOT_DEVICE)
        .rootDeviceType("ebs")
        .vpcId(gone ? null : place.vpcId())
        .subnetId(gone ? null : place.subnetId())
        .privateIpAddress(gone ? null : place.privateAddress())
        .privateDnsName(gone ? "" : privateName(region, place.privateAddress()))
        .publicIpAddress(address)
        .publicDnsName(publicName(region, address))
        .sourceDestCheck(shown.isEmpty() ? null : shown.getFirst().sourceDestCheck())
        .securityGroups(gone ? List.of() : groups(instance))
        .networkInterfaces(shown)
        .blockDeviceMappings(gone ? List.of() : disks.mappings(instance))
        .iamInstanceProfile(profile(options))
        .cpuOptions(cpuOptions(options.type()))
        .metadataOptions(metadata(options.metadata()))
        .productCodes(List.of())
        .tags(Tags.shapes(tags(instance)))
        .build();
  }

  private static Placement placement(Instance instance) {
    InstanceSettings.Group group = instance.settings().group();
    return Placement.builder()
        .availabilityZone(instance.place().zone())
        .groupName(group == null ? "" : group.name())
        .groupId(group == null ? null : group.id())
        .partitionNumber(
            group == null || group.partition() == 0 ? null : Integer.valueOf(group.partition()))
        .tenancy("default")
        .build();
  }

  private static @Nullable StateReason reason(Instance.Lifecycle lifecycle) {
    return lifecycle.reasonCode() == null
        ? null
        : StateReason.builder()
            .code(lifecycle.reasonCode())
            .message(lifecycle.reasonMessage())
            .build();
  }

  private static @Nullable IamInstanceProfile profile(Instance.Options options) {
    return options.profileArn() == null
        ? null
        : IamInstanceProfile.builder().arn(options.profileArn()).id(options.profileId()).build();
  }

  private static @Nullable CpuOptions cpuOptions(String typeName) {
    InstanceType type = InstanceType.find(typeName);
    return type == null
        ? null
        : CpuOptions.builder()
            .coreCount(type.virtualCpus() / type.threadsPerCore())
            .threadsPerCore(type.threadsPerCore())
            .build();
  }

  static InstanceMetadataOptionsResponse metadata(Instance.MetadataOptions options) {
    return InstanceMetadataOptionsResponse.builder()
        .state("applied")
        .httpEndpoint(options.enabled() ? "enabled" : "disabled")
        .httpTokens(options.tokensRequired() ? "required" : "optional")
        .httpPutResponseHopLimit(options.hopLimit())
        .httpProtocolIpv6("disabled")
        .instanceMetadataTags(options.tagsEnabled() ? "enabled" : "disabled")
        .build();
  }
}
