package croft.server;

import croft.drivers.dns.Finding;
import croft.drivers.dns.Forwarder;
import croft.drivers.dns.NameSource;
import croft.drivers.dns.Resolver;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.name.VpcNames;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerNames;
import croft.services.route53.answer.Zones;
import croft.services.route53.delegationset.NameServers;
import croft.services.route53.healthcheck.TargetNames;
import croft.services.route53.hostedzone.VpcReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Who is asked for a name, and in which order: inside a VPC, on the host, by health checks. */
final class Resolvers implements TargetNames {
  private static final Logger LOG = LoggerFactory.getLogger(Resolvers.class);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final int UPSTREAM_MILLIS = 4000;
  private static final long NAME_SERVER_TTL_SECONDS = 60;

  private final VpcNames names;
  private final BalancerNames balancers;
  private final Zones zones;
  private final String account;

  /**
   * Makes resolvers.
   *
   * @param account whose default VPCs the host knows the names of
   */
  Resolvers(VpcNames names, BalancerNames balancers, Zones zones, String account) {
    this.names = names;
    this.balancers = balancers;
    this.zones = zones;
    this.account = account;
  }

  /** Whether a VPC has a resolver now. */
  boolean isAnswering(String scope, String vpcId) {
    return names.isAnswering(scope, vpcId);
  }

  /** The resolver of a VPC: instances' names, its private zones, public zones, then the host. */
  Resolver ofVpc(String scope, String vpcId, Ipv4Address own) {
    VpcReference vpc = new VpcReference(scope.substring(scope.indexOf('/') + 1), vpcId);
    NameSource closed = zones.privateZones(vpc);
    NameSource closedIfOn =
        (name, type) ->
            names.hasPrivateZones(scope, vpcId) ? closed.find(name, type) : Optional.empty();
    return new Resolver(
        List.of(
            names.inside(scope, vpcId),
            balancers.ofVpc(scope, vpcId),
            closedIfOn,
            nameServers(own),
            zones.publicZones()),
        Optional.of(new Forwarder(upstream(), UPSTREAM_MILLIS)));
  }

  /** What the host is told; it asks others by itself. */
  Resolver ofHost() {
    return new Resolver(
        List.of(
            names.outside(account),
            balancers.ofHost(),
            nameServers(Ipv4Address.parse("127.0.0.1")),
            zones.publicZones()),
        Optional.empty());
  }

  /** The names of zones' name servers, which mean whoever answers here. */
  private static NameSource nameServers(Ipv4Address own) {
    return (name, type) -> {
      if (!name.subdomain(name(NameServers.DOMAIN))) {
        return Optional.empty();
      }
      return Optional.of(
          type == Type.A
              ? new Finding.Records(
                  List.of(
                      new ARecord(name, DClass.IN, NAME_SERVER_TTL_SECONDS, own.toInetAddress())))
              : new Finding.NoData(Optional.empty()));
    };
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("Not a domain name: " + text, e);
    }
  }

  /** The host's own resolvers; none when they cannot be known. */
  private static List<InetSocketAddress> upstream() {
    try {
      return Forwarder.serversOf(Files.readString(RESOLV_CONF));
    } catch (IOException e) {
      LOG.warn("Names outside VPCs will not resolve: {} cannot be read", RESOLV_CONF);
      return List.of();
    }
  }

  @Override
  public InetAddress resolve(String target) throws IOException {
    Optional<InetAddress> known =
        ofHost()
            .answer(Name.fromString(target, Name.root), Type.A)
            .getSection(Section.ANSWER)
            .stream()
            .filter(ARecord.class::isInstance)
            .map(record -> ((ARecord) record).getAddress())
            .findFirst();
    return known.isPresent() ? known.get() : InetAddress.getByName(target);
  }
}
