package croft.services.ec2.vpc;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.region.Regions;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
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

  private final Store store;
  private final Ids ids;

  /** Scopes whose default VPC was seen: it is asked for by most calls, and made only once. */
  private final Set<String> ensured = ConcurrentHashMap.newKeySet();

  public Vpcs(Store store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /** Makes the default VPC unless the scope has one; call before reading a scope's network. */
  public void ensureDefault(String scope) {
    if (ensured.contains(scope)) {
      return;
    }
    if (store.read(tx -> defaultVpc(tx, scope)).isEmpty()) {
      store.write(tx -> defaultVpc(tx, scope).orElseGet(() -> create(tx, scope)));
    }
    ensured.add(scope);
  }

  private Vpc create(Transaction tx, String scope) {
    Vpc vpc =
        new Vpc(
            scope,
            ids.resource("vpc"),
            "172.31.0.0/16",
            true,
            ids.resource("dopt"),
            ids.resource("rtb"),
            ids.resource("acl"),
            ids.resource("igw"));
    tx.insert(TABLE, vpc);
    int block = 0;
    String region = scope.substring(scope.indexOf('/') + 1);
    for (Regions.Zone zone : Regions.named(region).zones()) {
      String cidr = "172.31." + block + ".0/20";
      tx.insert(
          SUBNETS,
          new Subnet(scope, ids.resource("subnet"), vpc.id(), zone.name(), cidr, true, true));
      block += 16;
    }
    tx.insert(SecurityGroups.TABLE, defaultGroup(vpc));
    return vpc;
  }

  private SecurityGroup defaultGroup(Vpc vpc) {
    String id = ids.resource("sg");
    SecurityGroup.Rule fromItself =
        new SecurityGroup.Rule(
            ids.resource("sgr"),
            false,
            "-1",
            -1,
            -1,
            new SecurityGroup.Peer(SecurityGroup.Peer.Kind.GROUP, id),
            null);
    return new SecurityGroup(
        vpc.scope(),
        id,
        vpc.id(),
        "default",
        "default VPC security group",
        List.of(fromItself, SecurityGroups.egressToAll(ids)));
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

  /** The default subnet of a zone, or of the first zone when none is asked for. */
  public static Subnet defaultSubnet(Transaction tx, String scope, @Nullable String zone) {
    return tx.list(SUBNETS, scope).stream()
        .filter(Subnet::defaultForZone)
        .filter(subnet -> zone == null || subnet.zone().equals(zone))
        .min(Comparator.comparing(Subnet::zone))
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidParameterValue", "Invalid availability zone: [" + zone + "]"));
  }
}
