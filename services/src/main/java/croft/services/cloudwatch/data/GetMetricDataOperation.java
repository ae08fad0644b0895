package croft.services.cloudwatch.data;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.GetMetricDataInput;
import croft.api.cloudwatch.GetMetricDataOutput;
import croft.api.cloudwatch.LabelOptions;
import croft.api.cloudwatch.MetricDataResult;
import croft.services.cloudwatch.data.QueryEvaluation.Window;
import croft.services.cloudwatch.math.MathValue;
import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** GetMetricData. */
public final class GetMetricDataOperation {
  private static final int MOST_POINTS = 100_800;

  private final MetricParts parts;

  public GetMetricDataOperation(MetricParts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.GET_METRIC_DATA,
            (call, request) -> List.of(Access.toAll("cloudwatch:GetMetricData")),
            this::get));
  }

  /** A point of a result, for paging over all points of all results. */
  private record Point(int result, long at, double value) {}

  /** What one line is answered as. */
  private record Result(String id, String label) {}

  private GetMetricDataOutput get(Call call, GetMetricDataInput request) {
    List<MetricQuery> queries =
        MetricQuery.all(
            Requests.required(request.metricDataQueries(), "MetricDataQueries"), call.account());
    if (queries.stream().noneMatch(MetricQuery::returned)) {
      throw MetricErrors.validation(
          "At least one of the metric data queries must have ReturnData set to true.");
    }
    Window window =
        new Window(
            call.scope(),
            Requests.required(request.startTime(), "StartTime"),
            Requests.required(request.endTime(), "EndTime"),
            parts.time().instant());
    QueryEvaluation evaluation = new QueryEvaluation(parts.series(), window, queries);
    ZoneOffset zone = zone(request.labelOptions());
    List<Result> results = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    boolean ascending = "TimestampAscending".equals(request.scanBy());
    for (MetricQuery query : queries) {
      if (query.returned()) {
        List<Line> lines = lines(query, evaluation.value(query.id()));
        for (Line line : lines) {
          int result = results.size();
          DynamicLabel label =
              new DynamicLabel(usual(query, line, lines), call.account(), call.region(), zone);
          results.add(new Result(query.id(), label.of(query.label(), line)));
          (ascending ? line.points() : line.points().descendingMap())
              .forEach((at, value) -> points.add(new Point(result, at, value)));
        }
      }
    }
    return page(call, request, results, points);
  }

  private static List<Line> lines(MetricQuery query, MathValue value) {
    return switch (value) {
      case Line line -> List.of(line);
      case Lines(List<Line> lines) -> lines;
      case MathValue.Scalar other -> throw noLine(query, other);
      case MathValue.Text other -> throw noLine(query, other);
    };
  }

  private static croft.base.ServiceError noLine(MetricQuery query, MathValue value) {
    return MetricErrors.validation(
        "Error in expression '"
            + query.id()
            + "': the expression must return a time series or an array of time series, not a "
            + value.kind()
            + ".");
  }

  /** What a line is called when nothing else is asked for. */
  private static String usual(MetricQuery query, Line line, List<Line> all) {
    MetricKey metric = line.subject().metric();
    if (query.source() instanceof MetricQuery.OfMetric of) {
      return of.metric().name();
    }
    if (metric == null || (all.size() == 1 && !searches(query))) {
      return query.id();
    }
    return all.size() == 1 ? metric.name() : telling(metric, all);
  }

  private static boolean searches(MetricQuery query) {
    return query.source() instanceof MetricQuery.OfExpression of
        && of.expression().functions().contains("SEARCH");
  }

  /** The values by which a metric differs from the others of a search. */
  private static String telling(MetricKey metric, List<Line> all) {
    Set<String> names = new HashSet<>();
    Set<String> common = new HashSet<>(metric.dimensions().values());
    for (Line line : all) {
      MetricKey other = line.subject().metric();
      if (other != null) {
        names.add(other.name());
        common.retainAll(other.dimensions().values());
      }
    }
    String dimensions =
        metric.dimensions().values().stream()
            .filter(value -> !common.contains(value))
            .collect(Collectors.joining(" "));
    if (dimensions.isEmpty()) {
      return metric.name();
    }
    return names.size() > 1 ? dimensions + " " + metric.name() : dimensions;
  }

  private static ZoneOffset zone(@Nullable LabelOptions options) {
    if (options == null || options.timezone() == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneOffset.of(options.timezone());
    } catch (DateTimeException e) {
      throw MetricErrors.invalidValue(options.timezone(), "LabelOptions.Timezone");
    }
  }

  private GetMetricDataOutput page(
      Call call, GetMetricDataInput request, List<Result> results, List<Point> points) {
    int most =
        Math.min(MOST_POINTS, Objects.requireNonNullElse(request.maxDatapoints(), MOST_POINTS));
    String list =
        "GetMetricData " + request.metricDataQueries() + request.startTime() + request.endTime();
    Pages.Page<Point> page =
        parts
            .pages()
            .page(
                call,
                list,
                points,
                point -> String.format(java.util.Locale.ROOT, "%05d/%d", point.result, point.at),
                new Pages.Wanted(request.nextToken(), most, MetricErrors::nextToken));
    boolean isFirst = request.nextToken() == null || request.nextToken().isEmpty();
    Map<Integer, List<Point>> byResult =
        page.items().stream().collect(Collectors.groupingBy(Point::result));
    int last = page.items().isEmpty() ? results.size() : page.items().getLast().result;
    List<MetricDataResult> shown = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      List<Point> found = byResult.getOrDefault(i, List.of());
      if (isFirst || !found.isEmpty()) {
        boolean partial = page.truncated() && i >= last;
        shown.add(result(results.get(i), found, partial));
      }
    }
    return GetMetricDataOutput.builder()
        .metricDataResults(shown)
        .nextToken(page.token())
        .messages(List.of())
        .build();
  }

  private static MetricDataResult result(Result result, Collection<Point> points, boolean partial) {
    return MetricDataResult.builder()
        .id(result.id)
        .label(result.label)
        .timestamps(points.stream().map(point -> Instant.ofEpochSecond(point.at)).toList())
        .values(points.stream().map(Point::value).toList())
        .statusCode(partial ? "PartialData" : "Complete")
        .build();
  }
}
