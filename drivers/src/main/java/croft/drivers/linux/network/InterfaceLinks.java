package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.SubnetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The namespace of a machine and its links to networks, for one interface at a time. Each interface
 * has a routing table of its own, for what comes from its addresses: so answers leave by the device
 * they were asked at, as AWS's own images arrange it.
 */
final class InterfaceLinks {
  /** Tables and the priorities of their rules: this number and the device index. */
  private static final int FIRST_TABLE = 1000;

  private final NetworkNamespaces namespaces;
  private final int mtuBytes;

  InterfaceLinks(NetworkNamespaces namespaces, int mtuBytes) {
    this.namespaces = namespaces;
    this.mtuBytes = mtuBytes;
  }

  static String namespaceName(String machineId) {
    return "if-" + machineId;
  }

  /** Makes what is not there, on a thread of its own that walks from one namespace to the other. */
  void attach(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet) throws Exception {
    NamespaceThread.call(
        "croft-attach",
        () -> {
          namespaces.enterOrCreate(namespaceName(spec.machineId()));
          prepareMachine(room, spec, subnet);
          Syscalls.enter(room.path(), Flags.CLONE_NEWNET);
          prepareNetwork(room, spec);
          return true;
        });
  }

  private void prepareMachine(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet)
      throws IOException {
    // The namespace belongs to the host, so that nobody in it changes its address; yet whoever is
    // root inside may listen at 80 and ping.
    NetworkNamespaces.setParameter("ipv4/ip_unprivileged_port_start", "0");
    NetworkNamespaces.setParameter("ipv4/ping_group_range", "0 2147483647");
    // With several devices, each is found at its own addresses only, and may be asked by any way.
    NetworkNamespaces.setParameter("ipv4/conf/all/arp_ignore", "1");
    NetworkNamespaces.setParameter("ipv4/conf/all/arp_announce", "2");
    NetworkNamespaces.setParameter("ipv4/conf/all/rp_filter", "0");
    NetworkNamespaces.setParameter("ipv4/conf/default/rp_filter", "0");
    if (!spec.sourceDestinationCheck()) {
      NetworkNamespaces.setParameter("ipv4/ip_forward", "1");
    }
    try (Links inside = new Links()) {
      connect(room, spec, inside);
      Links.Link device = inside.require(spec.deviceName());
      inside.up(inside.require(Links.LOOPBACK));
      Set<Links.Address> wanted = addresses(device, spec, subnet);
      Set<Links.Address> found = inside.addresses();
      for (Links.Address address : found) {
        if (address.linkIndex() == device.index() && !wanted.contains(address)) {
          inside.delete(address);
        }
      }
      for (Ipv4Address address : spec.privateAddresses()) {
        inside.add(address(device, address, subnet));
      }
      inside.up(device);
      routes(device, spec, subnet).forEach(inside::replace);
      Set<RoutingRule> rules = rules(spec);
      if (!found.isEmpty()) {
        leftOver(inside, spec, rules).forEach(inside::delete);
      }
      rules.forEach(inside::add);
    }
  }

  private void connect(NetworkRoom room, InterfaceSpec spec, Links inside) {
    String name = Devices.of(spec.id());
    var networkEnd = room.links().find(name);
    if (networkEnd.isPresent() && inside.find(spec.deviceName()).isPresent()) {
      room.links().up(networkEnd.get());
      return;
    }
    // The other end went with a namespace that is no more.
    room.links().delete(name);
    int here = Syscalls.open(Path.of("/proc/thread-self/ns/net"), Flags.O_RDONLY);
    try {
      room.links()
          .addVeth(
              new Links.Veth(name, mtuBytes, Devices.INTERFACE_GROUP),
              new Links.VethPeer(spec.deviceName(), mtuBytes, spec.macAddress(), here));
    } finally {
      Syscalls.close(here);
    }
  }

  private static Set<Links.Address> addresses(
      Links.Link device, InterfaceSpec spec, SubnetSpec subnet) {
    Set<Links.Address> addresses = new HashSet<>();
    spec.privateAddresses().forEach(address -> addresses.add(address(device, address, subnet)));
    return addresses;
  }

  private static Links.Address address(Links.Link device, Ipv4Address address, SubnetSpec subnet) {
    return new Links.Address(device.index(), address, address, subnet.cidr().prefixLength());
  }

  private static List<Links.Route> routes(
      Links.Link device, InterfaceSpec spec, SubnetSpec subnet) {
    int table = FIRST_TABLE + spec.deviceIndex();
    Links.Route out = Links.Route.via(Ipv4Cidr.ANYWHERE, device, subnet.router());
    return List.of(
        out.withMetric(spec.deviceIndex()),
        out.in(table),
        Links.Route.direct(subnet.cidr(), device).in(table));
  }

