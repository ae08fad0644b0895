package croft.services.ec2.networkacl;

import croft.api.ec2.IcmpTypeCode;
import croft.api.ec2.NetworkAclEntry;
import croft.api.ec2.PortRange;
import croft.base.ServiceError;
import croft.drivers.network.Traffic;
import croft.services.ec2.securitygroup.Ipv6Block;
import croft.services.ec2.vpc.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between the API's entries and those that are kept. */
final class Entries {
  private static final int LAST_PORT = 65535;
  private static final int LAST_PROTOCOL = 255;
  private static final int ICMPV6 = 58;

  private Entries() {}

  /**
   * What a request says of an entry.
   *
   * @throws ServiceError {@code MissingParameter}, {@code InvalidParameterValue}
   */
  static NetworkAcl.Entry of(NetworkAclEntry given) {
    int protocol = protocol(given.protocol());
    int from = -1;
    int to = -1;
    if (protocol == Traffic.TCP || protocol == Traffic.UDP) {
      PortRange range = required("portRange", given.portRange());
      from = port(range.from());
      to = port(range.to());
      if (from > to) {
        throw invalid(from + "-" + to, "portRange");
      }
    } else if (protocol == Traffic.ICMP || protocol == ICMPV6) {
      IcmpTypeCode icmp = required("icmpTypeCode", given.icmpTypeCode());
      from = icmp(icmp.type());
      to = from == -1 ? -1 : icmp(icmp.code());
    }
    return new NetworkAcl.Entry(
        number(given.ruleNumber()),
        Boolean.TRUE.equals(given.egress()),
        allows(given.ruleAction()),
        protocol,
        from,
        to,
        block(given));
  }

  private static int number(@Nullable Integer given) {
    int number = required("ruleNumber", given);
    if (number < 1 || number >= NetworkAcl.LAST) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + number + "' for ruleNumber. Must be in range [1..32766].");
    }
    return number;
  }

  private static boolean allows(@Nullable String action) {
    return switch (required("ruleAction", action)) {
      case "allow" -> true;
      case "deny" -> false;
      default -> throw invalid(String.valueOf(action), "ruleAction");
    };
  }

  private static int protocol(@Nullable String given) {
    String text = required("protocol", given).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "all", "-1" -> -1;
      case "tcp" -> Traffic.TCP;
      case "udp" -> Traffic.UDP;
      case "icmp" -> Traffic.ICMP;
      case "icmpv6" -> ICMPV6;
      default -> {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > LAST_PROTOCOL) {
          throw invalid(text, "protocol");
        }
        yield Integer.parseInt(text);
      }
    };
  }

  private static int port(@Nullable Integer given) {
    int port = required("portRange", given);
    if (port < 0 || port > LAST_PORT) {
      throw invalid(Integer.toString(port), "portRange");
    }
    return port;
  }

  private static int icmp(@Nullable Integer given) {
    int value = required("icmpTypeCode", given);
    if (value < -1 || value > LAST_PROTOCOL) {
      throw invalid(Integer.toString(value), "icmpTypeCode");
    }
    return value;
  }

  private static String block(NetworkAclEntry given) {
    if ((given.cidrBlock() == null) == (given.ipv6CidrBlock() == null)) {
      throw ServiceError.badRequest(
          given.cidrBlock() == null ? "MissingParameter" : "InvalidParameterCombination",
          "Exactly one of cidrBlock and ipv6CidrBlock must be specified");
    }
    return given.cidrBlock() == null
        ? Ipv6Block.parse(given.ipv6CidrBlock())
        : Blocks.parse("cidrBlock", given.cidrBlock()).toString();
  }

  private static <T> T required(String parameter, @Nullable T value) {
    if (value == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }

  private static ServiceError invalid(String value, String parameter) {
    return ServiceError.badRequest(
        "InvalidParameterValue", "Invalid value '" + value + "' for " + parameter + ".");
  }

  /** Every entry of an ACL, with the denials that end each direction. */
  static List<NetworkAcl.Entry> all(NetworkAcl acl) {
    List<NetworkAcl.Entry> all = new ArrayList<>();
    for (boolean egress : List.of(true, false)) {
      acl.entries().stream().filter(e -> e.egress() == egress).forEach(all::add);
      all.add(last(egress, "0.0.0.0/0"));
      if (acl.entries().stream().anyMatch(NetworkAcl.Entry::isIpv6)) {
        all.add(last(egress, "::/0"));
      }
    }
    return all;
  }

  private static NetworkAcl.Entry last(boolean egress, String block) {
    return new NetworkAcl.Entry(NetworkAcl.LAST, egress, false, -1, -1, -1, block);
  }

  static NetworkAclEntry shape(NetworkAcl.Entry entry) {
    boolean ports = entry.protocol() == Traffic.TCP || entry.protocol() == Traffic.UDP;
    boolean icmp = entry.protocol() == Traffic.ICMP || entry.protocol() == ICMPV6;
    return NetworkAclEntry.builder()
        .ruleNumber(entry.number())
        .egress(entry.egress())
        .ruleAction(action(entry))
        .protocol(Integer.toString(entry.protocol()))
        .portRange(ports ? PortRange.builder().from(entry.from()).to(entry.to()).build() : null)
        .icmpTypeCode(
            icmp ? IcmpTypeCode.builder().type(entry.from()).code(entry.to()).build() : null)
        .cidrBlock(entry.isIpv6() ? null : entry.block())
        .ipv6CidrBlock(entry.isIpv6() ? entry.block() : null)
        .build();
  }

  static String action(NetworkAcl.Entry entry) {
    return entry.allow() ? "allow" : "deny";
  }

  /** The ports of TCP and UDP entries, for a filter. */
  static Stream<NetworkAcl.Entry> withPorts(NetworkAcl acl) {
    return acl.entries().stream()
        .filter(e -> e.protocol() == Traffic.TCP || e.protocol() == Traffic.UDP);
  }
}
