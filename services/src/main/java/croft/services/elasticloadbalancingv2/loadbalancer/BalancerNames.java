package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.drivers.dns.Finding;
import croft.drivers.dns.NameSource;
import croft.drivers.network.Ipv4Address;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.store.Store;
import croft.store.Transaction;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The names of load balancers as a source for resolvers: on the host they lead to its loopback, in
 * the balancer's VPC to its private addresses, and elsewhere to what is open of it. Zones in which
 * nobody is well are left out, unless that is so in all.
 */
public final class BalancerNames {
  /** What all of them end in; RFC 6761 has clients know it as this machine. */
  private static final String DOMAIN = ".elb.localhost.";

  /** As AWS has it. */
  private static final long TTL_SECONDS = 60;

  private static final String DUAL_STACK = "dualstack.";

  private final Store store;
  private final Function<Transaction, List<Standing>> classic;

  /** Over the rows of application and network balancers, and what else has such names. */
  public BalancerNames(Store store, Function<Transaction, List<Standing>> classic) {
    this.store = store;
    this.classic = classic;
  }

  /** A balancer that has a name, of whichever kind. */
  public record Standing(
      String scope,
      String id,
      String vpcId,
      String dnsName,
      String hostedZoneId,
      boolean internal,
      String hostAddress,
      List<Zone> zones) {
    public Standing {
      zones = List.copyOf(zones);
    }

    private Standing without(Set<String> away) {
      List<Zone> rest = zones.stream().filter(zone -> !away.contains(zone.zoneName())).toList();
      return rest.isEmpty()
          ? this
          : new Standing(scope, id, vpcId, dnsName, hostedZoneId, internal, hostAddress, rest);
    }

    private static Standing of(LoadBalancer balancer) {
      return new Standing(
          balancer.scope(),
          balancer.id(),
          balancer.vpcId(),
          balancer.dnsName(),
          HostedZones.of(balancer.region(), balancer.kind()),
          balancer.scheme().equals("internal"),
          balancer.hostAddress(),
          balancer.zones());
    }
  }

  /** For the host. */
  public NameSource ofHost() {
    return source(balancer -> List.of(balancer.hostAddress()));
  }

  /** For a VPC's resolver. */
  public NameSource ofVpc(String scope, String vpcId) {
    return source(balancer ->
        balancer.scope().equals(scope) && balancer.vpcId().equals(vpcId)
            ? balancer.zones().stream().map(Zone::privateAddress).toList()
            : open(balancer));
  }

  /** What an alias to a balancer leads to; empty when there is none of that name. */
  public Optional<List<InetAddress>> alias(String hostedZoneId, String dnsName) {
    return find(dnsName)
        .filter(found -> found.hostedZoneId().equals(hostedZoneId))
        .map(found -> open(found).stream().map(BalancerNames::address).toList());
  }

  private static List<String> open(Standing balancer) {
    return balancer.zones().stream()
        .map(zone -> balancer.internal() ? zone.privateAddress() : zone.publicAddress())
        .filter(Objects::nonNull)
        .toList();
  }

  private NameSource source(Function<Standing, List<String>> addresses) {
    return (name, type) -> {
      String text = name.toString().toLowerCase(Locale.ROOT);
      if (!text.endsWith(DOMAIN)) {
        return Optional.empty();
      }
      Optional<Standing> found = find(text);
      if (found.isEmpty()) {
        return Optional.of(new Finding.NoName(Optional.empty()));
      }
      return Optional.of(
          type == Type.A
              ? new Finding.Records(records(name, addresses.apply(found.get())))
              : new Finding.NoData(Optional.empty()));
    };
  }

  private static List<Record> records(Name name, List<String> addresses) {
    return addresses.stream()
        .<Record>map(text -> new ARecord(name, DClass.IN, TTL_SECONDS, address(text)))
        .toList();
  }

  private static InetAddress address(String text) {
    return Ipv4Address.parse(text).toInetAddress();
  }

  /** Names are compared without regard to case, and AWS's other name for the same is known. */
  private Optional<Standing> find(String dnsName) {
    String lower = dnsName.toLowerCase(Locale.ROOT);
    String plain = lower.startsWith(DUAL_STACK) ? lower.substring(DUAL_STACK.length()) : lower;
    return store.read(tx ->
        Stream.concat(
                tx.listAll(LoadBalancer.TABLE).stream()
                    .filter(LoadBalancer::standing)
                    .map(Standing::of),
                classic.apply(tx).stream())
            .filter(b -> plain.equals(b.dnsName().toLowerCase(Locale.ROOT) + "."))
            .findFirst()
            .map(found -> found.without(AwayZones.of(tx, found.scope(), found.id()))));
  }
}
