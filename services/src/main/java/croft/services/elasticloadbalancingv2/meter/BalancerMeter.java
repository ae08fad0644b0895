package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.TrafficReading.Kind;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.elasticloadbalancingv2.balancing.BalancerDescription;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.services.elasticloadbalancingv2.targetgroup.TargetZones;
import croft.services.elasticloadbalancingv2.targetgroup.TargetZones.Placed;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Publishes what passed application and network balancers, once a minute. By zone it counts at the
 * targets that are there, whichever node a request came to.
 *
 * <p>Source: the pages "CloudWatch metrics for your Application Load Balancer" and "… Network Load
 * Balancer" of Elastic Load Balancing.
 */
public final class BalancerMeter implements Reconciler {
  private static final TrafficPoints.Names NAMES =
      new TrafficPoints.Names(
          "TargetResponseTime", "HTTPCode_Target_", "_Count", "TargetConnectionErrorCount");

  private final BalancerParts parts;
  private final MetricSink sink;
  private final TrafficMinutes minutes;
  private final TargetZones zones;

  public BalancerMeter(BalancerParts parts, BalancerDriver driver, MetricSink sink) {
    this.parts = parts;
    this.sink = sink;
    this.minutes = new TrafficMinutes(driver, parts.time().instant());
    this.zones = new TargetZones(parts.surroundings());
  }

  /** A balancer with the groups it sends to, and where and how their targets are. */
  private record Seen(LoadBalancer balancer, Map<TargetGroup, List<Placed>> groups) {}

  @Override
  public String name() {
    return "elbv2-meter";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    List<Seen> all =
        parts
            .store()
            .read(tx ->
                tx.listAll(LoadBalancer.TABLE).stream()
                    .filter(LoadBalancer::standing)
                    .map(balancer ->
                        new Seen(
                            balancer,
                            GroupUse.of(tx, balancer).stream()
                                .map(arn -> TargetGroup.require(tx, balancer.scope(), arn))
                                .collect(
                                    Collectors.toMap(
                                        group -> group,
                                        group -> zones.reached(tx, balancer, group)))))
                    .toList());
    all.forEach(this::publish);
    minutes.keepOnly(all.stream().map(seen -> seen.balancer.id()).collect(Collectors.toSet()));
  }

  private void publish(Seen seen) {
    LoadBalancer balancer = seen.balancer;
    boolean application = balancer.kind() == LoadBalancer.Kind.APPLICATION;
    TrafficPoints points =
        new TrafficPoints(
            application ? "AWS/ApplicationELB" : "AWS/NetworkELB", parts.time().instant());
    seen.groups.forEach((group, targets) -> {
      hosts(points, dimensions(balancer, group), targets);
      eachZone(
          balancer,
          targets,
          (zone, there) -> hosts(points, with(zone, dimensions(balancer, group)), there));
    });
    Optional<TrafficMinute> minute = minutes.look(balancer.id(), balancer.createdAt());
    if (minute.isPresent() && application) {
      requests(points, seen, minute.get());
    } else if (minute.isPresent()) {
      flows(points, seen, minute.get());
    }
    sink.publish(balancer.scope(), points.points());
  }

  private static Map<String, String> dimensions(LoadBalancer balancer) {
    return Map.of("LoadBalancer", balancer.path());
  }

  private static Map<String, String> dimensions(LoadBalancer balancer, TargetGroup group) {
    return Map.of("LoadBalancer", balancer.path(), "TargetGroup", path(group));
  }

  private static Map<String, String> with(String zone, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    all.put("AvailabilityZone", zone);
    return all;
  }

  /** As dimensions have it: {@code targetgroup/name/id}. */
  private static String path(TargetGroup group) {
    return group.arn().substring(group.arn().lastIndexOf(':') + 1);
  }

  private static void eachZone(
      LoadBalancer balancer, List<Placed> targets, BiConsumer<String, List<Placed>> tell) {
    for (LoadBalancer.Zone zone : balancer.zones()) {
      String name = zone.zoneName();
      tell.accept(name, targets.stream().filter(placed -> placed.zone().equals(name)).toList());
    }
  }

