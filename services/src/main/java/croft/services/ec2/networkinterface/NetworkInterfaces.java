package croft.services.ec2.networkinterface;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.vpc.Subnet;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives instances their interfaces, one free private address each. */
public final class NetworkInterfaces {
  public static final Table<NetworkInterface> TABLE =
      Table.of(
              "ec2_network_interface",
              NetworkInterface.class,
              NetworkInterface::scope,
              NetworkInterface::id)
          .index("subnet_id", NetworkInterface::subnetId)
          .index("vpc_id", NetworkInterface::vpcId)
          .index("instance_id", NetworkInterface::instanceId);

  /** AWS keeps the first four addresses of a subnet, and the last. */
  private static final int FIRST_FREE = 4;

  private NetworkInterfaces() {}

  public static List<NetworkInterface> inSubnet(Transaction tx, String scope, String subnetId) {
    return tx.findIn(TABLE, scope, "subnet_id", subnetId);
  }

  public static List<NetworkInterface> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /**
   * Creates an interface for an instance.
   *
   * @param wanted the private address asked for, or null for any
   * @throws ServiceError {@code InvalidIPAddress.InUse}, {@code InvalidParameterValue} for an
   *     address outside the subnet, {@code InsufficientFreeAddressesInSubnet}
   */
  public static NetworkInterface create(
      Transaction tx,
      Ids ids,
      Subnet subnet,
      @Nullable String wanted,
      List<String> groupIds,
      String instanceId) {
    Set<String> taken =
        inSubnet(tx, subnet.scope(), subnet.id()).stream()
            .map(NetworkInterface::privateAddress)
            .collect(Collectors.toSet());
    String address = wanted == null ? free(subnet, taken) : checked(subnet, taken, wanted);
    NetworkInterface created =
        new NetworkInterface(
            subnet.scope(),
            ids.resource("eni"),
            subnet.id(),
            subnet.vpcId(),
            address,
            macAddress(ids),
            groupIds,
            instanceId);
    tx.insert(TABLE, created);
    return created;
  }

  private static String free(Subnet subnet, Set<String> taken) {
    Ipv4Cidr block = Ipv4Cidr.parse(subnet.cidrBlock());
    for (long i = FIRST_FREE; i < block.size() - 1; i++) {
      String candidate = block.at(i).toString();
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
    throw ServiceError.badRequest(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '"
            + subnet.id()
            + "' to satisfy the requested number of instances.");
  }

  private static String checked(Subnet subnet, Set<String> taken, String wanted) {
    Ipv4Cidr block = Ipv4Cidr.parse(subnet.cidrBlock());
    Ipv4Address address;
    try {
      address = Ipv4Address.parse(wanted);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + wanted + "' for address. Not an IPv4 address");
    }
    boolean reserved = address.equals(block.at(block.size() - 1));
    for (int i = 0; i < FIRST_FREE; i++) {
      reserved |= address.equals(block.at(i));
    }
    if (!block.contains(address)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Address does not fall within the subnet's address range");
    }
    if (reserved) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Address is in subnet's reserved address range");
    }
    if (taken.contains(wanted)) {
      throw ServiceError.badRequest("InvalidIPAddress.InUse", "Address " + wanted + " is in use.");
    }
    return wanted;
  }

  /** A locally administered address. */
  private static String macAddress(Ids ids) {
    String hex = ids.hex(10);
    StringBuilder text = new StringBuilder("02");
    for (int i = 0; i < hex.length(); i += 2) {
      text.append(':').append(hex, i, i + 2);
    }
    return text.toString();
  }
}
