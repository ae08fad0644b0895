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
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Publishes what passed classic balancers, once a minute. Source: the page "CloudWatch metrics for
 * your Classic Load Balancer".
 */
public final class ClassicMeter implements Reconciler {
  private final BalancerParts parts;
  private final MetricSink sink;
  private final TrafficMinutes minutes;

  public ClassicMeter(BalancerParts parts, BalancerDriver driver, MetricSink sink) {
    this.parts = parts;
    this.sink = sink;
    this.minutes = new TrafficMinutes(driver, parts.time().instant());
  }

  private record Seen(ClassicBalancer balancer, List<ClassicInstance> instances) {}

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
                    .map(balancer -> new Seen(balancer, ClassicInstance.of(tx, balancer)))
                    .toList());
    all.forEach(this::publish);
    minutes.keepOnly(all.stream().map(seen -> seen.balancer.id()).collect(Collectors.toSet()));
  }

  private void publish(Seen seen) {
    ClassicBalancer balancer = seen.balancer;
    TrafficPoints points = new TrafficPoints("AWS/ELB", parts.time().instant());
    Map<String, String> own = Map.of("LoadBalancerName", balancer.name());
    points.tell("HealthyHostCount", own, count(seen, ClassicInstance.State.WELL), "Count");
    points.tell("UnHealthyHostCount", own, count(seen, ClassicInstance.State.UNWELL), "Count");
    minutes
        .look(balancer.id(), balancer.createdAt())
        .ifPresent(minute -> traffic(points, own, minute));
    sink.publish(balancer.scope(), points.points());
  }

  private static double count(Seen seen, ClassicInstance.State state) {
    return (double)
        seen.instances.stream()
            .filter(instance -> !instance.draining() && instance.state() == state)
            .count();
  }

  private static void traffic(TrafficPoints points, Map<String, String> own, TrafficMinute minute) {
    Predicate<String> all = id -> true;
    points.count("RequestCount", own, minute.grown(Kind.POOL, all, "stot"));
    points.responseTime("Latency", own, minute, all);
    points.answers("HTTPCode_Backend_", own, minute, all);
    points.ownAnswers(own, minute, "");
    points.count("BackendConnectionErrors", own, minute.grown(Kind.SERVER, all, "econ"));
    points.count("SurgeQueueLength", own, minute.standing(Kind.POOL, all, "qcur"));
  }
}
