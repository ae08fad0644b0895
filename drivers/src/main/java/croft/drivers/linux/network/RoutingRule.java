package croft.drivers.linux.network;

import static croft.drivers.linux.network.Rtnetlink.FRA_FWMARK;
import static croft.drivers.linux.network.Rtnetlink.FRA_FWMASK;
import static croft.drivers.linux.network.Rtnetlink.FRA_PRIORITY;
import static croft.drivers.linux.network.Rtnetlink.FRA_SRC;
import static croft.drivers.linux.network.Rtnetlink.FRA_TABLE;
import static croft.drivers.linux.network.Rtnetlink.FR_ACT_TO_TBL;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;

/**
 * A rule of routing: packets of this source, or with this mark under this mask, are looked up in
 * this table; a mark of 0 is not asked for.
 */
record RoutingRule(int priority, Ipv4Cidr source, int mark, int mask, int table) {
  static RoutingRule from(Ipv4Address source, int priority, int table) {
    return new RoutingRule(priority, Ipv4Cidr.of(source), 0, 0, table);
  }

  static RoutingRule marked(int mark, int mask, int priority, int table) {
    return new RoutingRule(priority, Ipv4Cidr.ANYWHERE, mark, mask, table);
  }

  static RoutingRule read(NetlinkReply reply) {
    return new RoutingRule(
        reply.number(FRA_PRIORITY).orElse(0),
        new Ipv4Cidr(new Ipv4Address(reply.address(FRA_SRC).orElse(0)), reply.fixed().get(2)),
        reply.number(FRA_FWMARK).orElse(0),
        reply.number(FRA_FWMASK).orElse(0),
        reply.number(FRA_TABLE).orElse(Byte.toUnsignedInt(reply.fixed().get(4))));
  }

  /** Whether it is none of the three that every namespace begins with. */
  boolean asks() {
    return source.prefixLength() != 0 || mark != 0;
  }

  NetlinkMessage message(int type, int flags) {
    NetlinkMessage message =
        new NetlinkMessage(type, flags)
            .rule(source.prefixLength(), FR_ACT_TO_TBL)
            .attribute(FRA_PRIORITY, priority)
            .attribute(FRA_TABLE, table);
    if (source.prefixLength() != 0) {
      message.attribute(FRA_SRC, source.base().bytes());
    }
    if (mark != 0) {
      message.attribute(FRA_FWMARK, mark).attribute(FRA_FWMASK, mask);
    }
    return message;
  }
}
