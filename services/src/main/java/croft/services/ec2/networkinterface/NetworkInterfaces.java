package croft.services.ec2.networkinterface;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.networkinterface.NetworkInterface.Status;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Subnet;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, finds and forgets network interfaces inside a transaction. */
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

  private NetworkInterfaces() {}

  public static List<NetworkInterface> inSubnet(Transaction tx, String scope, String subnetId) {
    return tx.findIn(TABLE, scope, "subnet_id", subnetId);
  }

  public static List<NetworkInterface> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /** The interfaces attached to an instance, by device index. */
  public static List<NetworkInterface> of(Transaction tx, String scope, String instanceId) {
    return tx.findIn(TABLE, scope, "instance_id", instanceId).stream()
        .sorted(Comparator.comparingInt(NetworkInterfaces::deviceIndex))
        .toList();
  }

  private static int deviceIndex(NetworkInterface nic) {
    Attachment attachment = nic.attachment();
    return attachment == null ? 0 : attachment.deviceIndex();
  }

  /** The interface with that address in a VPC, as primary or secondary one. */
  public static Optional<NetworkInterface> at(
      Transaction tx, String scope, String vpcId, String privateAddress) {
    return inVpc(tx, scope, vpcId).stream()
        .filter(nic -> nic.addresses().contains(privateAddress))
        .findFirst();
  }

  /**
   * The interface of that id.
   *
   * @throws ServiceError {@code InvalidNetworkInterfaceID.NotFound}
   */
  public static NetworkInterface require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID '" + id + "' does not exist"));
  }

  /**
   * What a service makes an interface for.
   *
   * @param requesterId such as {@code amazon-nat}
   * @param type such as {@code nat_gateway}
   * @param wanted the private address asked for, or null for any
   */
  public record Request(
      String requesterId,
      String type,
      String description,
      @Nullable String wanted,
      List<String> groupIds) {
    public Request {
      groupIds = List.copyOf(groupIds);
    }
  }

  /**
   * Creates an interface that a service manages: callers see it, and cannot attach, detach or
   * delete it. The service ends it by {@link #remove}.
   *
   * @throws ServiceError {@code InvalidIPAddress.InUse}, {@code InvalidParameterValue} for an
   *     address outside the subnet, {@code InsufficientFreeAddressesInSubnet}
   */
  public static NetworkInterface createManaged(
      Transaction tx, Ids ids, Subnet subnet, Request request, Instant at) {
    FreeAddresses free = new FreeAddresses(tx, subnet);
    String wanted = request.wanted();
    String address = wanted == null ? free.any() : free.exactly(wanted);
    NetworkInterface created =
        new NetworkInterface(
            subnet.scope(),
            ids.resource("eni"),
            subnet.id(),
            subnet.vpcId(),
            address,
            List.of(),
            macAddress(ids),
            request.groupIds(),
            null,
            request.description(),
            request.type(),
            true,
            request.requesterId(),
            new Attachment(ids.resource("eni-attach"), 1, false, at, Status.ATTACHED));
    tx.insert(TABLE, created);
    return created;
  }

  /** An available interface of a caller's own, not yet in the table. */
  static NetworkInterface blank(
      Ids ids, Subnet subnet, String primary, List<String> secondary, List<String> groupIds) {
    return new NetworkInterface(
        subnet.scope(),
        ids.resource("eni"),
        subnet.id(),
        subnet.vpcId(),
        primary,
        secondary,
        macAddress(ids),
        groupIds,
        null,
        "",
        NetworkInterface.ORDINARY,
        false,
        null,
        null);
  }

  /** Forgets an interface and its tags; one that is not there is left alone. */
  public static void remove(Transaction tx, String scope, String id) {
    tx.delete(TABLE, scope, id);
    Tags.clear(tx, scope, id);
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
