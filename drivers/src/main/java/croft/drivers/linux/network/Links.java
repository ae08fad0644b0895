package croft.drivers.linux.network;

import static croft.drivers.linux.network.Rtnetlink.ADDRESS_BYTES;
import static croft.drivers.linux.network.Rtnetlink.IFA_ADDRESS;
import static croft.drivers.linux.network.Rtnetlink.IFA_FLAGS;
import static croft.drivers.linux.network.Rtnetlink.IFA_F_NOPREFIXROUTE;
import static croft.drivers.linux.network.Rtnetlink.IFA_LOCAL;
import static croft.drivers.linux.network.Rtnetlink.IFF_UP;
import static croft.drivers.linux.network.Rtnetlink.IFLA_ADDRESS;
import static croft.drivers.linux.network.Rtnetlink.IFLA_GROUP;
import static croft.drivers.linux.network.Rtnetlink.IFLA_GSO_IPV4_MAX_SIZE;
import static croft.drivers.linux.network.Rtnetlink.IFLA_IFNAME;
import static croft.drivers.linux.network.Rtnetlink.IFLA_INFO_DATA;
import static croft.drivers.linux.network.Rtnetlink.IFLA_INFO_KIND;
import static croft.drivers.linux.network.Rtnetlink.IFLA_LINKINFO;
import static croft.drivers.linux.network.Rtnetlink.IFLA_MTU;
import static croft.drivers.linux.network.Rtnetlink.IFLA_NET_NS_FD;
import static croft.drivers.linux.network.Rtnetlink.IFLA_STATS64;
import static croft.drivers.linux.network.Rtnetlink.LINK_BYTES;
import static croft.drivers.linux.network.Rtnetlink.NLM_F_CREATE;
import static croft.drivers.linux.network.Rtnetlink.NLM_F_EXCL;
import static croft.drivers.linux.network.Rtnetlink.NLM_F_REPLACE;
import static croft.drivers.linux.network.Rtnetlink.ROUTE_BYTES;
import static croft.drivers.linux.network.Rtnetlink.RTA_DST;
import static croft.drivers.linux.network.Rtnetlink.RTA_GATEWAY;
import static croft.drivers.linux.network.Rtnetlink.RTA_OIF;
import static croft.drivers.linux.network.Rtnetlink.RTA_PRIORITY;
import static croft.drivers.linux.network.Rtnetlink.RTA_TABLE;
import static croft.drivers.linux.network.Rtnetlink.RTM_DELADDR;
import static croft.drivers.linux.network.Rtnetlink.RTM_DELLINK;
import static croft.drivers.linux.network.Rtnetlink.RTM_DELROUTE;
import static croft.drivers.linux.network.Rtnetlink.RTM_DELRULE;
import static croft.drivers.linux.network.Rtnetlink.RTM_GETADDR;
import static croft.drivers.linux.network.Rtnetlink.RTM_GETLINK;
import static croft.drivers.linux.network.Rtnetlink.RTM_GETROUTE;
import static croft.drivers.linux.network.Rtnetlink.RTM_GETRULE;
import static croft.drivers.linux.network.Rtnetlink.RTM_NEWADDR;
import static croft.drivers.linux.network.Rtnetlink.RTM_NEWLINK;
import static croft.drivers.linux.network.Rtnetlink.RTM_NEWROUTE;
import static croft.drivers.linux.network.Rtnetlink.RTM_NEWRULE;
import static croft.drivers.linux.network.Rtnetlink.RTNH_F_ONLINK;
import static croft.drivers.linux.network.Rtnetlink.SCOPE_LINK;
import static croft.drivers.linux.network.Rtnetlink.SCOPE_UNIVERSE;
import static croft.drivers.linux.network.Rtnetlink.TABLE_LOCAL;
import static croft.drivers.linux.network.Rtnetlink.TABLE_MAIN;
import static croft.drivers.linux.network.Rtnetlink.TYPE_UNICAST;
import static croft.drivers.linux.network.Rtnetlink.TYPE_UNREACHABLE;
import static croft.drivers.linux.network.Rtnetlink.VETH_INFO_PEER;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Devices, addresses and routes of one network namespace, in the words of this package. */
final class Links implements AutoCloseable {
  static final String LOOPBACK = "lo";

  /**
   * How much of a TCP stream one buffer carries from device to device: three times the usual, which
   * makes up for the router between two instances. A device of the host that takes less cuts it;
   * kernels before 6.3 pass the wish over.
   */
  private static final int SEGMENTS_BYTES = 192 * 1024;

  /** A device; {@code up} is its administrative state. */
  record Link(int index, String name, boolean up) {}

  /** An address on a device; {@code prefixLength} is that of the peer, if there is one. */
  record Address(int linkIndex, Ipv4Address local, Ipv4Address peer, int prefixLength) {}

