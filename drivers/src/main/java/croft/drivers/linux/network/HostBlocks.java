package croft.drivers.linux.network;

import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The installation's name on the host, and the blocks of addresses it has there. Blocks are chosen
 * once, where the host routes nothing, and claimed by an unreachable route: another installation
 * sees the claim, and an address nobody has does not leave the host.
 */
final class HostBlocks {
  private final LinuxNetworkConfig config;
  private final NetworkRecords records;
  private NetworkRecords.Installation installation;

  HostBlocks(LinuxNetworkConfig config, NetworkRecords records, RandomGenerator random)
      throws IOException {
    this.config = config;
    this.records = records;
    this.installation =
        records
            .installation()
            .orElseGet(() ->
                new NetworkRecords.Installation(
                    "%06x".formatted(random.nextInt(1 << 24)), "", "", false));
  }

  String tag() {
    return installation.tag();
  }

  boolean hasBlocks() {
    return installation.hasBlocks();
  }

  boolean enabledForwarding() {
    return installation.enabledForwarding();
  }

  Ipv4Cidr linkBlock(Links host) throws IOException {
    claim(host);
    return Ipv4Cidr.parse(installation.linkBlock());
  }

  /** The block that was chosen once; there must be one. */
  Ipv4Cidr publicBlock() {
    return Ipv4Cidr.parse(installation.publicBlock());
  }

  private boolean claimed;

  /** Chooses blocks if there are none yet, and claims them on the host. */
  void claim(Links host) throws IOException {
    if (claimed) {
      return;
    }
    List<Links.Route> foreign = foreignRoutes(host);
    if (!hasBlocks()) {
      put(
          new NetworkRecords.Installation(
              tag(),
              free(config.linkPool(), foreign).toString(),
              free(config.publicPool(), foreign).toString(),
              false));
    }
    for (String text : List.of(installation.linkBlock(), installation.publicBlock())) {
      Ipv4Cidr block = Ipv4Cidr.parse(text);
      refuseOverlap(block, foreign);
      host.replace(Links.Route.unreachable(block));
    }
    claimed = true;
  }

  /** Routes that are not this installation's own. */
  private List<Links.Route> foreignRoutes(Links host) {
    List<Integer> own =
        host.links().stream()
            .filter(link -> link.name().startsWith(Devices.hostPrefix(tag())))
            .map(Links.Link::index)
            .toList();
    return host.routes().stream()
        .filter(route -> route.destination().prefixLength() > 0)
        .filter(route -> !own.contains(route.linkIndex()))
        .filter(route -> !isClaim(route))
        .toList();
  }

  private boolean isClaim(Links.Route route) {
    String destination = route.destination().toString();
    return route.type() == Rtnetlink.TYPE_UNREACHABLE
        && (destination.equals(installation.linkBlock())
            || destination.equals(installation.publicBlock()));
  }

  private static Ipv4Cidr free(Ipv4Cidr pool, List<Links.Route> foreign) {
    long step = 1L << (32 - LinuxNetworkConfig.BLOCK_PREFIX_LENGTH);
    for (long offset = 0; offset < pool.size(); offset += step) {
      Ipv4Cidr block = new Ipv4Cidr(pool.at(offset), LinuxNetworkConfig.BLOCK_PREFIX_LENGTH);
      if (foreign.stream().noneMatch(route -> route.destination().overlaps(block))) {
        return block;
      }
    }
    throw new NetworkException(
        Kind.CONFLICT, "the host routes every block of " + pool + "; configure another pool");
  }

  private static void refuseOverlap(Ipv4Cidr block, List<Links.Route> foreign) {
    for (Links.Route route : foreign) {
      if (route.destination().overlaps(block)) {
        throw new NetworkException(
            Kind.CONFLICT,
            "the host routes "
                + route.destination()
                + ", which overlaps "
                + block
                + " of this installation; remove that route, or configure another pool");
      }
    }
  }

  /** To be called before forwarding is turned on, so that it is turned off again one day. */
  void recordForwarding() throws IOException {
    put(
        new NetworkRecords.Installation(
            tag(), installation.linkBlock(), installation.publicBlock(), true));
  }

  private void put(NetworkRecords.Installation changed) throws IOException {
    records.put(changed);
    installation = changed;
  }

  /** Gives the blocks back, and forgets all but the tag. */
  void release(Links host) throws IOException {
    claimed = false;
    if (hasBlocks()) {
      for (String text : List.of(installation.linkBlock(), installation.publicBlock())) {
        host.delete(Links.Route.unreachable(Ipv4Cidr.parse(text)));
      }
    }
    records.removeInstallation();
    installation = new NetworkRecords.Installation(tag(), "", "", false);
  }
}
