package croft.services.ec2.vpc;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.DescribeSubnetsResult;
import croft.api.ec2.DescribeVpcAttributeRequest;
import croft.api.ec2.DescribeVpcAttributeResult;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.DescribeVpcsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.VpcCidrBlockAssociation;
import croft.api.ec2.VpcCidrBlockState;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;

/** DescribeVpcs, DescribeVpcAttribute and DescribeSubnets. */
public final class VpcOperations {
  /** AWS keeps the first four and the last address of every subnet. */
  private static final int RESERVED_ADDRESSES = 5;

  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public VpcOperations(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_VPCS, AccessRule.toAll("ec2:DescribeVpcs"), this::describeVpcs),
        Binding.bind(
            Ec2Model.DESCRIBE_VPC_ATTRIBUTE,
            AccessRule.toAll("ec2:DescribeVpcAttribute"),
            this::describeVpcAttribute),
        Binding.bind(
            Ec2Model.DESCRIBE_SUBNETS,
            AccessRule.toAll("ec2:DescribeSubnets"),
            this::describeSubnets));
  }

  private DescribeVpcsResult describeVpcs(Call call, DescribeVpcsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.vpcIdsOrEmpty();
      ids.forEach(id -> Vpcs.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<Vpc> filters =
          new Filters<Vpc>()
              .on("vpc-id", Vpc::id)
              .on("cidr", Vpc::cidrBlock)
              .on("cidr-block-association.cidr-block", Vpc::cidrBlock)
              .on("dhcp-options-id", Vpc::dhcpOptionsId)
              .on("is-default", v -> Boolean.toString(v.isDefault()))
              .on("isDefault", v -> Boolean.toString(v.isDefault()))
              .on("owner-id", v -> call.account())
              .on("state", v -> "available")
              .tagged(v -> tags.getOrDefault(v.id(), Map.of()));
      Paging.Page<Vpc> page =
          paging.page(
              call,
              tx.list(Vpcs.TABLE, call.scope()).stream()
                  .filter(v -> ids.isEmpty() || ids.contains(v.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              Vpc::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVpcsResult.builder()
          .vpcs(
              page.items().stream()
                  .map(v -> shape(call, v, tags.getOrDefault(v.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static croft.api.ec2.Vpc shape(Call call, Vpc vpc, Map<String, String> tags) {
    return croft.api.ec2.Vpc.builder()
        .vpcId(vpc.id())
        .cidrBlock(vpc.cidrBlock())
        .cidrBlockAssociationSet(
            List.of(
                VpcCidrBlockAssociation.builder()
                    .associationId(vpc.id().replace("vpc-", "vpc-cidr-assoc-"))
                    .cidrBlock(vpc.cidrBlock())
                    .cidrBlockState(VpcCidrBlockState.builder().state("associated").build())
                    .build()))
        .dhcpOptionsId(vpc.dhcpOptionsId())
        .instanceTenancy("default")
        .isDefault(vpc.isDefault())
        .ownerId(call.account())
        .state("available")
        .tags(Tags.shapes(tags))
        .build();
  }

  private DescribeVpcAttributeResult describeVpcAttribute(
      Call call, DescribeVpcAttributeRequest request) {
    vpcs.ensureDefault(call.scope());
    String id = request.vpcId() == null ? "" : request.vpcId();
    Vpc vpc = store.read(tx -> Vpcs.require(tx, call.scope(), id));
    AttributeBooleanValue on = AttributeBooleanValue.builder().value(true).build();
    AttributeBooleanValue off = AttributeBooleanValue.builder().value(false).build();
    DescribeVpcAttributeResult.Builder result =
        DescribeVpcAttributeResult.builder().vpcId(vpc.id());
    String attribute = request.attribute() == null ? "" : request.attribute();
    return switch (attribute) {
      case "enableDnsSupport" -> result.enableDnsSupport(on).build();
      case "enableDnsHostnames" -> result.enableDnsHostnames(on).build();
      case "enableNetworkAddressUsageMetrics" ->
          result.enableNetworkAddressUsageMetrics(off).build();
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
    };
  }

  private DescribeSubnetsResult describeSubnets(Call call, DescribeSubnetsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.subnetIdsOrEmpty();
      ids.forEach(id -> Vpcs.requireSubnet(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Subnet> page =
          paging.page(
              call,
              tx.list(Vpcs.SUBNETS, call.scope()).stream()
                  .filter(s -> ids.isEmpty() || ids.contains(s.id()))
                  .filter(filters(call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Subnet::id,
              request.maxResults(),
              request.nextToken());
      return DescribeSubnetsResult.builder()
          .subnets(
              page.items().stream()
                  .map(s -> shape(tx, call, s, tags.getOrDefault(s.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Subnet> filters(Call call, Map<String, Map<String, String>> tags) {
    return new Filters<Subnet>()
        .on("subnet-id", Subnet::id)
        .on("vpc-id", Subnet::vpcId)
        .on("availability-zone", Subnet::zone)
        .on("availabilityZone", Subnet::zone)
        .on("cidr-block", Subnet::cidrBlock)
        .on("cidr", Subnet::cidrBlock)
        .on("cidrBlock", Subnet::cidrBlock)
        .on("default-for-az", s -> Boolean.toString(s.defaultForZone()))
        .on("defaultForAz", s -> Boolean.toString(s.defaultForZone()))
        .on("map-public-ip-on-launch", s -> Boolean.toString(s.mapPublicAddressOnLaunch()))
        .on("owner-id", s -> call.account())
        .on("state", s -> "available")
        .on("subnet-arn", s -> call.arn("ec2", "subnet/" + s.id()).toString())
        .tagged(s -> tags.getOrDefault(s.id(), Map.of()));
  }

  private static croft.api.ec2.Subnet shape(
      Transaction tx, Call call, Subnet subnet, Map<String, String> tags) {
    long used = NetworkInterfaces.inSubnet(tx, call.scope(), subnet.id()).size();
    long free = Ipv4Cidr.parse(subnet.cidrBlock()).size() - RESERVED_ADDRESSES - used;
    return croft.api.ec2.Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn(call.arn("ec2", "subnet/" + subnet.id()).toString())
        .vpcId(subnet.vpcId())
        .availabilityZone(subnet.zone())
        .availabilityZoneId(zoneId(call, subnet.zone()))
        .cidrBlock(subnet.cidrBlock())
        .availableIpAddressCount(Math.toIntExact(free))
        .defaultForAz(subnet.defaultForZone())
        .mapPublicIpOnLaunch(subnet.mapPublicAddressOnLaunch())
        .assignIpv6AddressOnCreation(false)
        .ipv6CidrBlockAssociationSet(List.of())
        .ownerId(call.account())
        .state("available")
        .tags(Tags.shapes(tags))
        .build();
  }

  private static String zoneId(Call call, String zone) {
    return croft.services.ec2.region.Regions.named(call.region()).zones().stream()
        .filter(z -> z.name().equals(zone))
        .map(z -> z.id())
        .findFirst()
        .orElse("");
  }
}
