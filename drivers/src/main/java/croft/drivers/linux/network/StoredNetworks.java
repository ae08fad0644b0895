package croft.drivers.linux.network;

import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.RouteSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How networks and interfaces are written in {@link NetworkRecords}; routes and rules as words. */
final class StoredNetworks {
  private StoredNetworks() {}

  /** A network's file. */
  record StoredNetwork(
      String id,
      List<String> cidrs,
      List<SubnetFields> subnets,
      List<Lines> routeTables,
      List<Rules> acls,
      boolean internetGateway,
      List<NatFields> natGateways,
      List<String> serviceAddresses,
      int linkNumber) {}

  /** A subnet of it. */
  record SubnetFields(String id, String cidr, String routeTableId, String aclId) {}

  /** A route table of it. */
  record Lines(String id, List<String> routes) {}

  /** An ACL of it. */
  record Rules(String id, List<String> ingress, List<String> egress) {}

  /** A NAT gateway of it. */
  record NatFields(String id, String subnetId, String privateAddress, String publicAddress) {}

  /** An interface's file. */
  record StoredInterface(
      String id,
      String networkId,
      String subnetId,
      List<String> privateAddresses,
      String macAddress,
      boolean sourceDestinationCheck,
      String machineId,
      int deviceIndex) {}

  static StoredNetwork of(NetworkSpec spec, int linkNumber) {
    return new StoredNetwork(
        spec.id(),
        texts(spec.cidrs()),
        spec.subnets().stream()
            .map(s -> new SubnetFields(s.id(), s.cidr().toString(), s.routeTableId(), s.aclId()))
            .toList(),
        spec.routeTables().stream()
            .map(table ->
                new Lines(table.id(), table.routes().stream().map(StoredNetworks::text).toList()))
            .toList(),
        spec.acls().stream()
            .map(acl -> new Rules(acl.id(), lines(acl.ingress()), lines(acl.egress())))
            .toList(),
        spec.internetGateway(),
        spec.natGateways().stream()
            .map(nat ->
                new NatFields(
                    nat.id(),
                    nat.subnetId(),
                    nat.privateAddress().toString(),
                    nat.publicAddress().map(Ipv4Address::toString).orElse("")))
            .toList(),
        texts(spec.serviceAddresses().stream().sorted().toList()),
        linkNumber);
  }

  static NetworkSpec network(JsonNode stored) {
    return new NetworkSpec(
        stored.path("id").asString(),
        list(stored, "cidrs", cidr -> Ipv4Cidr.parse(cidr.asString())),
        list(stored, "subnets", StoredNetworks::subnet),
        list(
            stored,
            "routeTables",
            table -> new RouteTableSpec(id(table), list(table, "routes", StoredNetworks::route))),
        list(
            stored,
            "acls",
            acl ->
                new AclSpec(
                    id(acl),
                    list(acl, "ingress", StoredNetworks::rule),
                    list(acl, "egress", StoredNetworks::rule))),
        stored.path("internetGateway").asBoolean(),
        list(stored, "natGateways", StoredNetworks::natGateway),
        list(stored, "serviceAddresses", address -> Ipv4Address.parse(address.asString())).stream()
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static SubnetSpec subnet(JsonNode stored) {
    return new SubnetSpec(
        id(stored),
        Ipv4Cidr.parse(stored.path("cidr").asString()),
        stored.path("routeTableId").asString(),
        stored.path("aclId").asString());
  }

  private static NatGatewaySpec natGateway(JsonNode stored) {
    String outer = stored.path("publicAddress").asString();
    return new NatGatewaySpec(
        id(stored),
        stored.path("subnetId").asString(),
        Ipv4Address.parse(stored.path("privateAddress").asString()),
        outer.isEmpty() ? Optional.empty() : Optional.of(Ipv4Address.parse(outer)));
  }

  private static String text(RouteSpec route) {
    return route.destination()
        + " "
        + switch (route.target()) {
          case RouteTarget.InternetGateway() -> "internet";
          case RouteTarget.NatGateway(String id) -> "nat " + id;
          case RouteTarget.Peering(String id) -> "peering " + id;
          case RouteTarget.Interface(String id) -> "interface " + id;
          case RouteTarget.GatewayEndpoint(String id) -> "endpoint " + id;
          case RouteTarget.Blackhole() -> "blackhole";
        };
  }

  private static RouteSpec route(JsonNode stored) {
    String[] words = stored.asString().split(" ", -1);
    RouteTarget target =
        switch (words[1]) {
          case "internet" -> new RouteTarget.InternetGateway();
          case "nat" -> new RouteTarget.NatGateway(words[2]);
          case "peering" -> new RouteTarget.Peering(words[2]);
          case "interface" -> new RouteTarget.Interface(words[2]);
          case "endpoint" -> new RouteTarget.GatewayEndpoint(words[2]);
          case "blackhole" -> new RouteTarget.Blackhole();
          default -> throw new IllegalArgumentException("not a route: " + stored);
        };
    return new RouteSpec(Ipv4Cidr.parse(words[0]), target);
  }

  private static List<String> lines(List<AclRule> rules) {
    return rules.stream()
        .map(rule -> (rule.allow() ? "allow " : "deny ") + rule.cidr() + " " + text(rule.traffic()))
        .toList();
  }

  /** The three numbers of {@link Traffic#of}. */
  private static String text(Traffic traffic) {
    return switch (traffic) {
      case Traffic.All() -> "-1 -1 -1";
      case Traffic.Ports(int protocol, int from, int to) -> protocol + " " + from + " " + to;
      case Traffic.Icmp(int type, int code) -> Traffic.ICMP + " " + type + " " + code;
      case Traffic.OtherProtocol(int protocol) -> protocol + " -1 -1";
    };
  }

  private static AclRule rule(JsonNode stored) {
    String[] words = stored.asString().split(" ", -1);
    return new AclRule(
        words[0].equals("allow"),
        Traffic.of(number(words[2]), number(words[3]), number(words[4])),
        Ipv4Cidr.parse(words[1]));
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  static StoredInterface of(InterfaceSpec spec) {
    return new StoredInterface(
        spec.id(),
        spec.networkId(),
        spec.subnetId(),
        texts(spec.privateAddresses()),
        spec.macAddress().text(),
        spec.sourceDestinationCheck(),
        spec.machineId(),
        spec.deviceIndex());
  }

  static InterfaceSpec networkInterface(JsonNode stored) {
    return new InterfaceSpec(
        id(stored),
        stored.path("networkId").asString(),
        stored.path("subnetId").asString(),
        list(stored, "privateAddresses", address -> Ipv4Address.parse(address.asString())),
        new MacAddress(stored.path("macAddress").asString()),
        stored.path("sourceDestinationCheck").asBoolean(),
        stored.path("machineId").asString(),
        stored.path("deviceIndex").asInt());
  }

  private static String id(JsonNode stored) {
    return stored.path("id").asString();
  }

  private static <T> List<T> list(JsonNode stored, String field, Function<JsonNode, T> read) {
    return stored.path(field).valueStream().map(read).toList();
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}
