package croft.services.ec2.address;

import croft.drivers.network.Ipv4Address;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.store.Table;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds Elastic IP addresses inside a transaction. */
public final class Addresses {
  public static final Table<Address> TABLE =
      Table.of("ec2_address", Address.class, Address::scope, Address::id)
          .index("instance_id", Address::instanceId)
          .index("public_ip", Address::publicAddress)
          .index("interface_id", Address::interfaceId);

  private Addresses() {}

  /** The addresses associated with an instance. */
  public static List<Address> of(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId);
  }

  /** The addresses associated with private addresses of an interface. */
  public static List<Address> ofInterface(Transaction tx, String scope, String interfaceId) {
    return tx.findIn(TABLE, scope, "interface_id", interfaceId);
  }

  /** The private address behind each public one of a VPC, Elastic IP addresses or not. */
  public static Map<Ipv4Address, Ipv4Address> byPublic(Transaction tx, String scope, String vpcId) {
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
    for (Address address : tx.list(TABLE, scope)) {
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
