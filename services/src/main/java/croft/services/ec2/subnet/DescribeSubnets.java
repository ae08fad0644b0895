package croft.services.ec2.subnet;

import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.DescribeSubnetsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.PrivateDnsNameOptionsOnLaunch;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.region.Regions;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;

/** DescribeSubnets. */
public final class DescribeSubnets {
  /** AWS keeps the first four and the last address of every subnet. */
  private static final int RESERVED_ADDRESSES = 5;

  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public DescribeSubnets(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_SUBNETS, AccessRule.toAll("ec2:DescribeSubnets"), this::describeSubnets);
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
                  .filter(filters(tx, call, tags).matching(request.filtersOrEmpty()))
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

  private static Filters<Subnet> filters(
      Transaction tx, Call call, Map<String, Map<String, String>> tags) {
    return new Filters<Subnet>()
        .on("subnet-id", Subnet::id)
        .on("vpc-id", Subnet::vpcId)
        .on("availability-zone", Subnet::zone)
        .on("availabilityZone", Subnet::zone)
        .on("availability-zone-id", s -> zoneId(call, s.zone()))
        .on("availabilityZoneId", s -> zoneId(call, s.zone()))
        .on("available-ip-address-count", s -> Integer.toString(free(tx, s)))
        .on("cidr-block", Subnet::cidrBlock)
        .on("cidr", Subnet::cidrBlock)
        .on("cidrBlock", Subnet::cidrBlock)
        .on("default-for-az", s -> Boolean.toString(s.defaultForZone()))
        .on("defaultForAz", s -> Boolean.toString(s.defaultForZone()))
        .on("map-public-ip-on-launch", s -> Boolean.toString(s.mapPublicAddressOnLaunch()))
        .on("map-customer-owned-ip-on-launch", s -> "false")
        .on("assign-ipv6-address-on-creation", s -> "false")
        .on("enable-dns64", s -> "false")
        .on("ipv6-native", s -> "false")
        .on("private-dns-name-options-on-launch.hostname-type", s -> "ip-name")
        .on("private-dns-name-options-on-launch.enable-resource-name-dns-a-record", s -> "false")
        .on("private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record", s -> "false")
        .onAll("ipv6-cidr-block-association.ipv6-cidr-block", s -> List.of())
        .onAll("ipv6-cidr-block-association.association-id", s -> List.of())
        .onAll("ipv6-cidr-block-association.state", s -> List.of())
        .onAll("outpost-arn", s -> List.of())
        .on("owner-id", s -> call.account())
        .on("state", s -> "available")
        .on("subnet-arn", s -> call.arn("ec2", "subnet/" + s.id()).toString())
        .tagged(s -> tags.getOrDefault(s.id(), Map.of()));
  }

  /** How many addresses a subnet can still give. */
  static int free(Transaction tx, Subnet subnet) {
    long used = NetworkInterfaces.inSubnet(tx, subnet.scope(), subnet.id()).size();
    return Math.toIntExact(Ipv4Cidr.parse(subnet.cidrBlock()).size() - RESERVED_ADDRESSES - used);
  }

  /** As the API shows a subnet. */
  static croft.api.ec2.Subnet shape(
      Transaction tx, Call call, Subnet subnet, Map<String, String> tags) {
    return croft.api.ec2.Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn(call.arn("ec2", "subnet/" + subnet.id()).toString())
        .vpcId(subnet.vpcId())
        .availabilityZone(subnet.zone())
        .availabilityZoneId(zoneId(call, subnet.zone()))
        .cidrBlock(subnet.cidrBlock())
        .availableIpAddressCount(free(tx, subnet))
        .defaultForAz(subnet.defaultForZone())
        .mapPublicIpOnLaunch(subnet.mapPublicAddressOnLaunch())
        .mapCustomerOwnedIpOnLaunch(false)
        .assignIpv6AddressOnCreation(false)
        .enableDns64(false)
        .ipv6Native(false)
        .privateDnsNameOptionsOnLaunch(
            PrivateDnsNameOptionsOnLaunch.builder()
                .hostnameType("ip-name")
                .enableResourceNameDnsARecord(false)
                .enableResourceNameDnsAAAARecord(false)
                .build())
        .ipv6CidrBlockAssociationSet(List.of())
        .ownerId(call.account())
        .state("available")
        .tags(Tags.shapes(tags))
        .build();
  }

  private static String zoneId(Call call, String zone) {
    return Regions.named(call.region()).zones().stream()
        .filter(z -> z.name().equals(zone))
        .map(Regions.Zone::id)
        .findFirst()
        .orElse("");
  }
}
