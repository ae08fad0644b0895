package croft.services.elasticloadbalancing.meter;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.TrafficReading.Kind;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.meter.TrafficMinute;
import croft.services.elasticloadbalancingv2.meter.TrafficMinutes;
import croft.services.elasticloadbalancingv2.meter.TrafficPoints;
import croft.services.elasticloadbalancingv2.meter.TrafficSlice;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Publishes what passed classic balancers, once a minute. Source: the page "CloudWatch metrics for
 * your Classic Load Balancer".
 */
public final class ClassicMeter implements Reconciler {
  private static final TrafficPoints.Names NAMES =
      new TrafficPoints.Names("Latency", "HTTPCode_Backend_", "", "BackendConnectionErrors");

  private final BalancerParts parts;
  private final MetricSink sink;
  private final TrafficMinutes minutes;

  public ClassicMeter(BalancerParts parts, BalancerDriver driver, MetricSink sink) {
    this.parts = parts;
    this.sink = sink;
    this.minutes = new TrafficMinutes(driver, parts.time().instant());
  }

  /** A balancer with its instances, by the zones it stands in. */
  private record Seen(
      ClassicBalancer balancer,
      List<ClassicInstance> instances,
      Map<String, List<ClassicInstance>> zones) {}

  @Override
  public String name() {
    return "elb-meter";
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
                tx.listAll(ClassicBalancer.TABLE).stream()
                    .filter(balancer -> !balancer.deleting())
                    .map(balancer -> see(tx, balancer))
                    .toList());
    all.forEach(this::publish);
    minutes.keepOnly(all.stream().map(seen -> seen.balancer.id()).collect(Collectors.toSet()));
  }

  private Seen see(Transaction tx, ClassicBalancer balancer) {
    List<ClassicInstance> instances = ClassicInstance.of(tx, balancer);
    Map<String, List<ClassicInstance>> zones = new TreeMap<>();
    balancer.place().zones().forEach(zone -> zones.put(zone.zoneName(), new ArrayList<>()));
    for (ClassicInstance instance : instances) {
      parts
          .surroundings()
          .instance(tx, balancer.scope(), instance.instanceId())
          .map(facts -> zones.get(facts.zone()))
          .ifPresent(there -> there.add(instance));
    }
    return new Seen(balancer, instances, zones);
  }

  private void publish(Seen seen) {
    ClassicBalancer balancer = seen.balancer;
    TrafficPoints points = new TrafficPoints("AWS/ELB", parts.time().instant());
    Map<String, String> own = Map.of("LoadBalancerName", balancer.name());
    hosts(points, own, seen.instances);
    seen.zones.forEach((zone, there) -> hosts(points, with(zone, own), there));
    minutes
        .look(balancer.id(), balancer.createdAt())
        .ifPresent(minute -> traffic(points, own, seen, minute));
    sink.publish(balancer.scope(), points.points());
  }

  private static Map<String, String> with(String zone, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    all.put("AvailabilityZone", zone);
    return all;
  }

  private static void hosts(
      TrafficPoints points, Map<String, String> dimensions, List<ClassicInstance> instances) {
    points.hosts(
        dimensions,
        count(instances, ClassicInstance.State.WELL),
        count(instances, ClassicInstance.State.UNWELL));
  }

  private static long count(List<ClassicInstance> instances, ClassicInstance.State state) {
    return instances.stream()
        .filter(instance -> !instance.draining() && instance.state() == state)
        .count();
  }

  private static void traffic(
      TrafficPoints points, Map<String, String> own, Seen seen, TrafficMinute minute) {
    points.requests(NAMES, own, minute, TrafficSlice.ALL);
    points.ownAnswers(own, minute, "");
    points.count("SurgeQueueLength", own, minute.standing(Kind.POOL, id -> true, "qcur"));
    seen.zones.forEach((zone, there) -> {
      Set<String> ids = there.stream().map(ClassicInstance::instanceId).collect(Collectors.toSet());
      // A server has the name of its instance in every listener's pool.
      Predicate<String> servers = id -> ids.contains(id.substring(id.indexOf('/') + 1));
      points.requests(
          NAMES, with(zone, own), minute, new TrafficSlice(Kind.SERVER, servers, servers));
    });
  }
}
