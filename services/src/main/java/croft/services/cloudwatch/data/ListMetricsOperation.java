package croft.services.cloudwatch.data;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.DimensionFilter;
import croft.api.cloudwatch.ListMetricsInput;
import croft.api.cloudwatch.ListMetricsOutput;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.series.Series;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ListMetrics: metrics that had data in the last two weeks. */
public final class ListMetricsOperation {
  private static final int PAGE = 500;
  private static final Duration RECENT = Duration.ofHours(3);
  private static final Duration LISTED = Duration.ofDays(14);

  private final MetricParts parts;

  public ListMetricsOperation(MetricParts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                CloudwatchModel.LIST_METRICS,
                (call, request) -> List.of(Access.toAll("cloudwatch:ListMetrics")),
                this::list)
            .honouring("Namespace", "MetricName", "Dimensions", "NextToken", "RecentlyActive"));
  }

  private ListMetricsOutput list(Call call, ListMetricsInput request) {
    long since =
        parts
            .time()
            .instant()
            .minus(request.recentlyActive() == null ? LISTED : RECENT)
            .getEpochSecond();
    List<MetricKey> found =
        parts.series().metrics(call.scope()).entrySet().stream()
            .filter(entry -> matches(entry.getKey(), request) && isSeen(entry.getValue(), since))
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparing(ListMetricsOperation::order))
            .toList();
    String list =
        "ListMetrics "
            + request.namespace()
            + request.metricName()
            + request.dimensionsOrEmpty()
            + request.recentlyActive();
    Pages.Page<MetricKey> page =
        parts
            .pages()
            .page(
                call,
                list,
                found,
                ListMetricsOperation::order,
                new Pages.Wanted(request.nextToken(), PAGE, MetricErrors::nextToken));
    return ListMetricsOutput.builder()
        .metrics(page.map(MetricShapes::metric))
        .nextToken(page.token())
        .build();
  }

  private static boolean isSeen(List<Series> series, long since) {
    return series.stream().anyMatch(one -> one.lastSeen() >= since);
  }

  private static String order(MetricKey key) {
    return key.namespace() + "\0" + key.name() + "\0" + key.dimensions();
  }

  private static boolean matches(MetricKey key, ListMetricsInput request) {
    return is(request.namespace(), key.namespace())
        && is(request.metricName(), key.name())
        && request.dimensionsOrEmpty().stream().allMatch(filter -> matches(key, filter));
  }

  private static boolean matches(MetricKey key, DimensionFilter filter) {
    String value = key.dimensions().get(filter.name());
    return value != null && is(filter.value(), value);
  }

  private static boolean is(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }
}
