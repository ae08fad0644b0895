package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.PeeringSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wire of a peering: a veth between the namespaces of two networks, of one name in both. */
final class PeeringLinks {
  /** A network's address on all its wires: this and its number. Nothing else knows of it. */
  private static final Ipv4Address ADDRESSES = Ipv4Address.parse("169.254.192.0");

  private final NetworkRooms rooms;
  private final int mtuBytes;

  PeeringLinks(NetworkRooms rooms, int mtuBytes) {
    this.rooms = rooms;
    this.mtuBytes = mtuBytes;
  }

  private Ipv4Address address(String networkId) {
    return ADDRESSES.plus(rooms.numberOf(networkId));
  }

  /** What answers at the other end of each peering of a network. */
  Map<String, Ipv4Address> gateways(String networkId, List<PeeringSpec> peerings) {
    Map<String, Ipv4Address> gateways = new HashMap<>();
    for (PeeringSpec peering : peerings) {
      gateways.put(peering.id(), address(peering.other(networkId)));
    }
    return gateways;
  }

  /** Makes what is not there; whether the wire is new, and so has no routes yet. */
  boolean ensure(PeeringSpec spec, NetworkRoom requester, NetworkRoom accepter) throws Exception {
    String name = Devices.peering(spec.id());
    boolean cut = requester.links().find(name).isEmpty() || accepter.links().find(name).isEmpty();
    if (cut) {
      requester.links().delete(name);
      accepter.links().delete(name);
      int namespace = Syscalls.open(accepter.path(), Flags.O_RDONLY);
      try {
        requester
            .links()
            .addVeth(
                new Links.Veth(name, mtuBytes, 0),
                new Links.VethPeer(name, mtuBytes, null, namespace));
      } finally {
        Syscalls.close(namespace);
      }
    }
    ready(requester, name, address(spec.requesterNetworkId()));
    ready(accepter, name, address(spec.accepterNetworkId()));
    return cut;
  }

  private static void ready(NetworkRoom room, String name, Ipv4Address own) throws Exception {
    // Sources are for the guard to judge: the kernel's own look at the way back knows no marks.
    room.unfilter(name);
    Links.Link device = room.links().require(name);
    room.links().add(new Links.Address(device.index(), own, own, 32));
    room.links().up(device);
  }

  /** Removes the wire; one end takes the other with it. */
  static void remove(PeeringSpec spec, NetworkRoom either) {
    either.links().delete(Devices.peering(spec.id()));
  }

  /** What differs at this network's end. */
  List<String> differences(PeeringSpec spec, String networkId, NetworkRoom room) {
    List<String> differences = new ArrayList<>();
    Optional<Links.Link> device = room.links().find(Devices.peering(spec.id()));
    if (device.isEmpty() || !device.get().up()) {
      differences.add("its link is gone or down");
    } else {
      Ipv4Address own = address(networkId);
      var wanted = new Links.Address(device.get().index(), own, own, 32);
      if (!room.links().addresses().contains(wanted)) {
        differences.add("the address of its link is gone");
      }
    }
    return differences;
  }
}
