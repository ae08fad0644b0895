package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.drivers.dns.Finding;
import croft.drivers.dns.NameSource;
import croft.drivers.network.Ipv4Address;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.store.Store;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The names of load balancers as a source for resolvers: on the host they lead to its loopback, in
 * the balancer's VPC to its private addresses, and elsewhere to what is open of it.
 */
public final class BalancerNames {
  /** What all of them end in; RFC 6761 has clients know it as this machine. */
  private static final String DOMAIN = ".elb.localhost.";

  /** As AWS has it. */
  private static final long TTL_SECONDS = 60;

  private static final String DUAL_STACK = "dualstack.";

  private final Store store;

  public BalancerNames(Store store) {
    this.store = store;
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
        .filter(found -> HostedZones.of(found.region(), found.kind()).equals(hostedZoneId))
        .map(found -> open(found).stream().map(BalancerNames::address).toList());
  }

  private static List<String> open(LoadBalancer balancer) {
    return balancer.zones().stream()
        .map(zone ->
            balancer.scheme().equals("internal") ? zone.privateAddress() : zone.publicAddress())
        .filter(Objects::nonNull)
        .toList();
  }

  private NameSource source(Function<LoadBalancer, List<String>> addresses) {
    return (name, type) -> {
      String text = name.toString().toLowerCase(Locale.ROOT);
      if (!text.endsWith(DOMAIN)) {
        return Optional.empty();
      }
      Optional<LoadBalancer> found = find(text);
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
  private Optional<LoadBalancer> find(String dnsName) {
    String lower = dnsName.toLowerCase(Locale.ROOT);
    String plain = lower.startsWith(DUAL_STACK) ? lower.substring(DUAL_STACK.length()) : lower;
    return store.read(tx ->
        tx.listAll(LoadBalancer.TABLE).stream()
            .filter(LoadBalancer::standing)
            .filter(b -> plain.equals(b.dnsName().toLowerCase(Locale.ROOT) + "."))
            .findFirst());
  }
}
