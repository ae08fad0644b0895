package croft.server;

import croft.drivers.balancer.BalancerCapability;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.VpcNetworks;
import croft.services.ec2.vpc.Vpcs;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings;
import croft.store.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What load balancers know of EC2's networks and instances. */
final class BalancerSurroundings implements Surroundings {
  private final WatchParts parts;
  private final NetworkDriver network;
  private final PublicAddresses publicAddresses;

  BalancerSurroundings(WatchParts parts) {
    this.parts = parts;
    this.network = parts.machine().network();
    this.publicAddresses = new PublicAddresses(network.publicAddressPool());
  }

  @Override
  public Optional<String> lacking() {
    return parts.machine().balancers().capabilities().stream()
        .filter(capability -> !capability.present())
        .map(BalancerCapability::remedy)
        .findFirst();
  }

  @Override
  public Optional<SubnetFacts> subnet(Transaction tx, String scope, String subnetId) {
    return tx.get(Vpcs.SUBNETS, scope, subnetId)
        .map(subnet -> new SubnetFacts(subnet.id(), subnet.vpcId(), subnet.zone()));
  }

  @Override
  public Optional<SubnetFacts> defaultSubnet(Transaction tx, String scope, String zone) {
    return tx.list(Vpcs.SUBNETS, scope).stream()
        .filter(subnet -> subnet.defaultForZone() && subnet.zone().equals(zone))
        .map(subnet -> new SubnetFacts(subnet.id(), subnet.vpcId(), subnet.zone()))
        .findFirst();
  }

  @Override
  public Optional<InstanceFacts> instance(Transaction tx, String scope, String instanceId) {
    return tx.get(Instances.TABLE, scope, instanceId).map(instance -> facts(tx, instance));
  }

  private static InstanceFacts facts(Transaction tx, Instance instance) {
    String zone =
        tx.get(Vpcs.SUBNETS, instance.scope(), instance.place().subnetId())
            .map(Subnet::zone)
            .orElse("");
    return new InstanceFacts(
        instance.id(),
        instance.place().vpcId(),
        zone,
        instance.place().privateAddress(),
        instance.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  @Override
  public boolean vpcExists(Transaction tx, String scope, String vpcId) {
    return tx.get(Vpcs.TABLE, scope, vpcId).isPresent();
  }

  @Override
  public boolean contains(Transaction tx, String scope, String vpcId, String address) {
    return tx.get(Vpcs.TABLE, scope, vpcId).stream()
        .flatMap(vpc -> vpc.blocks().stream())
        .anyMatch(block -> block.contains(Ipv4Address.parse(address)));
  }

  @Override
  public Optional<String> zoneOf(Transaction tx, String scope, String vpcId, String address) {
    return tx.list(Vpcs.SUBNETS, scope).stream()
        .filter(subnet -> subnet.vpcId().equals(vpcId))
        .filter(subnet -> Ipv4Cidr.parse(subnet.cidrBlock()).contains(Ipv4Address.parse(address)))
        .map(Subnet::zone)
        .findFirst();
  }

  @Override
  public boolean hasInternetGateway(Transaction tx, String scope, String vpcId) {
    return InternetGateways.of(tx, scope, vpcId).isPresent();
  }

  @Override
  public Optional<String> vpcOfGroup(Transaction tx, String scope, String groupId) {
    return tx.get(SecurityGroups.TABLE, scope, groupId).map(SecurityGroup::vpcId);
  }

  @Override
  public Optional<String> groupName(Transaction tx, String scope, String groupId) {
    return tx.get(SecurityGroups.TABLE, scope, groupId).map(SecurityGroup::name);
  }

  @Override
  public Optional<String> defaultGroup(Transaction tx, String scope, String vpcId) {
    return SecurityGroups.inVpc(tx, scope, vpcId).stream()
        .filter(group -> group.name().equals("default"))
        .map(SecurityGroup::id)
        .findFirst();
  }

  @Override
  public Placed place(Transaction tx, String scope, String subnetId, Wanted wanted) {
    Subnet subnet = Vpcs.requireSubnet(tx, scope, subnetId);
    NetworkInterface made =
        NetworkInterfaces.createManaged(
            tx,
            parts.ids(),
            subnet,
            new NetworkInterfaces.Request(
                "amazon-elb",
                wanted.network() ? "network_load_balancer" : NetworkInterface.ORDINARY,
                wanted.description(),
                wanted.wanted(),
                wanted.groups()),
            parts.wall().instant());
    String open = null;
    String allocation = wanted.allocationId();
    if (allocation != null) {
      open = Addresses.associateWithInterface(tx, parts.ids(), allocation, made).publicAddress();
    } else if (wanted.open()) {
      String id = parts.ids().resource("eipalloc");
      open = publicAddresses.give(tx, id);
      tx.insert(Addresses.TABLE, new Address(scope, id, open, null, null, null, null));
      Addresses.associateWithInterface(tx, parts.ids(), id, made);
    }
    wake(tx, scope, subnet.vpcId());
    return new Placed(made.id(), made.privateAddress(), open);
  }

  private void wake(Transaction tx, String scope, String vpcId) {
    parts.reconcilers().wakeAfter(tx, VpcNetworks.NAME, VpcNetworks.key(scope, vpcId));
  }

  @Override
  public void leave(Transaction tx, String scope, Placed placed) {
    Optional<NetworkInterface> nic = tx.get(NetworkInterfaces.TABLE, scope, placed.interfaceId());
    for (Address held : Addresses.ofInterface(tx, scope, placed.interfaceId())) {
      if (held.publicAddress().equals(placed.publicAddress())) {
        tx.delete(Addresses.TABLE, scope, held.id());
        PublicAddresses.takeBack(tx, held.publicAddress());
      }
    }
    Addresses.disassociateInterface(tx, scope, placed.interfaceId());
    NetworkInterfaces.remove(tx, scope, placed.interfaceId());
    nic.ifPresent(gone -> wake(tx, scope, gone.vpcId()));
  }

  @Override
  public void changeGroups(Transaction tx, String scope, String interfaceId, List<String> groups) {
    tx.get(NetworkInterfaces.TABLE, scope, interfaceId)
        .ifPresent(nic -> {
          tx.put(NetworkInterfaces.TABLE, nic.withGroups(groups));
          wake(tx, scope, nic.vpcId());
        });
  }

  @Override
  public Optional<Path> attach(
      String scope, String vpcId, String balancerId, List<String> interfaceIds) {
    if (network.networks().stream().noneMatch(spec -> spec.id().equals(vpcId))) {
      parts.reconcilers().wake(VpcNetworks.NAME, VpcNetworks.key(scope, vpcId));
      return Optional.empty();
    }
    List<NetworkInterface> rows = new ArrayList<>();
    parts
        .store()
        .read(tx -> {
          interfaceIds.forEach(
              id -> tx.get(NetworkInterfaces.TABLE, scope, id).ifPresent(rows::add));
          return true;
        });
    Optional<Path> namespace = Optional.empty();
    for (int index = 0; index < rows.size(); index++) {
      NetworkInterface nic = rows.get(index);
      InterfaceHandle handle =
          network.attach(
              new InterfaceSpec(
                  nic.id(),
                  nic.vpcId(),
                  nic.subnetId(),
                  nic.addresses().stream().map(Ipv4Address::parse).toList(),
                  new MacAddress(nic.macAddress()),
                  true,
                  balancerId,
                  index));
      namespace = Optional.of(handle.namespacePath());
    }
    return namespace;
  }

  @Override
  public void detach(List<String> interfaceIds) {
    interfaceIds.forEach(network::detach);
  }
}
