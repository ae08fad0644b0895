package croft.services.ec2.subnet;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateDefaultSubnetRequest;
import croft.api.ec2.CreateDefaultSubnetResult;
import croft.api.ec2.CreateSubnetRequest;
import croft.api.ec2.CreateSubnetResult;
import croft.api.ec2.DeleteSubnetRequest;
import croft.api.ec2.DeleteSubnetResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifySubnetAttributeRequest;
import croft.api.ec2.ModifySubnetAttributeResponse;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.Wake;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.region.Regions;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Blocks;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes subnets. */
public final class SubnetOperations {
  private static final int DEFAULT_PREFIX_LENGTH = 20;

  private final Store store;
  private final Ids ids;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public SubnetOperations(Store store, Ids ids, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this noun but its Describe. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_SUBNET,
                (call, r) ->
                    access.create(
                        call, "CreateSubnet", "subnet", r.tagSpecificationsOrEmpty(), r.vpcId()),
                this::createSubnet)
            .honouring(
                "VpcId",
                "CidrBlock",
                "AvailabilityZone",
                "AvailabilityZoneId",
                "TagSpecifications"),
        Binding.bind(
                Ec2Model.CREATE_DEFAULT_SUBNET,
                (call, r) -> access.create(call, "CreateDefaultSubnet", "subnet", List.of()),
                this::createDefaultSubnet)
            .honouring("AvailabilityZone"),
        Binding.bind(
            Ec2Model.DELETE_SUBNET,
            (call, r) -> access.to(call, "DeleteSubnet", r.subnetId()),
            this::deleteSubnet),
        Binding.bind(
                Ec2Model.MODIFY_SUBNET_ATTRIBUTE,
                (call, r) -> access.to(call, "ModifySubnetAttribute", r.subnetId()),
                this::modifySubnetAttribute)
            .honouring("SubnetId", "MapPublicIpOnLaunch", "PrivateDnsHostnameTypeOnLaunch"));
  }

  private CreateSubnetResult createSubnet(Call call, CreateSubnetRequest request) {
    Ipv4Cidr block = Blocks.parse("cidrBlock", request.cidrBlock());
    String zone = zone(call, request.availabilityZone(), request.availabilityZoneId());
    Map<String, String> tags = TagSpecifications.of("subnet", request.tagSpecificationsOrEmpty());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      String vpcId = request.vpcId() == null ? "" : request.vpcId();
      Vpc vpc = Vpcs.require(tx, call.scope(), vpcId);
      Subnet subnet = insert(tx, vpc, block, new Kind(zone, false));
      ReservedTags.put(tx, call, subnet.id(), tags);
      return CreateSubnetResult.builder()
          .subnet(DescribeSubnets.shape(tx, call, subnet, tags))
          .build();
    });
  }

  private record Kind(String zone, boolean isDefault) {}

  private Subnet insert(Transaction tx, Vpc vpc, Ipv4Cidr block, Kind kind) {
    if (!Blocks.sized(block) || vpc.blocks().stream().noneMatch(b -> b.contains(block))) {
      throw ServiceError.badRequest("InvalidSubnet.Range", "The CIDR '" + block + "' is invalid.");
    }
    List<Subnet> others = Vpcs.subnetsOf(tx, vpc.scope(), vpc.id());
    if (others.stream().anyMatch(s -> Ipv4Cidr.parse(s.cidrBlock()).overlaps(block))) {
      throw ServiceError.badRequest(
          "InvalidSubnet.Conflict", "The CIDR '" + block + "' conflicts with another subnet");
    }
    if (others.size() >= Quotas.SUBNETS) {
      throw ServiceError.badRequest(
          "SubnetLimitExceeded", "The maximum number of subnets has been reached.");
    }
    Subnet subnet =
        new Subnet(
            vpc.scope(),
            ids.resource("subnet"),
            vpc.id(),
            kind.zone(),
            block.toString(),
            kind.isDefault(),
            kind.isDefault());
    tx.insert(Vpcs.SUBNETS, subnet);
    wake.network(tx, vpc.scope(), vpc.id());
    return subnet;
  }

  /** The zone asked for by name or id, or the first one. */
  private static String zone(Call call, @Nullable String name, @Nullable String id) {
    List<Regions.Zone> zones = Regions.named(call.region()).zones();
    if (name == null && id == null) {
      return zones.getFirst().name();
    }
    return zones.stream()
        .filter(z -> name == null || z.name().equals(name))
        .filter(z -> id == null || z.id().equals(id))
        .findFirst()
        .map(Regions.Zone::name)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidParameterValue",
                "Value ("
                    + (name == null ? id : name)
                    + ") for parameter availabilityZone"
                    + (name == null ? "Id" : "")
                    + " is invalid. Subnets can currently only be created in the following"
                    + " availability zones: "
                    + zones.stream()
                        .map(z -> name == null ? z.id() : z.name())
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  private CreateDefaultSubnetResult createDefaultSubnet(
      Call call, CreateDefaultSubnetRequest request) {
    String zone = zone(call, request.availabilityZone(), null);
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Vpc vpc =
          Vpcs.defaultVpc(tx, call.scope())
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "DefaultVpcDoesNotExist",
                      "No default VPC exists for this account in this region."));
      List<Subnet> subnets = Vpcs.subnetsOf(tx, call.scope(), vpc.id());
      subnets.stream()
          .filter(s -> s.defaultForZone() && s.zone().equals(zone))
          .forEach(s -> {
            throw ServiceError.badRequest(
                "DefaultSubnetAlreadyExistsInAvailabilityZone",
                "'" + s.id() + "' is already the default subnet in " + zone + ".");
          });
      Subnet subnet = insert(tx, vpc, freeBlock(vpc, subnets), new Kind(zone, true));
      return CreateDefaultSubnetResult.builder()
          .subnet(DescribeSubnets.shape(tx, call, subnet, Map.of()))
          .build();
    });
  }

  /** The first /20 of the VPC that no subnet has a part of. */
  private static Ipv4Cidr freeBlock(Vpc vpc, List<Subnet> subnets) {
    Ipv4Cidr whole = vpc.blocks().getFirst();
    long step = 1L << (32 - DEFAULT_PREFIX_LENGTH);
    for (long at = 0; at < whole.size(); at += step) {
      Ipv4Cidr candidate = new Ipv4Cidr(whole.at(at), DEFAULT_PREFIX_LENGTH);
      if (subnets.stream().noneMatch(s -> Ipv4Cidr.parse(s.cidrBlock()).overlaps(candidate))) {
        return candidate;
      }
    }
    throw ServiceError.badRequest(
        "InvalidSubnet.Conflict",
        "The default VPC has no free /" + DEFAULT_PREFIX_LENGTH + " block for a default subnet");
  }

  private DeleteSubnetResponse deleteSubnet(Call call, DeleteSubnetRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Subnet subnet = require(tx, call, request.subnetId());
      if (!NetworkInterfaces.inSubnet(tx, call.scope(), subnet.id()).isEmpty()) {
        throw ServiceError.badRequest(
            "DependencyViolation",
            "The subnet '" + subnet.id() + "' has dependencies and cannot be deleted.");
      }
      RouteTables.forget(tx, subnet);
      NetworkAcls.forgetSubnet(tx, subnet);
      tx.delete(Vpcs.SUBNETS, call.scope(), subnet.id());
      Tags.clear(tx, call.scope(), subnet.id());
      wake.network(tx, call.scope(), subnet.vpcId());
      return DeleteSubnetResponse.builder().build();
    });
  }

  private ModifySubnetAttributeResponse modifySubnetAttribute(
      Call call, ModifySubnetAttributeRequest request) {
    AttributeBooleanValue mapped = request.mapPublicIpOnLaunch();
    String hostnames = request.privateDnsHostnameTypeOnLaunch();
    if (hostnames != null && !hostnames.equals("ip-name")) {
      throw ServiceError.badRequest(
          "UnsupportedOperation",
          "PrivateDnsHostnameTypeOnLaunch other than 'ip-name' is not supported");
    }
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      Subnet subnet = require(tx, call, request.subnetId());
      if (mapped != null && mapped.value() != null) {
        tx.put(Vpcs.SUBNETS, subnet.mappingPublicAddress(mapped.value()));
      }
      return ModifySubnetAttributeResponse.builder().build();
    });
  }

  private static Subnet require(Transaction tx, Call call, @Nullable String id) {
    return Vpcs.requireSubnet(tx, call.scope(), id == null ? "" : id);
  }
}
