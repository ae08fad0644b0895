package croft.services.ec2.networkinterface;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.vpc.Subnet;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The private addresses of one subnet that are still to be had, in one transaction.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html">Subnet
 * sizing</a>.
 */
final class FreeAddresses {
  /** AWS keeps the first four addresses of a subnet, and the last. */
  private static final int FIRST_FREE = 4;

  private final Subnet subnet;
  private final Ipv4Cidr block;
  private final Set<String> taken = new HashSet<>();
  private long next = FIRST_FREE;

  FreeAddresses(Transaction tx, Subnet subnet) {
    this.subnet = subnet;
    this.block = Ipv4Cidr.parse(subnet.cidrBlock());
    NetworkInterfaces.inSubnet(tx, subnet.scope(), subnet.id())
        .forEach(nic -> taken.addAll(nic.addresses()));
  }

  /**
   * The lowest free address.
   *
   * @throws ServiceError {@code InsufficientFreeAddressesInSubnet}
   */
  String any() {
    while (next < block.size() - 1) {
      String candidate = block.at(next++).toString();
      if (taken.add(candidate)) {
        return candidate;
      }
    }
    throw ServiceError.badRequest(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '"
            + subnet.id()
            + "' to satisfy the requested number of instances.");
  }

  List<String> several(int count) {
    List<String> all = new ArrayList<>(count);
    while (all.size() < count) {
      all.add(any());
    }
    return all;
  }

  /**
   * That address, when it is free.
   *
   * @throws ServiceError {@code InvalidIPAddress.InUse}, {@code InvalidParameterValue} for one that
   *     the subnet cannot give
   */
  String exactly(String wanted) {
    String address = inRange(wanted);
    if (!taken.add(address)) {
      throw ServiceError.badRequest("InvalidIPAddress.InUse", "Address " + wanted + " is in use.");
    }
    return address;
  }

  /** That address, whether or not it is free, when the subnet can give it. */
  String inRange(String wanted) {
    Ipv4Address address;
    try {
      address = Ipv4Address.parse(wanted);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + wanted + "' for address. Not an IPv4 address");
    }
    if (!block.contains(address)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Address does not fall within the subnet's address range");
    }
    boolean reserved = address.equals(block.at(block.size() - 1));
    for (int i = 0; i < FIRST_FREE; i++) {
      reserved |= address.equals(block.at(i));
    }
    if (reserved) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Address is in subnet's reserved address range");
    }
    return address.toString();
  }
}
