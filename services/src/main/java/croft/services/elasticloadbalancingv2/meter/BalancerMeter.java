package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.TrafficReading.Kind;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.elasticloadbalancingv2.balancing.BalancerDescription;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.targetgroup.Target;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Publishes what passed application and network balancers, once a minute.
 *
 * <p>Source: the pages "CloudWatch metrics for your Application Load Balancer" and "… Network Load
 * Balancer" of Elastic Load Balancing.
 */
public final class BalancerMeter implements Reconciler {
  private static final String HEALTHY = "healthy";
  private static final String UNHEALTHY = "unhealthy";

  private final BalancerParts parts;
  private final MetricSink sink;
  private final TrafficMinutes minutes;

  public BalancerMeter(BalancerParts parts, BalancerDriver driver, MetricSink sink) {
    this.parts = parts;
    this.sink = sink;
    this.minutes = new TrafficMinutes(driver, parts.time().instant());
  }

  /** A balancer with the groups it sends to, and how their targets are. */
  private record Seen(LoadBalancer balancer, Map<TargetGroup, List<Target>> groups) {}

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
                                        group -> group, group -> Target.of(tx, group)))))
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
    Map<String, String> own = Map.of("LoadBalancer", balancer.path());
    seen.groups.forEach((group, targets) -> {
      Map<String, String> both =
          Map.of("LoadBalancer", balancer.path(), "TargetGroup", path(group));
      points.tell("HealthyHostCount", both, (double) count(targets, HEALTHY), "Count");
      points.tell("UnHealthyHostCount", both, (double) count(targets, UNHEALTHY), "Count");
    });
    Optional<TrafficMinute> minute = minutes.look(balancer.id(), balancer.createdAt());
    if (minute.isPresent() && application) {
      requests(points, own, minute.get());
      seen.groups.forEach((group, targets) ->
          requests(points, balancer, group, count(targets, HEALTHY), minute.get()));
    } else if (minute.isPresent()) {
      flows(points, own, minute.get());
    }
    sink.publish(balancer.scope(), points.points());
  }

  private static long count(List<Target> targets, String state) {
    return targets.stream().filter(t -> !t.draining() && t.state().equals(state)).count();
  }

  /** As dimensions have it: {@code targetgroup/name/id}. */
  private static String path(TargetGroup group) {
    return group.arn().substring(group.arn().lastIndexOf(':') + 1);
  }

  private static void requests(
      TrafficPoints points, Map<String, String> own, TrafficMinute minute) {
    Predicate<String> all = id -> true;
    points.count("RequestCount", own, minute.grown(Kind.POOL, all, "stot"));
    connections(points, own, minute, "NewConnectionCount", "ActiveConnectionCount");
    points.answers("HTTPCode_Target_", own, minute, all);
    points.ownAnswers(own, minute, "_Count");
    points.responseTime("TargetResponseTime", own, minute, all);
    points.count("TargetConnectionErrorCount", own, minute.grown(Kind.SERVER, all, "econ"));
  }

  private static void requests(
      TrafficPoints points,
      LoadBalancer balancer,
      TargetGroup group,
      long healthy,
      TrafficMinute minute) {
    Map<String, String> alone = Map.of("TargetGroup", path(group));
    Map<String, String> both = Map.of("LoadBalancer", balancer.path(), "TargetGroup", path(group));
    String name = BalancerDescription.pool(group.arn());
    Predicate<String> pool = name::equals;
    long requests = minute.grown(Kind.POOL, pool, "stot");
    points.count("RequestCount", both, requests);
    if (requests > 0 && healthy > 0) {
      double each = (double) requests / healthy;
      points.tell("RequestCountPerTarget", alone, each, "None");
      points.tell("RequestCountPerTarget", both, each, "None");
    }
    points.answers("HTTPCode_Target_", both, minute, pool);
    points.responseTime("TargetResponseTime", both, minute, pool);
  }

  private static void flows(TrafficPoints points, Map<String, String> own, TrafficMinute minute) {
    connections(points, own, minute, "NewFlowCount", "ActiveFlowCount");
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
    long bytes = minute.grown(Kind.LISTENER, all, "bin") + minute.grown(Kind.LISTENER, all, "bout");
    if (bytes > 0) {
      points.tell("ProcessedBytes", own, (double) bytes, "Bytes");
    }
  }
}
