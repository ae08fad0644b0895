package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstanceTypeOfferingsRequest;
import croft.api.ec2.DescribeInstanceTypeOfferingsResult;
import croft.api.ec2.DescribeInstanceTypesRequest;
import croft.api.ec2.DescribeInstanceTypesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetInstanceTypesFromInstanceRequirementsRequest;
import croft.api.ec2.GetInstanceTypesFromInstanceRequirementsResult;
import croft.api.ec2.InstanceTypeInfo;
import croft.api.ec2.InstanceTypeInfoFromInstanceRequirements;
import croft.api.ec2.InstanceTypeOffering;
import croft.api.ec2.MemoryInfo;
import croft.api.ec2.NetworkCardInfo;
import croft.api.ec2.NetworkInfo;
import croft.api.ec2.ProcessorInfo;
import croft.api.ec2.VCpuInfo;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.networkinterface.InterfaceLimits;
import croft.services.ec2.region.Regions;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * DescribeInstanceTypes, DescribeInstanceTypeOfferings and
 * GetInstanceTypesFromInstanceRequirements.
 */
public final class TypeOperations {
  private static final Filters<InstanceType> FILTERS =
      new Filters<InstanceType>()
          .on("instance-type", InstanceType::name)
          .on("current-generation", t -> Boolean.toString(t.currentGeneration()))
          .on("burstable-performance-supported", t -> Boolean.toString(t.burstable()))
          .on("bare-metal", t -> "false")
          .on("hypervisor", t -> "xen")
          .on("processor-info.supported-architecture", t -> InstanceShapes.ARCHITECTURE)
          .on("supported-root-device-type", t -> "ebs")
          .on("supported-usage-class", t -> "on-demand")
          .on("supported-virtualization-type", t -> "hvm")
          .on("memory-info.size-in-mib", t -> Integer.toString(t.memoryMebibytes()))
          .on("vcpu-info.default-vcpus", t -> Integer.toString(t.virtualCpus()))
          .on("vcpu-info.default-cores", t -> Integer.toString(cores(t)))
          .on("vcpu-info.default-threads-per-core", t -> Integer.toString(t.threadsPerCore()))
          .on(
              "processor-info.sustained-clock-speed-in-ghz",
              t -> Double.toString(t.clockGigahertz()))
          .on(
              "network-info.maximum-network-interfaces",
              t -> Integer.toString(InterfaceLimits.of(t.name()).interfaces()))
          .on(
              "network-info.ipv4-addresses-per-interface",
              t -> Integer.toString(InterfaceLimits.of(t.name()).addressesEach()))
          .on("network-info.ipv6-supported", t -> "false")
          .on("network-info.efa-supported", t -> "false")
          .on("network-info.ena-support", t -> "unsupported")
          .on("instance-storage-supported", t -> "false")
          .on("hibernation-supported", t -> "false")
          .on("dedicated-hosts-supported", t -> "false")
          .on("auto-recovery-supported", t -> "false")
          .on("free-tier-eligible", t -> Boolean.toString(isFree(t)));

  private final Paging paging;

