package croft.services.ec2.name;

import croft.drivers.dns.Finding;
import croft.drivers.dns.NameSource;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.services.ec2.vpc.Vpc;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Store;
import croft.store.UntilChanged;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/**
 * The names of instances as sources for resolvers: inside a VPC its private names and public names
 * that lead to private addresses, outside the public ones.
 */
public final class VpcNames {
  private static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");
  private static final String METADATA_NAME = "instance-data.ec2.internal.";

  private final Store store;
  private final UntilChanged<String, Vpc> vpcs;
  private final UntilChanged<String, List<Vpc>> defaults;
  private final UntilChanged<String, Set<String>> peers;
  private final PublicNames publicNames;

  public VpcNames(Store store) {
    this.store = store;
    this.vpcs = new UntilChanged<>(store.changes(Vpcs.TABLE));
    this.defaults = new UntilChanged<>(store.changes(Vpcs.TABLE));
    this.peers = new UntilChanged<>(store.changes(Peerings.TABLE));
    this.publicNames = new PublicNames(store);
  }

  private Optional<Vpc> vpc(String scope, String vpcId) {
    return vpcs.get(scope + "/" + vpcId, key -> store.read(tx -> tx.get(Vpcs.TABLE, scope, vpcId)));
  }

  /** Whether a VPC has a resolver at all: its {@code enableDnsSupport}. */
  public boolean isAnswering(String scope, String vpcId) {
    return vpc(scope, vpcId).filter(Vpc::dnsSupport).isPresent();
  }

  /** Whether private zones answer in a VPC: that needs both of its DNS attributes. */
  public boolean hasPrivateZones(String scope, String vpcId) {
    return vpc(scope, vpcId).filter(vpc -> vpc.dnsSupport() && vpc.dnsHostnames()).isPresent();
  }

  /** The names inside a VPC. */
  public NameSource inside(String scope, String vpcId) {
    return (name, type) -> {
      Optional<Vpc> vpc = vpc(scope, vpcId);
      if (vpc.isEmpty()) {
        return Optional.empty();
      }
      Predicate<PublicNames.Holder> near =
          holder -> holder.vpcId().equals(vpcId) || told(scope, vpcId).contains(holder.vpcId());
      return own(List.of(vpc.get()), name, type)
          .or(() -> services(vpc.get(), name, type))
          .or(() -> open(name, type, near));
    };
  }

  /** The peers of a VPC that let it know their instances' private addresses. */
  private Set<String> told(String scope, String vpcId) {
    return peers
        .get(
            vpcId,
            key ->
                Optional.of(
                    store.read(tx ->
                        Peerings.activeOf(tx, scope, vpcId).stream()
                            .map(peering -> peering.other(vpcId))
                            .filter(Peering.Side::resolvableByPeer)
                            .map(Peering.Side::vpcId)
                            .collect(Collectors.toSet()))))
        .orElse(Set.of());
  }

  /** S3's names of the region, which lead to where networks answer for it. */
  private static Optional<Finding> services(Vpc vpc, Name name, int type) {
    String region = region(vpc);
    String domain = "s3." + region + ".amazonaws.com";
    if (!name.subdomain(AddressNames.absolute(domain))) {
      return Optional.empty();
    }
    return ServicePrefixList.s3(region).blocks().stream()
        .map(block -> Ipv4Cidr.parse(block).base())
        .filter(address -> !contains(vpc, address))
        .findFirst()
        .map(address -> AddressNames.address(name, type, address, domain));
  }

  /** The names on the host: public ones, and for convenience those of an account's default VPCs. */
  public NameSource outside(String account) {
    return (name, type) ->
        open(name, type, holder -> false).or(() -> own(defaultVpcs(account), name, type));
  }

  /** Public names for all who are not inside. */
  public NameSource publicNames() {
    return (name, type) -> open(name, type, holder -> false);
  }

  private List<Vpc> defaultVpcs(String account) {
    return defaults
        .get(
            account,
            key ->
                Optional.of(
                    store.read(tx ->
                        tx.listAll(Vpcs.TABLE).stream()
                            .filter(vpc -> vpc.isDefault())
                            .filter(vpc -> vpc.scope().startsWith(account + "/"))
                            .toList())))
        .orElse(List.of());
  }

  private static String region(Vpc vpc) {
    return vpc.scope().substring(vpc.scope().indexOf('/') + 1);
  }

  /** Private names, by the addresses of VPCs. */
  private static Optional<Finding> own(List<Vpc> vpcs, Name name, int type) {
    if (AddressNames.text(name).equals(METADATA_NAME)) {
      return Optional.of(AddressNames.address(name, type, METADATA, "ec2.internal"));
    }
    Optional<Ipv4Address> reverse = AddressNames.reverse(name);
    Optional<AddressNames.Dashed> dashed = AddressNames.dashed(name).filter(d -> !d.open());
    boolean known = false;
    for (Vpc vpc : vpcs) {
      String domain = InstanceShapes.domain(region(vpc));
      if (reverse.filter(address -> contains(vpc, address)).isPresent()) {
        String target = InstanceShapes.privateName(region(vpc), reverse.get().toString());
        return Optional.of(AddressNames.pointer(name, type, target, domain));
      }
      if (dashed.isPresent()
          && dashed.get().domain().equals(domain)
          && contains(vpc, dashed.get().address())) {
        return Optional.of(AddressNames.address(name, type, dashed.get().address(), domain));
      }
      known |= name.subdomain(AddressNames.absolute(domain));
    }
    String first = vpcs.isEmpty() ? "" : InstanceShapes.domain(region(vpcs.getFirst()));
    return known
        ? Optional.of(new Finding.NoName(AddressNames.authority(first)))
        : Optional.empty();
  }

  private static boolean contains(Vpc vpc, Ipv4Address address) {
    return vpc.blocks().stream().anyMatch(block -> block.contains(address));
  }

  /** Public names; near ones lead to private addresses. */
  private Optional<Finding> open(Name name, int type, Predicate<PublicNames.Holder> near) {
    Optional<AddressNames.Dashed> dashed =
        AddressNames.dashed(name).filter(AddressNames.Dashed::open);
    if (dashed.isPresent()) {
      Ipv4Address address = dashed.get().address();
      return publicNames
          .holder(address)
          .filter(h -> AddressNames.publicDomain(h.region()).equals(dashed.get().domain()))
          .map(h ->
              AddressNames.address(
                  name, type, near.test(h) ? h.privateAddress() : address, dashed.get().domain()));
    }
    return AddressNames.reverse(name)
        .flatMap(address ->
            publicNames
                .holder(address)
                .map(h ->
                    AddressNames.pointer(
                        name,
                        type,
                        InstanceShapes.publicName(h.region(), address.toString()),
                        AddressNames.publicDomain(h.region()))));
  }
}
