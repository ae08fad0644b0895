package croft.drivers.linux.network;

/**
 * Numbers of linux/netlink.h, linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h,
 * linux/fib_rules.h.
 */
final class Rtnetlink {
  static final int AF_INET = 2;

  static final int NLM_F_REQUEST = 0x1;
  static final int NLM_F_ACK = 0x4;
  static final int NLM_F_DUMP = 0x300;
  static final int NLM_F_REPLACE = 0x100;
  static final int NLM_F_EXCL = 0x200;
  static final int NLM_F_CREATE = 0x400;

  static final int NLMSG_ERROR = 2;
  static final int NLMSG_DONE = 3;
  static final int NLMSGERR_ATTR_MSG = 1;

  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;

  static final int RTM_NEWRULE = 32;
  static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;

  static final int LINK_BYTES = 16;
  static final int ADDRESS_BYTES = 8;
  static final int ROUTE_BYTES = 12;

  static final int IFF_UP = 1;
  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_STATS64 = 23;
  static final int IFLA_GROUP = 27;
  static final int IFLA_NET_NS_FD = 28;
  static final int IFLA_GSO_IPV4_MAX_SIZE = 63;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int VETH_INFO_PEER = 1;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_FLAGS = 8;
  static final int IFA_F_NOPREFIXROUTE = 0x200;

  static final int RTA_DST = 1;
  static final int RTA_OIF = 4;
  static final int RTA_GATEWAY = 5;
  static final int RTA_PRIORITY = 6;
  static final int RTA_TABLE = 15;
  static final int RTNH_F_ONLINK = 4;

  static final int FR_ACT_TO_TBL = 1;
  static final int FRA_SRC = 2;
  static final int FRA_PRIORITY = 6;
  static final int FRA_FWMARK = 10;
  static final int FRA_TABLE = 15;
  static final int FRA_FWMASK = 16;

  static final int TABLE_MAIN = 254;
  static final int TABLE_LOCAL = 255;
  static final int PROTOCOL_STATIC = 4;
  static final int SCOPE_UNIVERSE = 0;
  static final int SCOPE_LINK = 253;
  static final int SCOPE_HOST = 254;
  static final int TYPE_UNICAST = 1;
  static final int TYPE_LOCAL = 2;
  static final int TYPE_UNREACHABLE = 7;

  private Rtnetlink() {}
}