  /**
   * A route; {@code linkIndex} 0 when it leads nowhere, {@code metric} 0 for the first choice. A
   * gateway is taken to be on the wire, whatever other routes say.
   */
  record Route(
      Ipv4Cidr destination,
      int type,
      int linkIndex,
      @Nullable Ipv4Address gateway,
      int table,
      int metric) {

    static Route unreachable(Ipv4Cidr destination) {
      return new Route(destination, TYPE_UNREACHABLE, 0, null, TABLE_MAIN, 0);
    }

    static Route direct(Ipv4Cidr destination, Link link) {
      return new Route(destination, TYPE_UNICAST, link.index(), null, TABLE_MAIN, 0);
    }

    static Route via(Ipv4Cidr destination, Link link, Ipv4Address gateway) {
      return new Route(destination, TYPE_UNICAST, link.index(), gateway, TABLE_MAIN, 0);
    }

    Route in(int anotherTable) {
      return new Route(destination, type, linkIndex, gateway, anotherTable, metric);
    }

    Route withMetric(int anotherMetric) {
      return new Route(destination, type, linkIndex, gateway, table, anotherMetric);
    }
  }

  /** What passed a device, from the device's own view. */
  record Statistics(
      long receivedPackets,
      long sentPackets,
      long receivedBytes,
      long sentBytes,
      long sentDropped) {}

  private final Netlink netlink;

  /** For the calling thread's network namespace. */
  Links() {
    this(new Netlink());
  }

  Links(Netlink netlink) {
    this.netlink = netlink;
  }

  /** The device of this name, if there is one. */
  Optional<Link> find(String name) {
    return get(name).map(Links::link);
  }

  Link require(String name) {
    return find(name)
        .orElseThrow(() -> new NetlinkException("find device " + name, Errno.ENODEV, ""));
  }

  Optional<Statistics> statistics(String name) {
    return get(name).map(Links::statistics);
  }

  private Optional<NetlinkReply> get(String name) {
    try {
      NetlinkMessage message =
          new NetlinkMessage(RTM_GETLINK, 0).link(0, 0, 0).attribute(IFLA_IFNAME, name);
      return Optional.of(netlink.ask("find device " + name, message, LINK_BYTES));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  List<Link> links() {
    NetlinkMessage message = new NetlinkMessage(RTM_GETLINK, 0).link(0, 0, 0);
    return netlink.dump("list devices", message, LINK_BYTES).stream().map(Links::link).toList();
  }

  private static Link link(NetlinkReply reply) {
    boolean up = (reply.fixed().getInt(8) & IFF_UP) != 0;
    return new Link(reply.fixed().getInt(4), reply.text(IFLA_IFNAME).orElse(""), up);
  }

  private static Statistics statistics(NetlinkReply reply) {
    ByteBuffer stats = reply.attributes().get(IFLA_STATS64);
    if (stats == null) {
      return new Statistics(0, 0, 0, 0, 0);
    }
    return new Statistics(
        stats.getLong(0),
        stats.getLong(8),
        stats.getLong(16),
        stats.getLong(24),
        stats.getLong(56));
  }

  /** One end of a veth pair, up when created. */
  record Veth(String name, int mtu, int group) {}

  /** The other end, in the namespace of the descriptor, down when created. */
  record VethPeer(String name, int mtu, @Nullable MacAddress mac, int namespaceDescriptor) {}

  void addVeth(Veth here, VethPeer there) {
    NetlinkMessage message =
        new NetlinkMessage(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
            .link(0, IFF_UP, IFF_UP)
            .attribute(IFLA_IFNAME, here.name())
            .attribute(IFLA_MTU, here.mtu())
            .attribute(IFLA_GROUP, here.group())
            .attribute(IFLA_GSO_IPV4_MAX_SIZE, SEGMENTS_BYTES)
            .nested(
                IFLA_LINKINFO,
                info ->
                    info.attribute(IFLA_INFO_KIND, "veth")
                        .nested(
                            IFLA_INFO_DATA,
                            data -> data.nested(VETH_INFO_PEER, peer -> describe(peer, there))));
    netlink.request("add veth " + here.name(), message);
  }

  private static void describe(NetlinkMessage message, VethPeer peer) {
    message
        .link(0, 0, 0)
        .attribute(IFLA_IFNAME, peer.name())
        .attribute(IFLA_MTU, peer.mtu())
        .attribute(IFLA_GSO_IPV4_MAX_SIZE, SEGMENTS_BYTES);
    if (peer.mac() != null) {
      message.attribute(IFLA_ADDRESS, peer.mac().bytes());
    }
    message.attribute(IFLA_NET_NS_FD, peer.namespaceDescriptor());
  }

  void up(Link link) {
    if (!link.up()) {
      netlink.request(
          "set " + link.name() + " up",
          new NetlinkMessage(RTM_NEWLINK, 0).link(link.index(), IFF_UP, IFF_UP));
    }
  }

  /** Deletes a device, if it is there; a veth takes its peer with it. */
  void delete(String name) {
    find(name)
        .ifPresent(link ->
            tolerate(
                Errno.ENODEV,
                "delete device " + name,
                new NetlinkMessage(RTM_DELLINK, 0).link(link.index(), 0, 0)));
  }

  /** Deletes every device of a group, which takes hardly longer than one. */
  void deleteGroup(int group) {
    tolerate(
        Errno.ENODEV,
        "delete device group " + group,
        new NetlinkMessage(RTM_DELLINK, 0).link(0, 0, 0).attribute(IFLA_GROUP, group));
  }

  Set<Address> addresses() {
    NetlinkMessage message = new NetlinkMessage(RTM_GETADDR, 0).address(0, 0, 0);
    Set<Address> found = new HashSet<>();
    for (NetlinkReply reply : netlink.dump("list addresses", message, ADDRESS_BYTES)) {
      int peer = reply.address(IFA_ADDRESS).orElse(0);
      int local = reply.address(IFA_LOCAL).orElse(peer);
      found.add(
          new Address(
              reply.fixed().getInt(4),
              new Ipv4Address(local),
              new Ipv4Address(peer),
              reply.fixed().get(1)));
    }
    return found;
  }

  void add(Address address) {
    tolerate(
        Errno.EEXIST,
        "add address " + address.local(),
        message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address));
  }

  /** As {@link #add}, without the route to the peer that the kernel makes of it. */
  void addWithoutRoute(Address address) {
    tolerate(
        Errno.EEXIST,
        "add address " + address.local(),
        message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address)
            .attribute(IFA_FLAGS, IFA_F_NOPREFIXROUTE));
  }

  void delete(Address address) {
    netlink.request("delete address " + address.local(), message(RTM_DELADDR, 0, address));
  }

  private static NetlinkMessage message(int type, int flags, Address address) {
    return new NetlinkMessage(type, flags)
        .address(address.prefixLength(), SCOPE_UNIVERSE, address.linkIndex())
        .attribute(IFA_LOCAL, address.local().bytes())
        .attribute(IFA_ADDRESS, address.peer().bytes());
  }

  /** The routes of every table but the kernel's own, of local addresses. */
  List<Route> routes() {
    NetlinkMessage message = new NetlinkMessage(RTM_GETROUTE, 0).route(0, 0, 0, 0);
    List<Route> found = new ArrayList<>();
    for (NetlinkReply reply : netlink.dump("list routes", message, ROUTE_BYTES)) {
      int table = reply.number(RTA_TABLE).orElse(Byte.toUnsignedInt(reply.fixed().get(4)));
      if (table != TABLE_LOCAL) {
        found.add(
            new Route(
                new Ipv4Cidr(
                    new Ipv4Address(reply.address(RTA_DST).orElse(0)), reply.fixed().get(1)),
                reply.fixed().get(7),
                reply.number(RTA_OIF).orElse(0),
                reply.address(RTA_GATEWAY).map(Ipv4Address::new).orElse(null),
                table,
                reply.number(RTA_PRIORITY).orElse(0)));
      }
    }
    return found;
  }

  /** Adds a route, in place of one to the same destination. */
  void replace(Route route) {
    netlink.request(
        "add route to " + route.destination(),
        message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route));
  }

