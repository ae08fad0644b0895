package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Alarms as JSON: in their history, and in the message their actions carry. */
final class AlarmDocuments {
  private static final Map<String, String> REGIONS =
      Map.ofEntries(
          Map.entry("us-east-1", "US East (N. Virginia)"),
          Map.entry("us-east-2", "US East (Ohio)"),
          Map.entry("us-west-1", "US West (N. California)"),
          Map.entry("us-west-2", "US West (Oregon)"),
          Map.entry("eu-west-1", "EU (Ireland)"),
          Map.entry("eu-west-2", "EU (London)"),
          Map.entry("eu-west-3", "EU (Paris)"),
          Map.entry("eu-central-1", "EU (Frankfurt)"),
          Map.entry("eu-north-1", "EU (Stockholm)"),
          Map.entry("ap-northeast-1", "Asia Pacific (Tokyo)"),
          Map.entry("ap-northeast-2", "Asia Pacific (Seoul)"),
          Map.entry("ap-south-1", "Asia Pacific (Mumbai)"),
          Map.entry("ap-southeast-1", "Asia Pacific (Singapore)"),
          Map.entry("ap-southeast-2", "Asia Pacific (Sydney)"),
          Map.entry("ca-central-1", "Canada (Central)"),
          Map.entry("sa-east-1", "South America (Sao Paulo)"));

  private AlarmDocuments() {}

  /** The whole configuration, as the history has it. */
  static ObjectNode configuration(Alarm alarm) {
    ObjectNode node =
        Json.object()
            .put("alarmName", alarm.name())
            .put("alarmArn", alarm.arn().toString())
            .put("alarmDescription", alarm.description())
            .put("actionsEnabled", alarm.actionsEnabled());
    node.set("okactions", Json.texts(alarm.okActions()));
    node.set("alarmActions", Json.texts(alarm.alarmActions()));
    node.set("insufficientDataActions", Json.texts(alarm.insufficientDataActions()));
    node.put("alarmConfigurationUpdatedTimestamp", Json.time(alarm.configuredAt()))
        .put("stateValue", alarm.state().value());
    switch (alarm.rule()) {
      case AlarmRule.OfMetric rule -> configuration(node, rule);
      case AlarmRule.OfAlarms rule -> node.put("alarmRule", rule.expression());
    }
    return node;
  }

  private static void configuration(ObjectNode node, AlarmRule.OfMetric rule) {
    if (rule.queries().isEmpty()) {
      node.put("metricName", rule.metricName()).put("namespace", rule.namespace());
      node.put(rule.extended() ? "extendedStatistic" : "statistic", rule.statistic());
      node.set("dimensions", Json.dimensions(rule.dimensions()));
      node.put("period", rule.period());
    }
    node.put("evaluationPeriods", rule.evaluationPeriods())
        .put("datapointsToAlarm", rule.needed())
        .put("threshold", rule.threshold())
        .put("comparisonOperator", rule.comparisonOperator());
    if (rule.treatMissingData() != null) {
      node.put("treatMissingData", rule.treatMissingData());
    }
  }

  static String subject(Alarm alarm) {
    String whole =
        alarm.state().value() + ": \"" + alarm.name() + "\" in " + region(alarm.region());
    return whole.length() <= 100 ? whole : whole.substring(0, 97) + "...";
  }

  private static String region(String region) {
    return REGIONS.getOrDefault(region, region);
  }

  /** What a topic's subscribers get. Source: the page "Notifying users on alarm changes". */
  static ObjectNode message(Alarm alarm, String oldValue) {
    ObjectNode node =
        Json.object()
            .put("AlarmName", alarm.name())
            .put("AlarmDescription", alarm.description().isEmpty() ? null : alarm.description())
            .put("AWSAccountId", alarm.account())
            .put("AlarmConfigurationUpdatedTimestamp", Json.time(alarm.configuredAt()))
            .put("NewStateValue", alarm.state().value())
            .put("NewStateReason", alarm.state().reason())
            .put("StateChangeTime", Json.time(alarm.state().updatedAt()))
            .put("Region", region(alarm.region()))
            .put("AlarmArn", alarm.arn().toString())
            .put("OldStateValue", oldValue);
    node.set("OKActions", Json.texts(alarm.okActions()));
    node.set("AlarmActions", Json.texts(alarm.alarmActions()));
    node.set("InsufficientDataActions", Json.texts(alarm.insufficientDataActions()));
    switch (alarm.rule()) {
      case AlarmRule.OfMetric rule -> node.set("Trigger", trigger(rule));
      case AlarmRule.OfAlarms rule -> node.put("AlarmRule", rule.expression());
    }
    return node;
  }

  private static ObjectNode trigger(AlarmRule.OfMetric rule) {
    ObjectNode node = Json.object();
    if (rule.queries().isEmpty()) {
      node.put("MetricName", rule.metricName()).put("Namespace", rule.namespace());
      if (rule.extended()) {
        node.put("StatisticType", "ExtendedStatistic").put("ExtendedStatistic", rule.statistic());
      } else {
        node.put("StatisticType", "Statistic").put("Statistic", statistic(rule.statistic()));
      }
      node.put("Unit", rule.unit());
      node.set("Dimensions", Json.dimensions(rule.dimensions()));
      node.put("Period", rule.period());
    } else {
      node.set("Metrics", metrics(rule.queries()));
    }
    return node.put("EvaluationPeriods", rule.evaluationPeriods())
        .put("DatapointsToAlarm", rule.needed())
        .put("ComparisonOperator", rule.comparisonOperator())
        .put("Threshold", rule.threshold())
        .put(
            "TreatMissingData",
            rule.treatMissingData() == null ? "missing" : rule.treatMissingData())
        .put(
            "EvaluateLowSampleCountPercentile",
            rule.lowSampleCount() == null ? "" : rule.lowSampleCount());
  }

  /** {@code SAMPLE_COUNT} for {@code SampleCount}. */
  private static String statistic(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private static ArrayNode metrics(List<MetricDataQuery> queries) {
    ArrayNode array = Json.array();
    for (MetricDataQuery query : queries) {
      ObjectNode node = Json.object().put("Id", query.id());
      if (query.expression() != null) {
        node.put("Expression", query.expression());
      }
      if (query.label() != null) {
        node.put("Label", query.label());
      }
      MetricStat stat = query.metricStat();
      if (stat != null && stat.metric() != null) {
        node.set("MetricStat", stat(stat, stat.metric()));
      }
      array.add(node.put("ReturnData", query.returnData() == null || query.returnData()));
    }
    return array;
  }

  private static ObjectNode stat(MetricStat stat, croft.api.cloudwatch.Metric metric) {
    ObjectNode named =
        Json.object().put("Namespace", metric.namespace()).put("MetricName", metric.metricName());
    named.set(
        "Dimensions",
        Json.dimensions(
            metric.dimensionsOrEmpty().stream()
                .collect(
                    Collectors.toMap(
                        one -> String.valueOf(one.name()), one -> String.valueOf(one.value())))));
    ObjectNode node = Json.object();
    node.set("Metric", named);
    return node.put("Period", stat.period()).put("Stat", stat.stat());
  }
}
