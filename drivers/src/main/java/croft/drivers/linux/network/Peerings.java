package croft.drivers.linux.network;

import croft.drivers.network.IntendedNetworks;
import croft.drivers.network.PeeringSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Peerings as the driver's calls state them: records, wires, and the routes of both networks. */
final class Peerings {
  private final IntendedNetworks intended;
  private final NetworkRecords records;
  private final NetworkRooms rooms;
  private final PeeringLinks wires;
  private final Enforcement enforcement;

  Peerings(
      IntendedNetworks intended,
      NetworkRecords records,
      NetworkRooms rooms,
      PeeringLinks wires,
      Enforcement enforcement) {
    this.intended = intended;
    this.records = records;
    this.rooms = rooms;
    this.wires = wires;
    this.enforcement = enforcement;
  }

  void ensure(PeeringSpec spec) {
    intended.putPeering(spec);
    NetworkRooms.perform(() -> {
      records.put(spec);
      return true;
    });
    lay(spec);
    rerouteBoth(spec);
  }

  private void rerouteBoth(PeeringSpec spec) {
    reroute(spec.requesterNetworkId());
    reroute(spec.accepterNetworkId());
  }

  /** Lays the wires of a network that are not there. */
  void join(String networkId) {
    for (PeeringSpec spec : intended.peerings(networkId)) {
      if (lay(spec)) {
        rerouteBoth(spec);
      }
    }
  }

  /** Whether the wire is new. */
  private boolean lay(PeeringSpec spec) {
    // In one order for all, so that nobody waits for whom waits for him.
    boolean inOrder = spec.requesterNetworkId().compareTo(spec.accepterNetworkId()) < 0;
    String first = inOrder ? spec.requesterNetworkId() : spec.accepterNetworkId();
    return rooms.locked(first, () -> rooms.locked(spec.other(first), () -> ensureWire(spec)));
  }

  private boolean ensureWire(PeeringSpec spec) throws Exception {
    return intended.peerings(spec.requesterNetworkId()).contains(spec)
        && wires.ensure(
            spec, rooms.open(spec.requesterNetworkId()), rooms.open(spec.accepterNetworkId()));
  }

  void remove(String peeringId) {
    Optional<PeeringSpec> found =
        intended.peerings().stream().filter(peering -> peering.id().equals(peeringId)).findFirst();
    if (found.isEmpty()) {
      return;
    }
    PeeringSpec spec = found.get();
    intended.removePeering(peeringId);
    rooms.locked(
        spec.requesterNetworkId(),
        () -> {
          cut(spec, rooms.open(spec.requesterNetworkId()));
          return true;
        });
    rerouteBoth(spec);
  }

  /** Cuts wires; to be called with the lock of the room's network held. */
  void cut(List<PeeringSpec> peerings, NetworkRoom room) throws IOException {
    for (PeeringSpec peering : peerings) {
      cut(peering, room);
    }
  }

  private void cut(PeeringSpec peering, NetworkRoom room) throws IOException {
    PeeringLinks.remove(peering, room);
    records.removePeering(peering.id());
  }

  /** Makes a network's routes anew, now that a peering of it came or went. */
  void reroute(String networkId) {
    rooms.locked(
        networkId,
        () -> {
          if (intended.hasNetwork(networkId)) {
            enforcement.routing(rooms.open(networkId), networkId);
          }
          return true;
        });
  }
}
