package croft.services.ec2.address;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
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

  /** The type of the interfaces that NAT gateways have. */
  private static final String NAT_GATEWAY = "nat_gateway";

  private Addresses() {}

  /**
   * The address of that allocation.
   *
   * @throws ServiceError {@code InvalidAllocationID.NotFound}
   */
  public static Address require(Transaction tx, String scope, String allocationId) {
    return tx.get(TABLE, scope, allocationId)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidAllocationID.NotFound",
                "The allocation ID '" + allocationId + "' does not exist"));
  }

  /**
   * Associates an address that is free with the primary private address of an interface, as
   * services do for those they manage. The network is the caller's to wake.
   *
   * @return the address with its association
   * @throws ServiceError {@code InvalidAllocationID.NotFound}, {@code Resource.AlreadyAssociated}
   */
  public static Address associateWithInterface(
      Transaction tx, Ids ids, String allocationId, NetworkInterface nic) {
    Address address = require(tx, nic.scope(), allocationId);
    if (address.associationId() != null) {
      throw alreadyAssociated(address);
    }
    Address associated =
        address.associated(
            ids.resource("eipassoc"), nic.instanceId(), nic.id(), nic.privateAddress());
    tx.put(TABLE, associated);
    return associated;
  }

  static ServiceError alreadyAssociated(Address address) {
    return ServiceError.badRequest(
        "Resource.AlreadyAssociated",
        "resource "
            + address.id()
            + " is already associated with associate-id "
            + address.associationId());
  }

  /** Lets go of every address of an interface, as a service does before it removes its own. */
  public static void disassociateInterface(Transaction tx, String scope, String interfaceId) {
    for (Address held : ofInterface(tx, scope, interfaceId)) {
      tx.put(TABLE, held.released());
    }
  }

  /** The addresses associated with an instance. */
  public static List<Address> of(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId);
  }

  /** The addresses associated with private addresses of an interface. */
  public static List<Address> ofInterface(Transaction tx, String scope, String interfaceId) {
    return tx.findIn(TABLE, scope, "interface_id", interfaceId);
  }

  /**
   * The private address behind each public one of a VPC, Elastic IP addresses or not. Those of NAT
   * gateways are not among them, for theirs is another translation; and without an internet gateway
   * no address leads anywhere.
   */
  public static Map<Ipv4Address, Ipv4Address> byPublic(Transaction tx, String scope, String vpcId) {
    Map<Ipv4Address, Ipv4Address> addresses = new HashMap<>();
    if (InternetGateways.of(tx, scope, vpcId).isEmpty()) {
      return addresses;
    }
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
                .filter(nic -> !nic.type().equals(NAT_GATEWAY))
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
