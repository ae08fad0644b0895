package croft.drivers.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where packets that leave their network's blocks really go, by pure computation: the target of the
 * narrowest route, unless it passes nothing as things are.
 *
 * @param peerBlocks the blocks of the network at the other end of each peering id
 * @param forwarders the ids of attached interfaces whose source/destination check is off
 */
public record Routing(
    NetworkSpec network, Map<String, List<Ipv4Cidr>> peerBlocks, Set<String> forwarders) {
  private static final long LAST = 0xffff_ffffL;

  public Routing {
    peerBlocks = Map.copyOf(peerBlocks);
    forwarders = Set.copyOf(forwarders);
  }

  /** Addresses that a table leads to one target, both ends included. */
  public record Range(Ipv4Address first, Ipv4Address last, RouteTarget target) {}

  /** The target that packets of this table to this address reach; empty when they are dropped. */
  public Optional<RouteTarget> target(RouteTableSpec table, Ipv4Address to) {
    boolean service = network.serviceAddresses().contains(to);
    return table
        .targetOf(to)
        .filter(target ->
            switch (target) {
              case RouteTarget.InternetGateway() -> network.internetGateway();
              case RouteTarget.NatGateway(String id) -> passes(id, to);
              case RouteTarget.Peering(String id) ->
                  !service
                      && peerBlocks.getOrDefault(id, List.of()).stream()
                          .anyMatch(block -> block.contains(to));
              case RouteTarget.Interface(String id) -> !service && forwarders.contains(id);
              case RouteTarget.GatewayEndpoint _ -> service;
              case RouteTarget.Blackhole() -> false;
            });
  }

  /** A NAT gateway passes what the route table of its own subnet leads to the internet gateway. */
  private boolean passes(String natGatewayId, Ipv4Address to) {
    return network.internetGateway()
        && network
            .natGateway(natGatewayId)
            .filter(gateway -> gateway.publicAddress().isPresent())
            .flatMap(gateway -> network.subnet(gateway.subnetId()))
            .flatMap(subnet -> network.routeTableOf(subnet).targetOf(to))
            .filter(RouteTarget.InternetGateway.class::isInstance)
            .isPresent();
  }

  /** Whether the table leads anywhere by the internet gateway. */
  public boolean reachesInternet(RouteTableSpec table) {
    return network.internetGateway()
        && table.routes().stream()
            .anyMatch(route -> route.target() instanceof RouteTarget.InternetGateway);
  }

  /** All that {@link #target} says of a table, in ranges without overlap, in order. */
  public List<Range> ranges(RouteTableSpec table) {
    List<Range> ranges = new ArrayList<>();
    List<Long> starts = List.copyOf(boundaries(table));
    for (int i = 0; i < starts.size(); i++) {
      Ipv4Address first = new Ipv4Address((int) (long) starts.get(i));
      long end = i + 1 < starts.size() ? starts.get(i + 1) - 1 : LAST;
      Ipv4Address last = new Ipv4Address((int) end);
      Optional<RouteTarget> target = target(table, first);
      target.ifPresent(to -> append(ranges, new Range(first, last, to)));
    }
    return ranges;
  }

  /** Adds a range, or widens the last one when it goes on where that ended. */
  private static void append(List<Range> ranges, Range next) {
    if (!ranges.isEmpty()) {
      Range before = ranges.getLast();
      if (before.target().equals(next.target()) && before.last().plus(1).equals(next.first())) {
        ranges.set(ranges.size() - 1, new Range(before.first(), next.last(), next.target()));
        return;
      }
    }
    ranges.add(next);
  }

  /** Where the answer may change: the ends of all blocks that it depends on. */
  private TreeSet<Long> boundaries(RouteTableSpec table) {
    TreeSet<Long> starts = new TreeSet<>(Set.of(0L));
    List<RouteTableSpec> tables = new ArrayList<>(List.of(table));
    for (NatGatewaySpec gateway : network.natGateways()) {
      network.subnet(gateway.subnetId()).map(network::routeTableOf).ifPresent(tables::add);
    }
    for (RouteTableSpec each : tables) {
      each.routes().forEach(route -> addEnds(starts, route.destination()));
    }
    peerBlocks.values().forEach(blocks -> blocks.forEach(block -> addEnds(starts, block)));
    network.serviceAddresses().forEach(service -> addEnds(starts, Ipv4Cidr.of(service)));
    return starts;
  }

  private static void addEnds(Set<Long> starts, Ipv4Cidr block) {
    long first = Integer.toUnsignedLong(block.base().bits());
    starts.add(first);
    if (first + block.size() <= LAST) {
      starts.add(first + block.size());
    }
  }
}
