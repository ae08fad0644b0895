package croft.services.ec2.vpc;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.region.Regions;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The VPCs of an account in a region, with the default one made at first use: {@code
 * 172.31.0.0/16}, one {@code /20} subnet a zone, a default security group and an internet gateway.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html">Default
 * VPCs</a>.
 */
public final class Vpcs {
  public static final Table<Vpc> TABLE = Table.of("ec2_vpc", Vpc.class, Vpc::scope, Vpc::id);
  public static final Table<Subnet> SUBNETS =
      Table.of("ec2_subnet", Subnet.class, Subnet::scope, Subnet::id)
          .index("vpc_id", Subnet::vpcId);

  public static final Table<NetworkUse> USES =
      Table.of("ec2_network_use", NetworkUse.class, NetworkUse::scope, NetworkUse::id);

  private final Store store;
  private final VpcCreation creation;

  /** Scopes whose default VPC was seen: it is asked for by most calls, and made only once. */
  private final Set<String> ensured = ConcurrentHashMap.newKeySet();

  public Vpcs(Store store, Ids ids) {
    this.store = store;
    this.creation = new VpcCreation(ids);
  }

  /**
   * Makes the default VPC at a scope's first use; call before reading a scope's network. One that
   * was deleted since stays away until CreateDefaultVpc.
   */
  public void ensureDefault(String scope) {
    if (ensured.contains(scope)) {
      return;
    }
    if (store.read(tx -> unused(tx, scope))) {
      store.write(tx -> {
        if (unused(tx, scope)) {
          Optional<Vpc> found = defaultVpc(tx, scope);
          found.ifPresentOrElse(
              vpc -> creation.complete(tx, vpc), () -> creation.createDefault(tx, scope));
          tx.insert(USES, new NetworkUse(scope));
        }
        return true;
      });
    }
    ensured.add(scope);
  }

  private static boolean unused(Transaction tx, String scope) {
    return tx.get(USES, scope, new NetworkUse(scope).id()).isEmpty();
  }

  /** The scope's default VPC, if it has been made. */
  public static Optional<Vpc> defaultVpc(Transaction tx, String scope) {
    return tx.list(TABLE, scope).stream().filter(Vpc::isDefault).findFirst();
  }

  /**
   * The VPC of that id.
   *
   * @throws ServiceError {@code InvalidVpcID.NotFound}
   */
  public static Vpc require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist"));
  }

  /**
   * The subnet of that id.
   *
   * @throws ServiceError {@code InvalidSubnetID.NotFound}
   */
  public static Subnet requireSubnet(Transaction tx, String scope, String id) {
    return tx.get(SUBNETS, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist"));
  }

  public static List<Subnet> subnetsOf(Transaction tx, String scope, String vpcId) {
    return tx.findIn(SUBNETS, scope, "vpc_id", vpcId);
  }

  /**
   * The scope's default VPC.
   *
   * @throws ServiceError {@code VPCIdNotSpecified} when it was deleted
   */
  public static Vpc requireDefault(Transaction tx, String scope) {
    return defaultVpc(tx, scope)
        .orElseThrow(
            () -> ServiceError.badRequest("VPCIdNotSpecified", "No default VPC for this user"));
  }

  /**
   * The default subnet of a zone, or of the first zone when none is asked for.
   *
   * @throws ServiceError {@code VPCIdNotSpecified}, {@code InvalidParameterValue} for a zone that
   *     is not there, {@code MissingInput} when the default subnet was deleted
   */
  public static Subnet defaultSubnet(Transaction tx, String scope, @Nullable String zone) {
    Vpc vpc = requireDefault(tx, scope);
    String region = scope.substring(scope.indexOf('/') + 1);
    if (zone != null
        && Regions.named(region).zones().stream().noneMatch(z -> z.name().equals(zone))) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid availability zone: [" + zone + "]");
    }
    return subnetsOf(tx, scope, vpc.id()).stream()
        .filter(Subnet::defaultForZone)
        .filter(subnet -> zone == null || subnet.zone().equals(zone))
        .min(Comparator.comparing(Subnet::zone))
        .orElseThrow(() ->
            ServiceError.badRequest(
                "MissingInput",
                zone == null
                    ? "No subnets found for the default VPC '"
                        + vpc.id()
                        + "'. Please specify a subnet."
                    : "No default subnet for availability zone: '" + zone + "'."));
  }
}