  private static void hosts(
      TrafficPoints points, Map<String, String> dimensions, List<Placed> targets) {
    points.hosts(dimensions, count(targets, "healthy"), count(targets, "unhealthy"));
  }

  private static long count(List<Placed> targets, String state) {
    return targets.stream()
        .map(Placed::target)
        .filter(t -> !t.draining() && t.state().equals(state))
        .count();
  }

  /** What passes these targets of a group. */
  private static Set<String> servers(TargetGroup group, List<Placed> targets) {
    String pool = BalancerDescription.pool(group.arn());
    return targets.stream()
        .map(placed -> pool + "/" + placed.target().key())
        .collect(Collectors.toSet());
  }

  /** What passes each zone's targets of all groups. */
  private static Map<String, TrafficSlice> zones(Seen seen) {
    Map<String, Set<String>> servers = new TreeMap<>();
    seen.groups.forEach((group, targets) ->
        eachZone(
            seen.balancer,
            targets,
            (zone, there) ->
                servers.computeIfAbsent(zone, z -> new HashSet<>()).addAll(servers(group, there))));
    Map<String, TrafficSlice> slices = new TreeMap<>();
    servers.forEach((zone, ids) -> slices.put(zone, TrafficSlice.ofServers(ids)));
    return slices;
  }

  private static void requests(TrafficPoints points, Seen seen, TrafficMinute minute) {
    Map<String, String> own = dimensions(seen.balancer);
    points.requests(NAMES, own, minute, TrafficSlice.ALL);
    points.ownAnswers(own, minute, "_Count");
    connections(points, own, minute, "NewConnectionCount", "ActiveConnectionCount");
    zones(seen).forEach((zone, slice) -> points.requests(NAMES, with(zone, own), minute, slice));
    seen.groups.forEach((group, targets) -> {
      Map<String, String> both = dimensions(seen.balancer, group);
      String name = BalancerDescription.pool(group.arn());
      TrafficSlice pool = TrafficSlice.ofPools(name::equals);
      points.requests(NAMES, both, minute, pool);
      long requests = minute.grown(pool.kind(), pool.places(), "stot");
      long healthy = count(targets, "healthy");
      if (requests > 0 && healthy > 0) {
        double each = (double) requests / healthy;
        points.tell("RequestCountPerTarget", Map.of("TargetGroup", path(group)), each, "None");
        points.tell("RequestCountPerTarget", both, each, "None");
      }
      eachZone(
          seen.balancer,
          targets,
          (zone, there) ->
              points.requests(
                  NAMES, with(zone, both), minute, TrafficSlice.ofServers(servers(group, there))));
    });
  }

  private static void flows(TrafficPoints points, Seen seen, TrafficMinute minute) {
    Map<String, String> own = dimensions(seen.balancer);
    connections(points, own, minute, "NewFlowCount", "ActiveFlowCount");
    zones(seen)
        .forEach((zone, slice) -> {
          points.count(
              "NewFlowCount", with(zone, own), minute.grown(Kind.SERVER, slice.servers(), "stot"));
          points.count(
              "ActiveFlowCount",
              with(zone, own),
              minute.standing(Kind.SERVER, slice.servers(), "scur"));
          bytes(points, with(zone, own), minute, Kind.SERVER, slice.servers());
        });
  }

  private static void connections(
      TrafficPoints points,
      Map<String, String> own,
      TrafficMinute minute,
      String fresh,
      String active) {
    Predicate<String> all = id -> true;
    points.count(fresh, own, minute.grown(Kind.LISTENER, all, "conn_tot"));
    points.count(active, own, minute.standing(Kind.LISTENER, all, "scur"));
    bytes(points, own, minute, Kind.LISTENER, all);
  }

  private static void bytes(
      TrafficPoints points,
      Map<String, String> dimensions,
      TrafficMinute minute,
      Kind kind,
      Predicate<String> places) {
    long bytes = minute.grown(kind, places, "bin") + minute.grown(kind, places, "bout");
    if (bytes > 0) {
      points.tell("ProcessedBytes", dimensions, (double) bytes, "Bytes");
    }
  }
}