  private static Set<RoutingRule> rules(InterfaceSpec spec) {
    Set<RoutingRule> rules = new HashSet<>();
    int table = FIRST_TABLE + spec.deviceIndex();
    for (Ipv4Address address : spec.privateAddresses()) {
      rules.add(RoutingRule.from(address, table, table));
    }
    return rules;
  }

  /** Rules for addresses that the interface had once. */
  private static List<RoutingRule> leftOver(
      Links inside, InterfaceSpec spec, Set<RoutingRule> wanted) {
    return inside.rules().stream()
        .filter(rule -> rule.table() == FIRST_TABLE + spec.deviceIndex())
        .filter(rule -> !wanted.contains(rule))
        .toList();
  }

  private static void prepareNetwork(NetworkRoom room, InterfaceSpec spec) throws IOException {
    String name = Devices.of(spec.id());
    NetworkNamespaces.setParameter("ipv4/neigh/" + name + "/proxy_delay", "0");
    NetworkNamespaces.setParameter(
        "ipv4/conf/" + name + "/rp_filter", spec.sourceDestinationCheck() ? "1" : "0");
    Links.Link device = room.links().require(name);
    for (Ipv4Address address : spec.privateAddresses()) {
      room.links().replace(Links.Route.direct(Ipv4Cidr.of(address), device));
    }
  }

  /** Lets go of addresses that an interface had before it was changed to what it is now. */
  void release(NetworkRoom room, InterfaceSpec before, InterfaceSpec now) {
    room.links()
        .find(Devices.of(before.id()))
        .ifPresent(device -> {
          for (Ipv4Address address : before.privateAddresses()) {
            if (!now.privateAddresses().contains(address)) {
              room.links().delete(Links.Route.direct(Ipv4Cidr.of(address), device));
            }
          }
        });
  }

  /** Removes the link, and lets the namespace go when it was the machine's last. */
  void detach(NetworkRoom room, InterfaceSpec spec, boolean last) throws Exception {
    room.links().delete(Devices.of(spec.id()));
    String name = namespaceName(spec.machineId());
    if (last) {
      namespaces.remove(name);
    } else if (namespaces.exists(name)) {
      NetworkNamespaces.inside(namespaces.path(name), () -> forgetRules(spec));
    }
  }

  /** Routes go with the device, rules do not. */
  private static boolean forgetRules(InterfaceSpec spec) {
    try (Links inside = new Links()) {
      leftOver(inside, spec, Set.of()).forEach(inside::delete);
    }
    return true;
  }

  /** The devices and routes of a network's namespace, read once for all its interfaces. */
  record NetworkEnds(Map<String, Links.Link> devices, Set<Links.Route> routes) {
    static NetworkEnds of(NetworkRoom room) {
      Map<String, Links.Link> devices = new HashMap<>();
      room.links().links().forEach(link -> devices.put(link.name(), link));
      return new NetworkEnds(devices, new HashSet<>(room.links().routes()));
    }
  }

  /** What differs from what {@link #attach} makes. */
  List<String> differences(NetworkEnds ends, InterfaceSpec spec, SubnetSpec subnet)
      throws Exception {
    List<String> differences = new ArrayList<>();
    Links.Link link = ends.devices().get(Devices.of(spec.id()));
    if (link == null || !link.up()) {
      differences.add("its device in the network is gone or down");
    } else {
      for (Ipv4Address address : spec.privateAddresses()) {
        if (!ends.routes().contains(Links.Route.direct(Ipv4Cidr.of(address), link))) {
          differences.add("the network's route to " + address + " is gone");
        }
      }
    }
    String name = namespaceName(spec.machineId());
    if (!namespaces.exists(name)) {
      differences.add("its namespace is gone");
      return differences;
    }
    differences.addAll(
        NetworkNamespaces.inside(namespaces.path(name), () -> insideDifferences(spec, subnet)));
    return differences;
  }

  private static List<String> insideDifferences(InterfaceSpec spec, SubnetSpec subnet) {
    try (Links inside = new Links()) {
      var device = inside.find(spec.deviceName());
      if (device.isEmpty() || !device.get().up()) {
        return List.of("its device is gone or down");
      }
      List<String> differences = new ArrayList<>();
      Set<Links.Address> found = inside.addresses();
      for (Ipv4Address address : spec.privateAddresses()) {
        if (!found.contains(address(device.get(), address, subnet))) {
          differences.add("its address " + address + " is gone");
        }
      }
      List<Links.Route> known = inside.routes();
      for (Links.Route route : routes(device.get(), spec, subnet)) {
        if (!known.contains(route)) {
          differences.add("its route to " + route.destination() + " is gone");
        }
      }
      if (!inside.rules().containsAll(rules(spec))) {
        differences.add("the rule for its addresses is gone");
      }
      return differences;
    }
  }
}
