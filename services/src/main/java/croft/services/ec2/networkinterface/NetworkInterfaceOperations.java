package croft.services.ec2.networkinterface;

import croft.api.ec2.DescribeNetworkInterfacesRequest;
import croft.api.ec2.DescribeNetworkInterfacesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GroupIdentifier;
import croft.api.ec2.NetworkInterfaceAssociation;
import croft.api.ec2.NetworkInterfaceAttachment;
import croft.api.ec2.NetworkInterfacePrivateIpAddress;
import croft.base.ServiceError;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DescribeNetworkInterfaces. */
public final class NetworkInterfaceOperations {
  private final Store store;
  private final Paging paging;

  public NetworkInterfaceOperations(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_NETWORK_INTERFACES,
            AccessRule.toAll("ec2:DescribeNetworkInterfaces"),
            this::describeNetworkInterfaces));
  }

  private DescribeNetworkInterfacesResult describeNetworkInterfaces(
      Call call, DescribeNetworkInterfacesRequest request) {
    return store.read(tx -> {
      List<String> ids = request.networkInterfaceIdsOrEmpty();
      for (String id : ids) {
        require(tx, call.scope(), id);
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<NetworkInterface> page =
          paging.page(
              call,
              tx.list(NetworkInterfaces.TABLE, call.scope()).stream()
                  .filter(nic -> ids.isEmpty() || ids.contains(nic.id()))
                  .filter(filters(tx, call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              NetworkInterface::id,
              request.maxResults(),
              request.nextToken());
      return DescribeNetworkInterfacesResult.builder()
          .networkInterfaces(
              page.items().stream()
                  .map(nic -> shape(tx, call, nic, tags.getOrDefault(nic.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static void require(Transaction tx, String scope, String id) {
    if (tx.get(NetworkInterfaces.TABLE, scope, id).isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidNetworkInterfaceID.NotFound",
          "The networkInterface ID '" + id + "' does not exist");
    }
  }

  private static Filters<NetworkInterface> filters(
      Transaction tx, Call call, Map<String, Map<String, String>> tags) {
    return new Filters<NetworkInterface>()
        .on("network-interface-id", NetworkInterface::id)
        .on("subnet-id", NetworkInterface::subnetId)
        .on("vpc-id", NetworkInterface::vpcId)
        .on("mac-address", NetworkInterface::macAddress)
        .on("private-ip-address", NetworkInterface::privateAddress)
        .on("addresses.private-ip-address", NetworkInterface::privateAddress)
        .on("attachment.instance-id", NetworkInterface::instanceId)
        .on("attachment.device-index", nic -> "0")
        .on("attachment.status", nic -> "attached")
        .on("association.public-ip", nic -> publicAddress(tx, nic))
        .on("availability-zone", nic -> zone(tx, nic))
        .on("owner-id", nic -> call.account())
        .on("interface-type", nic -> "interface")
        .on("status", nic -> "in-use")
        .onAll("group-id", NetworkInterface::groupIds)
        .onAll(
            "group-name",
            nic -> groups(tx, nic).stream().map(g -> String.valueOf(g.groupName())).toList())
        .tagged(nic -> tags.getOrDefault(nic.id(), Map.of()));
  }

  private static Optional<Instance> instance(Transaction tx, NetworkInterface nic) {
    return nic.instanceId() == null
        ? Optional.empty()
        : tx.get(Instances.TABLE, nic.scope(), nic.instanceId());
  }

  private static Optional<Address> elastic(Transaction tx, NetworkInterface nic) {
    return nic.instanceId() == null
        ? Optional.empty()
        : Addresses.of(tx, nic.scope(), nic.instanceId()).stream().findFirst();
  }

  private static @Nullable String publicAddress(Transaction tx, NetworkInterface nic) {
    return elastic(tx, nic)
        .map(Address::publicAddress)
        .or(() -> instance(tx, nic).map(Instance::place).map(Instance.Place::publicAddress))
        .orElse(null);
  }

  private static String zone(Transaction tx, NetworkInterface nic) {
    return Vpcs.requireSubnet(tx, nic.scope(), nic.subnetId()).zone();
  }

  private static List<GroupIdentifier> groups(Transaction tx, NetworkInterface nic) {
    return nic.groupIds().stream()
        .map(id ->
            GroupIdentifier.builder()
                .groupId(id)
                .groupName(
                    tx.get(SecurityGroups.TABLE, nic.scope(), id)
                        .map(SecurityGroup::name)
                        .orElse(""))
                .build())
        .toList();
  }

  private static croft.api.ec2.NetworkInterface shape(
      Transaction tx, Call call, NetworkInterface nic, Map<String, String> tags) {
    String name = InstanceShapes.privateName(call.region(), nic.privateAddress());
    NetworkInterfaceAssociation association = association(tx, call, nic);
    return croft.api.ec2.NetworkInterface.builder()
        .networkInterfaceId(nic.id())
        .association(association)
        .attachment(instance(tx, nic).map(i -> attachment(call, i)).orElse(null))
        .availabilityZone(zone(tx, nic))
        .description("")
        .groups(groups(tx, nic))
        .interfaceType("interface")
        .ipv6Addresses(List.of())
        .macAddress(nic.macAddress())
        .ownerId(call.account())
        .privateDnsName(name)
        .privateIpAddress(nic.privateAddress())
        .privateIpAddresses(
            List.of(
                NetworkInterfacePrivateIpAddress.builder()
                    .association(association)
                    .primary(true)
                    .privateDnsName(name)
                    .privateIpAddress(nic.privateAddress())
                    .build()))
        .requesterManaged(false)
        .sourceDestCheck(true)
        .status("in-use")
        .subnetId(nic.subnetId())
        .vpcId(nic.vpcId())
        .tagSet(Tags.shapes(tags))
        .build();
  }

  private static @Nullable NetworkInterfaceAssociation association(
      Transaction tx, Call call, NetworkInterface nic) {
    String address = publicAddress(tx, nic);
    if (address == null) {
      return null;
    }
    Optional<Address> elastic = elastic(tx, nic);
    return NetworkInterfaceAssociation.builder()
        .publicIp(address)
        .publicDnsName(InstanceShapes.publicName(call.region(), address))
        .allocationId(elastic.map(Address::id).orElse(null))
        .associationId(elastic.map(Address::associationId).orElse(null))
        .ipOwnerId(elastic.isPresent() ? call.account() : "amazon")
        .build();
  }

  private static NetworkInterfaceAttachment attachment(Call call, Instance instance) {
    return NetworkInterfaceAttachment.builder()
        .attachmentId(instance.place().attachmentId())
        .attachTime(instance.launch().at())
        .deleteOnTermination(true)
        .deviceIndex(0)
        .networkCardIndex(0)
        .instanceId(instance.id())
        .instanceOwnerId(call.account())
        .status("attached")
        .build();
  }
}
