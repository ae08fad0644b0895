package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.TrafficReading.Kind;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /**
   * How a service calls what requests come to.
   *
   * @param answers what stands before the class of an answer's code, and what behind it
   */
  public record Names(String time, String answers, String answersEnd, String errors) {}

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

  /** How many are well and how many are not. */
  public void hosts(Map<String, String> dimensions, long healthy, long unhealthy) {
    tell("HealthyHostCount", dimensions, (double) healthy, COUNT);
    tell("UnHealthyHostCount", dimensions, (double) unhealthy, COUNT);
  }

  /** What requests came to: how many there were, how they were answered and how fast. */
  public void requests(
      Names names, Map<String, String> dimensions, TrafficMinute minute, TrafficSlice slice) {
    count("RequestCount", dimensions, minute.grown(slice.kind(), slice.places(), "stot"));
    for (int hundreds = 2; hundreds <= 5; hundreds++) {
      long answered = minute.grown(Kind.SERVER, slice.servers(), "hrsp_" + hundreds + "xx");
      count(names.answers() + hundreds + "XX" + names.answersEnd(), dimensions, answered);
    }
    responseTime(names.time(), dimensions, minute, slice);
    count(names.errors(), dimensions, minute.grown(Kind.SERVER, slice.servers(), "econ"));
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

  /** How long servers took, as many times as they were asked. */
  private void responseTime(
      String name, Map<String, String> dimensions, TrafficMinute minute, TrafficSlice slice) {
    double requests = (double) minute.grown(slice.kind(), slice.places(), "stot");
    if (requests > 0) {
      double seconds = minute.responseSeconds(slice);
      MetricKey key = new MetricKey(namespace, name, dimensions);
      points.add(
          MetricPoint.of(key, seconds, "Seconds", at)
              .observing(
                  new Observation.Statistics(requests, seconds * requests, seconds, seconds)));
    }
  }
}
