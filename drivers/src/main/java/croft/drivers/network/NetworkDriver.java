package croft.drivers.network;

import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes private networks and attaches instances to them. Calls state what should be: each may be
 * repeated at any time, by a reconciler that does not know how far an earlier one came, and leaves
 * alone what is right already. Calls may come from many threads.
 *
 * <p>Networks outlive the driver: an object over the same state finds them again. The firewall and
 * the public addresses stay in force too, but their intent is the caller's to state anew.
 *
 * <p>All methods throw {@link NetworkException}; arguments that can never be right throw {@link
 * IllegalArgumentException}.
 */
public interface NetworkDriver extends AutoCloseable {

  /**
   * Makes a network be as described, changing what differs. Subnets with interfaces in them cannot
   * go ({@code CONFLICT}).
   */
  void ensureNetwork(NetworkSpec spec);

  /**
   * Removes a network and its peerings; {@code CONFLICT} while it has interfaces; nothing when
   * there is none.
   */
  void removeNetwork(String networkId);

  /** Every network there is, ordered by id. */
  List<NetworkSpec> networks();

  /**
   * Lays a wire between two networks; {@code CONFLICT} when their blocks overlap, or a peering of
   * this id joins others. Packets go over it where route tables lead to it.
   */
  void ensurePeering(PeeringSpec spec);

  /** Removes a peering; nothing when there is none. */
  void removePeering(String peeringId);

  /** Every peering there is, ordered by id. */
  List<PeeringSpec> peerings();

  /**
   * Attaches an interface to its machine, which may be running: the device is up in the machine's
   * namespace, with its addresses and a default route, and what comes from one of its addresses
   * leaves by it. Until {@link #applyFirewall} names it, it reaches only the network's own
   * services. Repeating restores what was lost, and changes addresses and check to what is said
   * now; an address or device index another interface has, or a change of network, subnet, MAC,
   * machine or index, is a {@code CONFLICT}.
   */
  InterfaceHandle attach(InterfaceSpec spec);

  /**
   * A file that stands for a machine's network namespace, there from its first interface to its
   * last: known before, so that a machine can be made while it is connected.
   */
  Path namespacePath(String machineId);

  /**
   * Detaches an interface, and removes the machine's namespace with the last one; nothing when
   * there is none.
   */
  void detach(String interfaceId);

  /** The attached interfaces of a network, ordered by id. */
  List<InterfaceHandle> interfaces(String networkId);

  /**
   * Makes the network's firewall be this, in one atomic change. Flows that are established stay
   * untouched, as AWS's connection tracking has it. Ids of interfaces not attached (yet) are
   * remembered and count when they are.
   */
  void applyFirewall(String networkId, FirewallSpec spec);

  /**
   * Makes exactly these public addresses lead to these private ones, both ways: the host reaches
   * the interface at the public address, and the interface reaches out under it. Needs an internet
   * gateway ({@code CONFLICT} without one, unless the map is empty).
   */
  void applyAddresses(String networkId, Map<Ipv4Address, Ipv4Address> privateByPublic);

  /**
   * Whence public addresses are to be taken: a block of this machine that collides with no route of
   * the host, nor with another installation's. It stays the same as long as there are networks.
   */
  Ipv4Cidr publicAddressPool();

  /**
   * Listens for TCP inside the network at one of its own addresses (169.254.169.254, the resolver,
   * a router), whatever the groups say.
   *
   * <p>The peer address of an accepted connection identifies the interface: the network drops every
   * packet whose source address is not the one attached to the device it comes from, and a TCP
   * handshake is complete only when the answers reached that address.
   */
  ServerSocketChannel listen(String networkId, Ipv4Address address, int port);

  /** As {@link #listen}, for UDP; the source address of a datagram is checked as well. */
  DatagramChannel listenDatagram(String networkId, Ipv4Address address, int port);

  /** What passed the interface since it was attached. */
  InterfaceCounters counters(String interfaceId);

  /**
   * What differs from what was last stated: a device deleted or a rule flushed by other hands.
   * Empty when all is well. After a difference is reported, repeating the call named by its subject
   * repairs it.
   */
  List<Difference> verify(String networkId);

  /** Removes every network, interface and trace of this driver from the machine. */
  void removeAll();

  /** What this machine can and cannot do; works without privileges. */
  List<NetworkCapability> capabilities();

  /** Lets go of handles in this process; networks stay. Listeners are their owners' to close. */
  @Override
  void close();
}
