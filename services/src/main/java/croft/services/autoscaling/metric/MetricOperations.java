package croft.services.autoscaling.metric;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DescribeMetricCollectionTypesAnswer;
import croft.api.autoscaling.DisableMetricsCollectionQuery;
import croft.api.autoscaling.DisableMetricsCollectionResponse;
import croft.api.autoscaling.EnableMetricsCollectionQuery;
import croft.api.autoscaling.EnableMetricsCollectionResponse;
import croft.api.autoscaling.EnabledMetric;
import croft.api.autoscaling.MetricCollectionType;
import croft.api.autoscaling.MetricGranularityType;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** EnableMetricsCollection, DisableMetricsCollection and DescribeMetricCollectionTypes. */
public final class MetricOperations {
  /** Every metric of groups, as AWS lists them. */
  public static final List<String> ALL =
      List.of(
          "GroupMinSize",
          "GroupMaxSize",
          "GroupDesiredCapacity",
          "GroupInServiceInstances",
          "GroupPendingInstances",
          "GroupStandbyInstances",
          "GroupTerminatingInstances",
          "GroupTotalInstances",
          "GroupInServiceCapacity",
          "GroupPendingCapacity",
          "GroupStandbyCapacity",
          "GroupTerminatingCapacity",
          "GroupTotalCapacity",
          "WarmPoolDesiredCapacity",
          "WarmPoolWarmedCapacity",
          "WarmPoolPendingCapacity",
          "WarmPoolTerminatingCapacity",
          "WarmPoolTotalCapacity",
          "GroupAndWarmPoolDesiredCapacity",
          "GroupAndWarmPoolTotalCapacity");

  private static final String MINUTE = "1Minute";

  private final ScalingParts parts;

  public MetricOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.ENABLE_METRICS_COLLECTION,
            Groups.access(
                parts.store(),
                "EnableMetricsCollection",
                EnableMetricsCollectionQuery::autoScalingGroupName),
            (call, request) -> {
              if (!MINUTE.equals(request.granularity())) {
                throw Faults.validation(
                    request.granularity() + " is not a valid metric granularity: use 1Minute");
              }
              change(call, request.autoScalingGroupName(), request.metricsOrEmpty(), Set::addAll);
              return EnableMetricsCollectionResponse.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.DISABLE_METRICS_COLLECTION,
            Groups.access(
                parts.store(),
                "DisableMetricsCollection",
                DisableMetricsCollectionQuery::autoScalingGroupName),
            (call, request) -> {
              change(
                  call,
                  request.autoScalingGroupName(),
                  request.metricsOrEmpty(),
                  (held, named) -> named.forEach(held::remove));
              return DisableMetricsCollectionResponse.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.DESCRIBE_METRIC_COLLECTION_TYPES,
            AccessRule.toAll("autoscaling:DescribeMetricCollectionTypes"),
            (call, request) ->
                DescribeMetricCollectionTypesAnswer.builder()
                    .metrics(
                        ALL.stream()
                            .map(name -> MetricCollectionType.builder().metric(name).build())
                            .toList())
                    .granularities(
                        List.of(MetricGranularityType.builder().granularity(MINUTE).build()))
                    .build()));
  }

  private void change(
      Call call,
      @Nullable String name,
      List<String> named,
      BiConsumer<Set<String>, List<String>> change) {
    for (String metric : named) {
      if (!ALL.contains(metric)) {
        throw Faults.validation(metric + " is not a valid metric type");
      }
    }
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), name);
          Set<String> metrics = new TreeSet<>();
          group
              .settings()
              .enabledMetricsOrEmpty()
              .forEach(held -> metrics.add(Objects.toString(held.metric(), "")));
          change.accept(metrics, named.isEmpty() ? ALL : named);
          List<EnabledMetric> enabled =
              metrics.stream()
                  .map(one -> EnabledMetric.builder().metric(one).granularity(MINUTE).build())
                  .toList();
          tx.put(
              Group.TABLE,
              group.withSettings(group.settings().toBuilder().enabledMetrics(enabled).build()));
          return true;
        });
  }
}
