package croft.services.ec2.vpc;

import croft.drivers.network.Ipv4Address;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.Map;

/** The public addresses that lead to private ones of a VPC. */
public final class MappedAddresses {
  private MappedAddresses() {}

  public static boolean any(Transaction tx, String scope, String vpcId) {
    return !of(tx, scope, vpcId).isEmpty();
  }

  /** The private address behind each public one. */
  static Map<Ipv4Address, Ipv4Address> of(Transaction tx, String scope, String vpcId) {
    Map<Ipv4Address, Ipv4Address> addresses = new HashMap<>();
    for (Instance instance : tx.findIn(Instances.TABLE, scope, "vpc_id", vpcId)) {
      String address = instance.place().publicAddress();
      boolean attached =
          tx.get(NetworkInterfaces.TABLE, scope, instance.place().interfaceId()).isPresent();
      if (address != null && attached) {
        addresses.put(
            Ipv4Address.parse(address), Ipv4Address.parse(instance.place().privateAddress()));
      }
    }
    for (Address address : tx.list(Addresses.TABLE, scope)) {
      String interfaceId = address.interfaceId();
      if (interfaceId != null && address.privateAddress() != null) {
        boolean here =
            tx.get(NetworkInterfaces.TABLE, scope, interfaceId)
                .filter(nic -> nic.vpcId().equals(vpcId))
                .isPresent();
        if (here) {
          addresses.put(
              Ipv4Address.parse(address.publicAddress()),
              Ipv4Address.parse(address.privateAddress()));
        }
      }
    }
    return addresses;
  }
}
