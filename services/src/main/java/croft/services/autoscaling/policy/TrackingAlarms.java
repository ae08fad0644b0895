package croft.services.autoscaling.policy;

import croft.api.autoscaling.Alarm;
import croft.api.autoscaling.CustomizedMetricSpecification;
import croft.api.autoscaling.MetricDimension;
import croft.api.autoscaling.PredefinedMetricSpecification;
import croft.api.autoscaling.TargetTrackingConfiguration;
import croft.api.autoscaling.TargetTrackingMetricDataQuery;
import croft.api.autoscaling.TargetTrackingMetricStat;
import croft.api.cloudwatch.DeleteAlarmsInput;
import croft.api.cloudwatch.Dimension;
import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms of a policy that tracks a target: one above it, and one some way below it that takes
 * its time.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html">Target
 * tracking scaling policies</a>.
 */
public final class TrackingAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(TrackingAlarms.class);
  private static final int PERIOD_SECONDS = 60;
  private static final int HIGH_MINUTES = 3;
  private static final int LOW_MINUTES = 15;
  private static final double LOW_SHARE = 0.9;

  private final ScalingParts parts;

  public TrackingAlarms(ScalingParts parts) {
    this.parts = parts;
  }

  /**
   * Makes or changes the alarms of a policy.
   *
   * @param held those it has already, whose names stay
   */
  List<Alarm> put(
      String scope,
      String group,
      String policyArn,
      TargetTrackingConfiguration tracking,
      List<Alarm> held) {
    List<Alarm> alarms = new ArrayList<>();
    alarms.add(putOne(scope, group, policyArn, tracking, name(group, "AlarmHigh", held)));
    if (!Boolean.TRUE.equals(tracking.disableScaleIn())) {
      alarms.add(putOne(scope, group, policyArn, tracking, name(group, "AlarmLow", held)));
    }
    List<String> left =
        held.stream()
            .filter(alarm ->
                alarms.stream().noneMatch(a -> Objects.equals(a.alarmName(), alarm.alarmName())))
            .map(alarm -> String.valueOf(alarm.alarmName()))
            .toList();
    delete(scope, left);
    return alarms;
  }

  private String name(String group, String which, List<Alarm> held) {
    String prefix = "TargetTracking-" + group + "-" + which + "-";
    return held.stream()
        .map(alarm -> String.valueOf(alarm.alarmName()))
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseGet(() -> prefix + parts.ids().uuid());
  }

  private Alarm putOne(
      String scope,
      String group,
      String policyArn,
      TargetTrackingConfiguration tracking,
      String name) {
    boolean high = name.contains("-AlarmHigh-");
    double target = Objects.requireNonNullElse(tracking.targetValue(), 0.0);
    PutMetricAlarmInput.Builder alarm =
        PutMetricAlarmInput.builder()
            .alarmName(name)
            .alarmDescription(
                "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + policyArn + ".")
            .actionsEnabled(true)
            .alarmActions(List.of(policyArn))
            .evaluationPeriods(high ? HIGH_MINUTES : LOW_MINUTES)
            .threshold(high ? target : target * LOW_SHARE)
            .comparisonOperator(high ? "GreaterThanThreshold" : "LessThanThreshold");
    measure(alarm, group, tracking);
    parts.cloud().alarms(scope).putMetricAlarm(alarm.build());
    String[] place = scope.split("/", 2);
    return Alarm.builder()
        .alarmName(name)
        .alarmARN(Arn.of("cloudwatch", place[1], place[0], "alarm:" + name).toString())
        .build();
  }

  private static void measure(
      PutMetricAlarmInput.Builder alarm, String group, TargetTrackingConfiguration tracking) {
    CustomizedMetricSpecification customized = tracking.customizedMetricSpecification();
    PredefinedMetricSpecification predefined = tracking.predefinedMetricSpecification();
    if (predefined != null) {
      predefined(alarm, group, predefined);
    } else if (customized != null && !customized.metricsOrEmpty().isEmpty()) {
      alarm.metrics(customized.metricsOrEmpty().stream().map(TrackingAlarms::query).toList());
    } else if (customized != null) {
      alarm
          .namespace(customized.namespace())
          .metricName(customized.metricName())
          .dimensions(dimensions(customized.dimensionsOrEmpty()))
          .statistic(customized.statistic())
          .unit(customized.unit())
          .period(PERIOD_SECONDS);
    }
  }

  private static void predefined(
      PutMetricAlarmInput.Builder alarm, String group, PredefinedMetricSpecification metric) {
    String type = Objects.toString(metric.predefinedMetricType(), "");
    alarm.period(PERIOD_SECONDS);
    if (type.equals("ALBRequestCountPerTarget")) {
      String label = Objects.toString(metric.resourceLabel(), "");
      int at = label.indexOf("/targetgroup/");
      if (at < 0) {
        throw Faults.validation("Invalid ResourceLabel: " + label);
      }
      alarm
          .namespace("AWS/ApplicationELB")
          .metricName("RequestCountPerTarget")
          .statistic("Sum")
          .dimensions(
              List.of(
                  dimension("LoadBalancer", label.substring(0, at)),
                  dimension("TargetGroup", label.substring(at + 1))));
      return;
    }
    alarm
        .namespace("AWS/EC2")
        .metricName(
            switch (type) {
              case "ASGAverageNetworkIn" -> "NetworkIn";
              case "ASGAverageNetworkOut" -> "NetworkOut";
              default -> "CPUUtilization";
            })
        .statistic("Average")
        .dimensions(List.of(dimension("AutoScalingGroupName", group)));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static List<Dimension> dimensions(List<MetricDimension> dimensions) {
    return dimensions.stream()
        .map(d -> dimension(Objects.toString(d.name(), ""), Objects.toString(d.value(), "")))
        .toList();
  }

  private static MetricDataQuery query(TargetTrackingMetricDataQuery query) {
    TargetTrackingMetricStat stat = query.metricStat();
    return MetricDataQuery.builder()
        .id(query.id())
        .expression(query.expression())
        .label(query.label())
        .returnData(query.returnData() == null || query.returnData())
        .metricStat(
            stat == null || stat.metric() == null
                ? null
                : MetricStat.builder()
                    .metric(
                        Metric.builder()
                            .namespace(stat.metric().namespace())
                            .metricName(stat.metric().metricName())
                            .dimensions(dimensions(stat.metric().dimensionsOrEmpty()))
                            .build())
                    .stat(stat.stat())
                    .unit(stat.unit())
                    .period(PERIOD_SECONDS)
                    .build())
        .build();
  }

  /** Deletes alarms; those that are gone already, or cannot be had, hold nobody up. */
  public void delete(String scope, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    try {
      parts
          .cloud()
          .alarms(scope)
          .deleteAlarms(DeleteAlarmsInput.builder().alarmNames(names).build());
    } catch (ServiceError e) {
      LOG.warn("Deleting alarms {} failed: {} {}", names, e.code(), e.message());
    }
  }
}