  /** Adds a route; false when there is one to the same destination. */
  boolean add(Route route) {
    try {
      netlink.request(
          "add route to " + route.destination(),
          message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route));
      return true;
    } catch (NetlinkException e) {
      if (e.errno() == Errno.EEXIST) {
        return false;
      }
      throw e;
    }
  }

  /** Deletes a route, if it is there. */
  void delete(Route route) {
    tolerate(
        Errno.ESRCH, "delete route to " + route.destination(), message(RTM_DELROUTE, 0, route));
  }

  private static NetlinkMessage message(int type, int flags, Route route) {
    int scope =
        route.gateway() == null && route.type() == TYPE_UNICAST ? SCOPE_LINK : SCOPE_UNIVERSE;
    NetlinkMessage message =
        new NetlinkMessage(type, flags)
            .route(
                route.destination().prefixLength(),
                scope,
                route.type(),
                route.gateway() == null ? 0 : RTNH_F_ONLINK)
            .attribute(RTA_TABLE, route.table())
            .attribute(RTA_DST, route.destination().base().bytes());
    if (route.linkIndex() != 0) {
      message.attribute(RTA_OIF, route.linkIndex());
    }
    if (route.gateway() != null) {
      message.attribute(RTA_GATEWAY, route.gateway().bytes());
    }
    if (route.metric() != 0) {
      message.attribute(RTA_PRIORITY, route.metric());
    }
    return message;
  }

  /** The rules but for the three that every namespace begins with. */
  Set<RoutingRule> rules() {
    NetlinkMessage message = new NetlinkMessage(RTM_GETRULE, 0).rule(0, 0);
    return netlink.dump("list rules", message, ROUTE_BYTES).stream()
        .map(RoutingRule::read)
        .filter(RoutingRule::asks)
        .collect(Collectors.toSet());
  }

  void add(RoutingRule rule) {
    tolerate(
        Errno.EEXIST,
        "add rule for table " + rule.table(),
        rule.message(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL));
  }

  /** Deletes a rule, if it is there. */
  void delete(RoutingRule rule) {
    tolerate(Errno.ENOENT, "delete rule for table " + rule.table(), rule.message(RTM_DELRULE, 0));
  }

  private void tolerate(int errno, String what, NetlinkMessage message) {
    try {
      netlink.request(what, message);
    } catch (NetlinkException e) {
      if (e.errno() != errno) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    netlink.close();
  }
}
