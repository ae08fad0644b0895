package croft.services.ec2.networkinterface;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceNetwork;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.VpcNetworks;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.file.Path;
import java.util.List;

/** What instances need of the network: their interfaces and their public addresses. */
public final class InterfaceParts implements InstanceNetwork {
  private final Store store;
  private final NetworkDriver network;
  private final VpcNetworks networks;

  public InterfaceParts(Store store, NetworkDriver network, VpcNetworks networks) {
    this.store = store;
    this.network = network;
    this.networks = networks;
  }

  /** The firewall first, so that no packet of the instance passes an unfiltered moment. */
  @Override
  public void prepare(Instance instance) {
    networks.settle(instance.scope(), instance.place().vpcId());
    attach(instance);
  }

  private InterfaceHandle attach(Instance instance) {
    Instance.Place place = instance.place();
    return network.attach(
        new InterfaceSpec(
            place.interfaceId(),
            place.vpcId(),
            place.subnetId(),
            List.of(Ipv4Address.parse(place.privateAddress())),
            new MacAddress(place.macAddress()),
            true,
            instance.id(),
            0));
  }

  @Override
  public Path namespacePath(Instance instance) {
    // Attaching what is attached changes nothing and tells where it is.
    return attach(instance).namespacePath();
  }

  @Override
  public Ipv4Address resolver(Instance instance) {
    String block =
        store.read(tx -> Vpcs.require(tx, instance.scope(), instance.place().vpcId())).cidrBlock();
    return Ipv4Cidr.parse(block).at(2);
  }

  @Override
  public Instance stopped(Transaction tx, Instance instance) {
    String address = instance.place().publicAddress();
    if (address != null) {
      PublicAddresses.takeBack(tx, address);
    }
    return instance.with(instance.place().withPublicAddress(null));
  }

  @Override
  public void stopped(Instance instance) {
    networks.settle(instance.scope(), instance.place().vpcId());
  }

  @Override
  public void release(Instance instance) {
    network.detach(instance.place().interfaceId());
  }

  @Override
  public Instance released(Transaction tx, Instance instance) {
    String scope = instance.scope();
    for (Address held : Addresses.of(tx, scope, instance.id())) {
      tx.put(Addresses.TABLE, held.released());
    }
    tx.delete(NetworkInterfaces.TABLE, scope, instance.place().interfaceId());
    Tags.clear(tx, scope, instance.place().interfaceId());
    return stopped(tx, instance);
  }

  @Override
  public void released(Instance instance) {
    networks.settle(instance.scope(), instance.place().vpcId());
  }
}
