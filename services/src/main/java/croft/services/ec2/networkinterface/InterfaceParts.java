package croft.services.ec2.networkinterface;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceNetwork;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.networkinterface.NetworkInterface.Status;
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
    for (NetworkInterface nic : interfaces(instance)) {
      InterfaceWires.spec(nic).ifPresent(network::attach);
    }
  }

  /** By device index; one that is being detached is not plugged in again. */
  private List<NetworkInterface> interfaces(Instance instance) {
    return store.read(tx -> NetworkInterfaces.of(tx, instance.scope(), instance.id())).stream()
        .filter(nic -> !hasStatus(nic, Status.DETACHING))
        .toList();
  }

  private static boolean hasStatus(NetworkInterface nic, Status status) {
    Attachment attachment = nic.attachment();
    return attachment != null && attachment.status() == status;
  }

  @Override
  public Path namespacePath(Instance instance) {
    return network.namespacePath(instance.id());
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
    store
        .read(tx -> NetworkInterfaces.of(tx, instance.scope(), instance.id()))
        .reversed()
        .forEach(nic -> network.detach(nic.id()));
  }

  /** An interface that outlives its instance keeps its Elastic IP addresses. */
  @Override
  public Instance released(Transaction tx, Instance instance) {
    String scope = instance.scope();
    for (NetworkInterface nic : NetworkInterfaces.of(tx, scope, instance.id())) {
      Attachment attachment = nic.attachment();
      boolean goes =
          attachment == null
              || (attachment.deleteOnTermination() && attachment.status() != Status.DETACHING);
      for (Address held : Addresses.ofInterface(tx, scope, nic.id())) {
        tx.put(Addresses.TABLE, goes ? held.released() : held.ofInstance(null));
      }
      if (goes) {
        NetworkInterfaces.remove(tx, scope, nic.id());
      } else {
        tx.put(NetworkInterfaces.TABLE, nic.detached());
      }
    }
    return stopped(tx, instance);
  }

  @Override
  public void released(Instance instance) {
    networks.settle(instance.scope(), instance.place().vpcId());
  }
}
