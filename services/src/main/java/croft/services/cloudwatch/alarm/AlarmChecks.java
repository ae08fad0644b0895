package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.Tag;
import croft.base.ServiceError;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all alarms have in common, checked. */
final class AlarmChecks {
  private static final int MOST_ACTIONS = 5;
  private static final int MOST_TAGS = 50;

  private AlarmChecks() {}

  /**
   * The actions for one state.
   *
   * @param metric the alarm's metric, whose dimensions tell the instance; null for a composite one
   */
  static List<String> actions(
      List<String> arns, String parameter, AlarmRule.@Nullable OfMetric metric) {
    if (arns.size() > MOST_ACTIONS) {
      throw MetricErrors.validation(
          "The collection "
              + parameter
              + " must not have a size greater than "
              + MOST_ACTIONS
              + ".");
    }
    arns.forEach(arn -> action(arn, metric));
    return arns;
  }

  private static void action(String arn, AlarmRule.@Nullable OfMetric metric) {
    if (!AlarmActions.isArn(arn)) {
      throw MetricErrors.validation("Invalid arn syntax: " + arn);
    }
    if (AlarmActions.onInstance(arn).isPresent()) {
      if (metric == null || !metric.dimensions().containsKey("InstanceId")) {
        throw MetricErrors.validation(
            "The action " + arn + " needs an alarm on a metric with the dimension InstanceId.");
      }
    } else if (AlarmActions.isScalingPolicy(arn)) {
      if (metric == null) {
        throw MetricErrors.validation("Composite alarms take no scaling policies: " + arn);
      }
    } else if (!AlarmActions.isTopic(arn)) {
      throw ServiceError.unsupported("The alarm action " + arn);
    }
  }

  /** Tags put over those there are. */
  static Map<String, String> tags(Map<String, String> present, List<Tag> added) {
    Map<String, String> all = new TreeMap<>(present);
    for (Tag tag : added) {
      String key = Requests.required(tag.key(), "Tags.member.Key");
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw MetricErrors.invalidValue("Tag keys that begin with aws: are reserved: " + key);
      }
      all.put(key, Requests.required(tag.value(), "Tags.member.Value"));
    }
    if (all.size() > MOST_TAGS) {
      throw MetricErrors.invalidValue("An alarm can have at most " + MOST_TAGS + " tags.");
    }
    return all;
  }

  static Map<String, String> tags(List<Tag> requested) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : requested) {
      if (tag.key() != null) {
        all.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return all;
  }
}
