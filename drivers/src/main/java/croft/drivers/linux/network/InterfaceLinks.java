package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.SubnetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The namespace of an instance and its link to the network, for one interface at a time. */
final class InterfaceLinks {
  private final NetworkNamespaces namespaces;
  private final int mtuBytes;

  InterfaceLinks(NetworkNamespaces namespaces, int mtuBytes) {
    this.namespaces = namespaces;
    this.mtuBytes = mtuBytes;
  }

  static String namespaceName(String interfaceId) {
    return "if-" + interfaceId;
  }

  /** Makes what is not there, on a thread of its own that walks from one namespace to the other. */
  void attach(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet) throws Exception {
    NamespaceThread.call(
        "croft-attach",
        () -> {
          namespaces.enterOrCreate(namespaceName(spec.id()));
          prepareInstance(room, spec, subnet);
          Syscalls.enter(room.path(), Flags.CLONE_NEWNET);
          prepareNetwork(room, spec);
          return true;
        });
  }

  private void prepareInstance(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet)
      throws IOException {
    // The namespace belongs to the host, so that nobody in it changes its address; yet whoever is
    // root inside may listen at 80 and ping.
    NetworkNamespaces.setParameter("ipv4/ip_unprivileged_port_start", "0");
    NetworkNamespaces.setParameter("ipv4/ping_group_range", "0 2147483647");
    try (Links inside = new Links()) {
      connect(room, spec, inside);
      Links.Link device = inside.require(Devices.INSTANCE);
      inside.up(inside.require(Links.LOOPBACK));
      inside.add(address(device, spec, subnet));
      inside.up(device);
      inside.replace(Links.Route.via(Ipv4Cidr.ANYWHERE, device, subnet.router()));
    }
  }

  private void connect(NetworkRoom room, InterfaceSpec spec, Links inside) {
    String name = Devices.of(spec.id());
    var networkEnd = room.links().find(name);
    if (networkEnd.isPresent() && inside.find(Devices.INSTANCE).isPresent()) {
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
              new Links.VethPeer(Devices.INSTANCE, mtuBytes, spec.macAddress(), here));
    } finally {
      Syscalls.close(here);
    }
  }

  private static Links.Address address(Links.Link device, InterfaceSpec spec, SubnetSpec subnet) {
    return new Links.Address(
        device.index(), spec.privateAddress(), spec.privateAddress(), subnet.cidr().prefixLength());
  }

  private static void prepareNetwork(NetworkRoom room, InterfaceSpec spec) throws IOException {
    String name = Devices.of(spec.id());
    NetworkNamespaces.setParameter("ipv4/neigh/" + name + "/proxy_delay", "0");
    NetworkNamespaces.setParameter(
        "ipv4/conf/" + name + "/rp_filter", spec.sourceDestinationCheck() ? "1" : "0");
    room.links()
        .replace(
            Links.Route.direct(Ipv4Cidr.of(spec.privateAddress()), room.links().require(name)));
  }

  /** Removes the link and lets the namespace go. */
  void detach(NetworkRoom room, String interfaceId) throws IOException {
    room.links().delete(Devices.of(interfaceId));
    namespaces.remove(namespaceName(interfaceId));
  }

  /** What differs from what {@link #attach} makes. */
  List<String> differences(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet)
      throws Exception {
    List<String> differences = new ArrayList<>();
    var link = room.links().find(Devices.of(spec.id()));
    if (link.isEmpty() || !link.get().up()) {
      differences.add("its device in the network is gone or down");
    } else if (!room.links()
        .routes()
        .contains(Links.Route.direct(Ipv4Cidr.of(spec.privateAddress()), link.get()))) {
      differences.add("the network's route to " + spec.privateAddress() + " is gone");
    }
    String name = namespaceName(spec.id());
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
      var device = inside.find(Devices.INSTANCE);
      if (device.isEmpty() || !device.get().up()) {
        return List.of("its device is gone or down");
      }
      List<String> differences = new ArrayList<>();
      if (!inside.addresses().contains(address(device.get(), spec, subnet))) {
        differences.add("its address " + spec.privateAddress() + " is gone");
      }
      Links.Route out = Links.Route.via(Ipv4Cidr.ANYWHERE, device.get(), subnet.router());
      if (!inside.routes().contains(out)) {
        differences.add("its default route is gone");
      }
      return differences;
    }
  }
}
