package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.TrafficReading.Kind;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes points of what passed. As on AWS, counters that did not move tell nothing. */
public final class TrafficPoints {
  private static final String COUNT = "Count";

  private final String namespace;
  private final Instant at;
  private final List<MetricPoint> points = new ArrayList<>();

  public TrafficPoints(String namespace, Instant at) {
    this.namespace = namespace;
    this.at = at;
  }

  public List<MetricPoint> points() {
    return points;
  }

  /** A number, also when it is zero. */
  public void tell(String name, Map<String, String> dimensions, double value, String unit) {
    MetricKey key = new MetricKey(namespace, name, dimensions);
    points.add(MetricPoint.of(key, value, unit, at));
  }

  /** A number, unless it is zero. */
  public void count(String name, Map<String, String> dimensions, long value) {
    if (value > 0) {
      tell(name, dimensions, (double) value, COUNT);
    }
  }

  /** How many answers of each class servers gave. */
  public void answers(
      String prefix, Map<String, String> dimensions, TrafficMinute minute, Predicate<String> pool) {
    Predicate<String> server = id -> pool.test(id.substring(0, Math.max(0, id.indexOf('/'))));
    for (int hundreds = 2; hundreds <= 5; hundreds++) {
      long answered = minute.grown(Kind.SERVER, server, "hrsp_" + hundreds + "xx");
      count(prefix + hundreds + "XX" + suffix(prefix), dimensions, answered);
    }
  }

  /** How many answers of the classes 4 and 5 were the balancer's own. */
  public void ownAnswers(Map<String, String> dimensions, TrafficMinute minute, String suffix) {
    for (int hundreds = 4; hundreds <= 5; hundreds++) {
      String counter = "hrsp_" + hundreds + "xx";
      long own =
          minute.grown(Kind.LISTENER, id -> true, counter)
              - minute.grown(Kind.SERVER, id -> true, counter);
      count("HTTPCode_ELB_" + hundreds + "XX" + suffix, dimensions, own);
    }
  }

  /** Classic balancers' names have no such end. */
  private static String suffix(String prefix) {
    return prefix.contains("Target") ? "_Count" : "";
  }

  /** How long servers took, as many times as they were asked. */
  public void responseTime(
      String name, Map<String, String> dimensions, TrafficMinute minute, Predicate<String> pool) {
    double requests = (double) minute.grown(Kind.POOL, pool, "stot");
    if (requests > 0) {
      double seconds = minute.responseSeconds(pool);
      MetricKey key = new MetricKey(namespace, name, dimensions);
      points.add(
          MetricPoint.of(key, seconds, "Seconds", at)
              .observing(
                  new Observation.Statistics(requests, seconds * requests, seconds, seconds)));
    }
  }
}
