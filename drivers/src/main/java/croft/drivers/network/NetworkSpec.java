package croft.drivers.network;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A private network as it should be. The first CIDR block is the primary one; the resolver answers
 * at its base + 2 and at 169.254.169.253. Networks are separate worlds: blocks of two networks may
 * be the same.
 *
 * @param internetGateway whether interfaces with a public address reach beyond the network, and can
 *     be reached at that address
 */
public record NetworkSpec(
    String id, List<Ipv4Cidr> cidrs, List<SubnetSpec> subnets, boolean internetGateway) {
  /** Where the instance metadata service answers, in every network. */
  public static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");

  /** Where the resolver answers too, in every network. */
  public static final Ipv4Address LINK_LOCAL_RESOLVER = Ipv4Address.parse("169.254.169.253");

  public NetworkSpec {
    Names.check("network id", id);
    cidrs = List.copyOf(cidrs);
    subnets = List.copyOf(subnets);
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("a network has at least one CIDR block");
    }
    Set<String> ids = new HashSet<>();
    for (SubnetSpec subnet : subnets) {
      if (!ids.add(subnet.id())) {
        throw new IllegalArgumentException("subnet twice: " + subnet.id());
      }
      if (cidrs.stream().noneMatch(cidr -> cidr.contains(subnet.cidr()))) {
        throw new IllegalArgumentException(
            "subnet " + subnet.id() + " " + subnet.cidr() + " lies outside its network " + cidrs);
      }
    }
  }

  /** Where the network's DNS resolver answers: the primary block's base + 2. */
  public Ipv4Address resolver() {
    return cidrs.getFirst().at(2);
  }

  /** The addresses the network itself answers at: routers, resolver and metadata service. */
  public Set<Ipv4Address> ownAddresses() {
    Set<Ipv4Address> own = new HashSet<>(Set.of(METADATA, LINK_LOCAL_RESOLVER, resolver()));
    subnets.stream().map(SubnetSpec::router).forEach(own::add);
    return Set.copyOf(own);
  }

  public Optional<SubnetSpec> subnet(String subnetId) {
    return subnets.stream().filter(subnet -> subnet.id().equals(subnetId)).findFirst();
  }
}
