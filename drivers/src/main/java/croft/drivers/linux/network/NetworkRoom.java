package croft.drivers.linux.network;

import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Routing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The namespace of one network: its router. Interfaces hang on it by routed veths; it answers at
 * the routers' addresses, the resolver's and the metadata service's. Calls are the owner's to
 * order.
 */
final class NetworkRoom implements AutoCloseable {
  private static final Ipv4Cidr LOOPBACK = Ipv4Cidr.parse("127.0.0.0/8");

  /** A network of which nothing was said yet. */
  static final Routing NOTHING =
      new Routing(
          NetworkSpec.open("nothing", List.of(LOOPBACK), List.of(), false), Map.of(), Set.of());

  private final Path path;
  private final Links links;
  private final Nftables nftables;
  private final RulesetTable guard;
  private final RulesetTable routes;
  private final RulesetTable acls;
  private final RulesetTable groups;
  private final RulesetTable addresses;
  private final Set<GuardRules.Listener> listeners = new HashSet<>();

  private NetworkRoom(Path path, Links links, Nftables nftables) {
    this.path = path;
    this.links = links;
    this.nftables = nftables;
    this.guard = new RulesetTable(nftables, GuardRules.TABLE);
    this.routes = new RulesetTable(nftables, RouteRules.TABLE);
    this.acls = new RulesetTable(nftables, AclRules.TABLE);
    this.groups = new RulesetTable(nftables, GroupRules.TABLE);
    this.addresses = new RulesetTable(nftables, AddressRules.TABLE);
  }

  /** Opens the namespace of this name, which is made when there is none. */
  static NetworkRoom open(NetworkNamespaces namespaces, String name) throws Exception {
    return NamespaceThread.call(
        "croft-network",
        () -> {
          boolean created = namespaces.enterOrCreate(name);
          setParameters();
          Links links = new Links();
          try {
            NetworkRoom room = new NetworkRoom(namespaces.path(name), links, new Nftables());
            if (created) {
              room.closeDoors();
            }
            return room;
          } catch (RuntimeException e) {
            links.close();
            throw e;
          }
        });
  }

  /** Nothing is to be forwarded before somebody said what: also when a machine has restarted. */
  private void closeDoors() {
    guard.apply(GuardRules.of(NOTHING, Set.of(), Set.of()));
    routes.apply(RouteRules.of(NOTHING, Set.of()));
    groups.apply(GroupRules.of(FirewallSpec.EMPTY, Map.of(), Set.of()));
    addresses.apply(AddressRules.ofNetwork(NOTHING, Map.of()));
  }

  private static void setParameters() throws IOException {
    // Forwarding first: turning it on resets others.
    NetworkNamespaces.setParameter("ipv4/ip_forward", "1");
    NetworkNamespaces.setParameter("ipv4/conf/all/rp_filter", "0");
    NetworkNamespaces.setParameter("ipv4/conf/default/rp_filter", "1");
    // Neighbours of a subnet answer through the router, as there is no wire between them.
    NetworkNamespaces.setParameter("ipv4/conf/default/proxy_arp", "1");
    NetworkNamespaces.setParameter("ipv4/conf/all/send_redirects", "0");
    NetworkNamespaces.setParameter("ipv4/conf/default/send_redirects", "0");
    if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
      NetworkNamespaces.setParameter("ipv6/conf/all/disable_ipv6", "1");
      NetworkNamespaces.setParameter("ipv6/conf/default/disable_ipv6", "1");
    }
  }

  Path path() {
    return path;
  }

  Links links() {
    return links;
  }

  RulesetTable guard() {
    return guard;
  }

  RulesetTable routes() {
    return routes;
  }

  RulesetTable acls() {
    return acls;
  }

  RulesetTable groups() {
    return groups;
  }

  RulesetTable addresses() {
    return addresses;
  }

  Set<GuardRules.Listener> listeners() {
    return listeners;
  }

  /** Has the kernel take packets from a device whatever it knows of the way back. */
  void unfilter(String device) throws Exception {
    NetworkNamespaces.inside(
        path,
        () -> {
          NetworkNamespaces.setParameter("ipv4/conf/" + device + "/rp_filter", "0");
          return true;
        });
  }

  /** Makes addresses and routes as the network wants them; interfaces are not touched. */
  void ensure(NetworkSpec spec) {
    Links.Link loopback = links.require(Links.LOOPBACK);
    links.up(loopback);
    Set<Ipv4Address> wanted = new TreeSet<>(spec.ownAddresses());
    for (Links.Address address : addressesOf(loopback)) {
      if (!wanted.remove(address.local())) {
        links.delete(address);
      }
    }
    wanted.forEach(address -> links.add(new Links.Address(loopback.index(), address, address, 32)));
    Set<Ipv4Cidr> blocks = new TreeSet<>(spec.cidrs());
    for (Links.Route route : unreachable()) {
      if (!blocks.remove(route.destination())) {
        links.delete(route);
      }
    }
    // What no interface has is nowhere, rather than beyond the gateway.
    blocks.forEach(cidr -> links.replace(Links.Route.unreachable(cidr)));
  }

  /** What differs from what {@link #ensure} makes. */
  List<String> differences(NetworkSpec spec) {
    List<String> differences = new ArrayList<>();
    Links.Link loopback = links.require(Links.LOOPBACK);
    Set<Ipv4Address> found = new HashSet<>();
    addressesOf(loopback).forEach(address -> found.add(address.local()));
    for (Ipv4Address address : spec.ownAddresses()) {
      if (!found.contains(address)) {
        differences.add("its own address " + address + " is gone");
      }
    }
    List<Ipv4Cidr> blocks = unreachable().stream().map(Links.Route::destination).toList();
    for (Ipv4Cidr cidr : spec.cidrs()) {
      if (!blocks.contains(cidr)) {
        differences.add("the route for " + cidr + " is gone");
      }
    }
    return differences;
  }

  private List<Links.Address> addressesOf(Links.Link loopback) {
    return links.addresses().stream()
        .filter(address -> address.linkIndex() == loopback.index())
        .filter(address -> !LOOPBACK.contains(address.local()))
        .toList();
  }

  private List<Links.Route> unreachable() {
    return links.routes().stream()
        .filter(route -> route.type() == Rtnetlink.TYPE_UNREACHABLE)
        .toList();
  }

  @Override
  public void close() {
    links.close();
    nftables.close();
  }
}