  public TypeOperations(Paging paging) {
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_INSTANCE_TYPES,
            AccessRule.toAll("ec2:DescribeInstanceTypes"),
            this::describeInstanceTypes),
        Binding.bind(
            Ec2Model.DESCRIBE_INSTANCE_TYPE_OFFERINGS,
            AccessRule.toAll("ec2:DescribeInstanceTypeOfferings"),
            this::describeOfferings),
        Binding.bind(
                Ec2Model.GET_INSTANCE_TYPES_FROM_INSTANCE_REQUIREMENTS,
                AccessRule.toAll("ec2:GetInstanceTypesFromInstanceRequirements"),
                this::getTypesFromRequirements)
            .honouring(
                Stream.concat(
                        Stream.of(
                            "ArchitectureTypes", "VirtualizationTypes", "MaxResults", "NextToken"),
                        TypeRequirements.HONOURED.stream().map(n -> "InstanceRequirements." + n))
                    .toArray(String[]::new)));
  }

  private static boolean isFree(InstanceType type) {
    return type.name().equals("t2.micro");
  }

  private static int cores(InstanceType type) {
    return type.virtualCpus() / type.threadsPerCore();
  }

  private DescribeInstanceTypesResult describeInstanceTypes(
      Call call, DescribeInstanceTypesRequest request) {
    List<String> names = request.instanceTypesOrEmpty();
    List<String> unknown = names.stream().filter(n -> InstanceType.find(n) == null).toList();
    if (!unknown.isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidInstanceType",
          "The following supplied instance types do not exist: ["
              + String.join(", ", unknown)
              + "]");
    }
    Paging.Page<InstanceType> page =
        paging.page(
            call,
            sorted().stream()
                .filter(t -> names.isEmpty() || names.contains(t.name()))
                .filter(FILTERS.matching(request.filtersOrEmpty()))
                .toList(),
            InstanceType::name,
            request.maxResults(),
            request.nextToken());
    return DescribeInstanceTypesResult.builder()
        .instanceTypes(page.items().stream().map(TypeOperations::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<InstanceType> sorted() {
    return InstanceType.all().values().stream()
        .sorted(Comparator.comparing(InstanceType::name))
        .toList();
  }

  private static InstanceTypeInfo shape(InstanceType type) {
    return InstanceTypeInfo.builder()
        .instanceType(type.name())
        .currentGeneration(type.currentGeneration())
        .freeTierEligible(isFree(type))
        .supportedUsageClasses(List.of("on-demand"))
        .supportedRootDeviceTypes(List.of("ebs"))
        .supportedVirtualizationTypes(List.of("hvm"))
        .bareMetal(false)
        .hypervisor("xen")
        .processorInfo(
            ProcessorInfo.builder()
                .supportedArchitectures(List.of(InstanceShapes.ARCHITECTURE))
                .sustainedClockSpeedInGhz(type.clockGigahertz())
                .build())
        .vCpuInfo(
            VCpuInfo.builder()
                .defaultVCpus(type.virtualCpus())
                .defaultCores(cores(type))
                .defaultThreadsPerCore(type.threadsPerCore())
                .build())
        .memoryInfo(MemoryInfo.builder().sizeInMiB((long) type.memoryMebibytes()).build())
        .networkInfo(network(InterfaceLimits.of(type.name())))
        .instanceStorageSupported(false)
        .hibernationSupported(false)
        .burstablePerformanceSupported(type.burstable())
        .dedicatedHostsSupported(false)
        .autoRecoverySupported(false)
        .build();
  }

  private static NetworkInfo network(InterfaceLimits limits) {
    return NetworkInfo.builder()
        .maximumNetworkInterfaces(limits.interfaces())
        .ipv4AddressesPerInterface(limits.addressesEach())
        .maximumNetworkCards(1)
        .defaultNetworkCardIndex(0)
        .networkCards(
            List.of(
                NetworkCardInfo.builder()
                    .networkCardIndex(0)
                    .maximumNetworkInterfaces(limits.interfaces())
                    .build()))
        .ipv6AddressesPerInterface(0)
        .ipv6Supported(false)
        .enaSupport("unsupported")
        .efaSupported(false)
        .encryptionInTransitSupported(false)
        .enaSrdSupported(false)
        .build();
  }

  private GetInstanceTypesFromInstanceRequirementsResult getTypesFromRequirements(
      Call call, GetInstanceTypesFromInstanceRequirementsRequest request) {
    boolean machine =
        request.architectureTypesOrEmpty().contains(InstanceShapes.ARCHITECTURE)
            && request.virtualizationTypesOrEmpty().contains("hvm");
    TypeRequirements wanted = TypeRequirements.of(request.instanceRequirements());
    Paging.Page<InstanceType> page =
        paging.page(
            call,
            sorted().stream().filter(t -> machine).filter(wanted).toList(),
            InstanceType::name,
            request.maxResults(),
            request.nextToken());
    return GetInstanceTypesFromInstanceRequirementsResult.builder()
        .instanceTypes(
            page.items().stream()
                .map(t ->
                    InstanceTypeInfoFromInstanceRequirements.builder()
                        .instanceType(t.name())
                        .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Where a type is offered. */
  private record Offering(String type, String location) {
    String key() {
      return type + "@" + location;
    }
  }

  private DescribeInstanceTypeOfferingsResult describeOfferings(
      Call call, DescribeInstanceTypeOfferingsRequest request) {
    String locationType = request.locationType() == null ? "region" : request.locationType();
    List<String> locations =
        switch (locationType) {
          case "region" -> List.of(call.region());
          case "availability-zone" ->
              Regions.named(call.region()).zones().stream().map(Regions.Zone::name).toList();
          case "availability-zone-id" ->
              Regions.named(call.region()).zones().stream().map(Regions.Zone::id).toList();
          default -> throw ServiceError.unsupported("The location type " + locationType);
        };
    Filters<Offering> filters =
        new Filters<Offering>()
            .on("instance-type", Offering::type)
            .on("location", Offering::location);
    Paging.Page<Offering> page =
        paging.page(
            call,
            sorted().stream()
                .flatMap(t -> locations.stream().map(l -> new Offering(t.name(), l)))
                .filter(filters.matching(request.filtersOrEmpty()))
                .sorted(Comparator.comparing(Offering::key))
                .toList(),
            Offering::key,
            request.maxResults(),
            request.nextToken());
    return DescribeInstanceTypeOfferingsResult.builder()
        .instanceTypeOfferings(
            page.items().stream()
                .map(o ->
                    InstanceTypeOffering.builder()
                        .instanceType(o.type())
                        .location(o.location())
                        .locationType(locationType)
                        .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }
}
