package croft.services.ec2.securitygroup;

import croft.api.ec2.IpPermission;
import croft.api.ec2.IpRange;
import croft.api.ec2.Ipv6Range;
import croft.api.ec2.PrefixListId;
import croft.api.ec2.UserIdGroupPair;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.prefixlist.PrefixLists;
import croft.services.ec2.securitygroup.SecurityGroup.Peer;
import croft.services.ec2.securitygroup.SecurityGroup.Rule;
import croft.services.ec2.vpc.Blocks;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the API's permissions, which group peers, and the flat rules that are kept. */
final class Permissions {
  private static final int LAST_PORT = 65535;
  private static final int LAST_ICMP = 255;

  private final Transaction tx;
  private final SecurityGroup group;
  private final Ids ids;

  Permissions(Transaction tx, SecurityGroup group, Ids ids) {
    this.tx = tx;
    this.group = group;
    this.ids = ids;
  }

  /**
   * The rules that permissions stand for.
   *
   * @throws ServiceError for a protocol, port range or peer that is not valid
   */
  List<Rule> rules(boolean egress, List<IpPermission> permissions) {
    List<Rule> rules = new ArrayList<>();
    for (IpPermission permission : permissions) {
      int before = rules.size();
      Traffic traffic = traffic(permission);
      for (IpRange range : permission.ipRangesOrEmpty()) {
        Peer peer = new Peer(Peer.Kind.IPV4, cidr(range.cidrIp()));
        rules.add(rule(egress, traffic, peer, range.description()));
      }
      for (Ipv6Range range : permission.ipv6RangesOrEmpty()) {
        Peer peer = new Peer(Peer.Kind.IPV6, Ipv6Block.parse(range.cidrIpv6()));
        rules.add(rule(egress, traffic, peer, range.description()));
      }
      for (UserIdGroupPair pair : permission.userIdGroupPairsOrEmpty()) {
        rules.add(rule(egress, traffic, groupPeer(pair), pair.description()));
      }
      for (PrefixListId list : permission.prefixListIdsOrEmpty()) {
        String id = list.prefixListId() == null ? "" : list.prefixListId();
        PrefixLists.weight(tx, group.scope(), id);
        rules.add(rule(egress, traffic, new Peer(Peer.Kind.PREFIX_LIST, id), list.description()));
      }
      if (rules.size() == before) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Invalid value '' for IP permission. No source was given");
      }
    }
    return rules;
  }

  private Rule rule(boolean egress, Traffic traffic, Peer peer, @Nullable String description) {
    return new Rule(
        ids.resource("sgr"), egress, traffic.protocol, traffic.from, traffic.to, peer, description);
  }

  private record Traffic(String protocol, int from, int to) {}

  private static Traffic traffic(IpPermission permission) {
    String protocol = protocol(permission.ipProtocol());
    Integer from = permission.fromPort();
    Integer to = permission.toPort();
    return switch (protocol) {
      case "tcp", "udp" -> {
        if (from == null || to == null || from < 0 || to < from || to > LAST_PORT) {
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              from == null || to == null
                  ? "Invalid value 'Must specify both from and to ports with TCP/UDP.' for"
                      + " portRange."
                  : "Invalid value '" + from + "-" + to + "' for portRange.");
        }
        yield new Traffic(protocol, from, to);
      }
      case "icmp", "icmpv6" -> {
        int type = from == null ? -1 : from;
        int code = to == null ? -1 : to;
        if (type < -1 || type > LAST_ICMP || code < -1 || code > LAST_ICMP) {
          throw ServiceError.badRequest(
              "InvalidParameterValue", "ICMP code (" + code + ") or type (" + type + ") invalid");
        }
        yield new Traffic(protocol, type, code);
      }
      default -> new Traffic(protocol, -1, -1);
    };
  }

  private static String protocol(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter ipProtocol");
    }
    String protocol = given.toLowerCase(Locale.ROOT);
    return switch (protocol) {
      case "6", "tcp" -> "tcp";
      case "17", "udp" -> "udp";
      case "1", "icmp" -> "icmp";
      case "58", "icmpv6" -> "icmpv6";
      case "-1", "all" -> "-1";
      default -> {
        if (!protocol.matches("\\d{1,3}") || Integer.parseInt(protocol) > 255) {
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Invalid value '" + given + "' for IP protocol. Unknown protocol.");
        }
        yield protocol;
      }
    };
  }

  /** Host bits that are set are taken for zero, as EC2 documents it. */
  private static String cidr(@Nullable String given) {
    try {
      return Blocks.parse("cidrIp", given).toString();
    } catch (ServiceError e) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "CIDR block " + (given == null ? "" : given) + " is malformed");
    }
  }

  private Peer groupPeer(UserIdGroupPair pair) {
    String account = group.scope().substring(0, group.scope().indexOf('/'));
    String owner = pair.userId();
    String id = pair.groupId();
    if (id == null && owner != null && !owner.isEmpty() && !owner.equals(account)) {
      throw ServiceError.badRequest(
          "InvalidGroup.NotFound",
          "The security group '" + owner + "/" + pair.groupName() + "' does not exist");
    }
    if (id == null) {
      String name = pair.groupName() == null ? "" : pair.groupName();
      return new Peer(
          Peer.Kind.GROUP, SecurityGroups.named(tx, group.scope(), group.vpcId(), name).id());
    }
    return new Peer(Peer.Kind.GROUP, PeeredGroups.require(tx, group, id).id());
  }

  /** The permissions the API shows: rules of the same traffic stand together. */
  static List<IpPermission> shapes(SecurityGroup group, boolean egress, String account) {
    Map<Traffic, List<Rule>> byTraffic = new LinkedHashMap<>();
    for (Rule rule : group.rules()) {
      if (rule.egress() == egress) {
        byTraffic
            .computeIfAbsent(
                new Traffic(rule.protocol(), rule.fromPort(), rule.toPort()),
                t -> new ArrayList<>())
            .add(rule);
      }
    }
    List<IpPermission> permissions = new ArrayList<>();
    byTraffic.forEach((traffic, rules) -> permissions.add(shape(traffic, rules, account)));
    return permissions;
  }

  private static IpPermission shape(Traffic traffic, List<Rule> rules, String account) {
    List<IpRange> ranges = new ArrayList<>();
    List<Ipv6Range> ranges6 = new ArrayList<>();
    List<UserIdGroupPair> pairs = new ArrayList<>();
    List<PrefixListId> lists = new ArrayList<>();
    for (Rule rule : rules) {
      String value = rule.peer().value();
      String description = rule.description();
      switch (rule.peer().kind()) {
        case IPV4 -> ranges.add(IpRange.builder().cidrIp(value).description(description).build());
        case IPV6 ->
            ranges6.add(Ipv6Range.builder().cidrIpv6(value).description(description).build());
        case GROUP ->
            pairs.add(
                UserIdGroupPair.builder()
                    .groupId(value)
                    .userId(account)
                    .description(description)
                    .build());
        case PREFIX_LIST ->
            lists.add(PrefixListId.builder().prefixListId(value).description(description).build());
      }
    }
    // EC2 leaves the ports out where the protocol has none.
    boolean ports = !traffic.protocol.equals("-1");
    return IpPermission.builder()
        .ipProtocol(traffic.protocol)
        .fromPort(ports ? traffic.from : null)
        .toPort(ports ? traffic.to : null)
        .ipRanges(ranges)
        .ipv6Ranges(ranges6)
        .userIdGroupPairs(pairs)
        .prefixListIds(lists)
        .build();
  }
}
