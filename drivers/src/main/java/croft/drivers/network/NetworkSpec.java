package croft.drivers.network;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A private network as it should be. The first CIDR block is the primary one; the resolver answers
 * at its base + 2 and at 169.254.169.253. Networks are separate worlds: blocks of two networks may
 * be the same.
 *
 * @param subnets each with a route table and an ACL of the network
 * @param internetGateway whether there is one for routes to lead to: interfaces with a public
 *     address then reach beyond the network, and can be reached at that address
 * @param serviceAddresses public addresses of services, such as S3, that the network itself answers
 *     at: for subnets whose route table leads there, by the internet gateway with a public address,
 *     by a NAT gateway or by a gateway endpoint
 */
public record NetworkSpec(
    String id,
    List<Ipv4Cidr> cidrs,
    List<SubnetSpec> subnets,
    List<RouteTableSpec> routeTables,
    List<AclSpec> acls,
    boolean internetGateway,
    List<NatGatewaySpec> natGateways,
    Set<Ipv4Address> serviceAddresses) {
  /** Where the instance metadata service answers, in every network. */
  public static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");

  /** Where the resolver answers too, in every network. */
  public static final Ipv4Address LINK_LOCAL_RESOLVER = Ipv4Address.parse("169.254.169.253");

  public NetworkSpec {
    Names.check("network id", id);
    cidrs = List.copyOf(cidrs);
    subnets = List.copyOf(subnets);
    routeTables = List.copyOf(routeTables);
    acls = List.copyOf(acls);
    natGateways = List.copyOf(natGateways);
    serviceAddresses = Set.copyOf(serviceAddresses);
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("a network has at least one CIDR block");
    }
    Set<String> tables = distinct("route table", routeTables, RouteTableSpec::id);
    Set<String> aclIds = distinct("network ACL", acls, AclSpec::id);
    distinct("subnet", subnets, SubnetSpec::id);
    distinct("NAT gateway", natGateways, NatGatewaySpec::id);
    for (SubnetSpec subnet : subnets) {
      require(tables, "route table", subnet.routeTableId(), subnet.id());
      require(aclIds, "network ACL", subnet.aclId(), subnet.id());
      if (cidrs.stream().noneMatch(cidr -> cidr.contains(subnet.cidr()))) {
        throw new IllegalArgumentException(
            "subnet " + subnet.id() + " " + subnet.cidr() + " lies outside its network " + cidrs);
      }
    }
    for (NatGatewaySpec gateway : natGateways) {
      boolean inside =
          subnets.stream()
              .filter(subnet -> subnet.id().equals(gateway.subnetId()))
              .anyMatch(subnet -> subnet.cidr().contains(gateway.privateAddress()));
      if (!inside) {
        throw new IllegalArgumentException(
            gateway.id() + " lies outside its subnet: " + gateway.privateAddress());
      }
    }
    for (Ipv4Address service : serviceAddresses) {
      if (cidrs.stream().anyMatch(cidr -> cidr.contains(service))) {
        throw new IllegalArgumentException("service address inside the network: " + service);
      }
    }
  }

  private static <T> Set<String> distinct(
      String what, Collection<T> all, Function<T, String> toId) {
    Set<String> ids = new HashSet<>();
    for (T each : all) {
      if (!ids.add(toId.apply(each))) {
        throw new IllegalArgumentException(what + " twice: " + toId.apply(each));
      }
    }
    return ids;
  }

  private static void require(Set<String> known, String what, String id, String subnetId) {
    if (!known.contains(id)) {
      throw new IllegalArgumentException("subnet " + subnetId + " has no " + what + " " + id);
    }
  }

  /**
   * A network whose subnets, made by {@link SubnetSpec#open}, share a table that leads everything
   * to the internet gateway, if there is one, and an ACL that lets everything pass.
   */
  public static NetworkSpec open(
      String id, List<Ipv4Cidr> cidrs, List<SubnetSpec> subnets, boolean internetGateway) {
    List<RouteSpec> routes =
        internetGateway
            ? List.of(new RouteSpec(Ipv4Cidr.ANYWHERE, new RouteTarget.InternetGateway()))
            : List.of();
    return new NetworkSpec(
        id,
        cidrs,
        subnets,
        List.of(new RouteTableSpec(SubnetSpec.OPEN, routes)),
        List.of(AclSpec.open(SubnetSpec.OPEN)),
        internetGateway,
        List.of(),
        Set.of());
  }

  /** Where the network's DNS resolver answers: the primary block's base + 2. */
  public Ipv4Address resolver() {
    return cidrs.getFirst().at(2);
  }

  /**
   * The addresses the network itself answers at: routers, resolver, metadata and other services.
   */
  public Set<Ipv4Address> ownAddresses() {
    Set<Ipv4Address> own = new HashSet<>(Set.of(METADATA, LINK_LOCAL_RESOLVER, resolver()));
    subnets.stream().map(SubnetSpec::router).forEach(own::add);
    own.addAll(serviceAddresses);
    return Set.copyOf(own);
  }

  public Optional<SubnetSpec> subnet(String subnetId) {
    return subnets.stream().filter(subnet -> subnet.id().equals(subnetId)).findFirst();
  }

  /** The subnet that has the address. */
  public Optional<SubnetSpec> subnetOf(Ipv4Address address) {
    return subnets.stream().filter(subnet -> subnet.cidr().contains(address)).findFirst();
  }

  /** The route table of a subnet. */
  public RouteTableSpec routeTableOf(SubnetSpec subnet) {
    return routeTables.stream()
        .filter(table -> table.id().equals(subnet.routeTableId()))
        .findFirst()
        .orElseThrow();
  }

  /** The ACL of a subnet. */
  public AclSpec aclOf(SubnetSpec subnet) {
    return acls.stream().filter(acl -> acl.id().equals(subnet.aclId())).findFirst().orElseThrow();
  }

  public Optional<NatGatewaySpec> natGateway(String natGatewayId) {
    return natGateways.stream().filter(nat -> nat.id().equals(natGatewayId)).findFirst();
  }
}
