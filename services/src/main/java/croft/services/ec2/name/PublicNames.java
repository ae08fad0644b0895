package croft.services.ec2.name;

import croft.drivers.network.Ipv4Address;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The public addresses in use on this machine with their names, kept until the store changes. */
final class PublicNames {
  private final Store store;
  private final LongSupplier changes;
  private volatile @Nullable Snapshot newest;

  private record Snapshot(long change, Map<Ipv4Address, Holder> holders) {}

  /** Who has a public address. */
  record Holder(String region, String vpcId, Ipv4Address privateAddress) {}

  PublicNames(Store store) {
    this.store = store;
    this.changes =
        store.changes(Vpcs.TABLE, Instances.TABLE, Addresses.TABLE, NetworkInterfaces.TABLE);
  }

  /** Who has an address, if its VPC gives public names. */
  Optional<Holder> holder(Ipv4Address address) {
    long change = changes.getAsLong();
    Snapshot known = newest;
    if (known == null || known.change() != change) {
      known = new Snapshot(change, store.read(PublicNames::read));
      newest = known;
    }
    return Optional.ofNullable(known.holders().get(address));
  }

  private static Map<Ipv4Address, Holder> read(Transaction tx) {
    Map<String, Vpc> named = new HashMap<>();
    tx.listAll(Vpcs.TABLE).stream()
        .filter(vpc -> vpc.dnsSupport() && vpc.dnsHostnames())
        .forEach(vpc -> named.put(vpc.id(), vpc));
    Map<Ipv4Address, Holder> holders = new HashMap<>();
    for (Instance instance : tx.listAll(Instances.TABLE)) {
      put(
          holders,
          named.get(instance.place().vpcId()),
          instance.place().publicAddress(),
          instance.place().privateAddress());
    }
    for (Address address : tx.listAll(Addresses.TABLE)) {
      String interfaceId = address.interfaceId();
      if (interfaceId != null) {
        Optional<NetworkInterface> nic =
            tx.get(NetworkInterfaces.TABLE, address.scope(), interfaceId);
        nic.ifPresent(found ->
            put(
                holders,
                named.get(found.vpcId()),
                address.publicAddress(),
                address.privateAddress()));
      }
    }
    return holders;
  }

  private static void put(
      Map<Ipv4Address, Holder> holders,
      @Nullable Vpc vpc,
      @Nullable String open,
      @Nullable String inside) {
    if (vpc != null && open != null && inside != null) {
      String region = vpc.scope().substring(vpc.scope().indexOf('/') + 1);
      holders.put(Ipv4Address.parse(open), new Holder(region, vpc.id(), Ipv4Address.parse(inside)));
    }
  }
}
