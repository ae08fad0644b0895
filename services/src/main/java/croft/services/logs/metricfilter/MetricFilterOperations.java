package croft.services.logs.metricfilter;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DeleteMetricFilterRequest;
import croft.api.logs.DeleteMetricFilterResponse;
import croft.api.logs.DescribeMetricFiltersRequest;
import croft.api.logs.DescribeMetricFiltersResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.MetricFilterMatchRecord;
import croft.api.logs.MetricTransformation;
import croft.api.logs.PutMetricFilterRequest;
import croft.api.logs.PutMetricFilterResponse;
import croft.api.logs.TestMetricFilterRequest;
import croft.api.logs.TestMetricFilterResponse;
import croft.base.Arn;
import croft.services.logs.event.Patterns;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.pattern.FilterPattern;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** PutMetricFilter, DeleteMetricFilter, DescribeMetricFilters and TestMetricFilter. */
public final class MetricFilterOperations {
  private static final int MOST = 100;
  private static final int MOST_LISTED = 50;

  private final LogsParts parts;
  private final LogGroups groups;

  public MetricFilterOperations(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            LogsModel.PUT_METRIC_FILTER,
            (call, request) ->
                groups.access("logs:PutMetricFilter", LogGroups.arn(call, request.logGroupName())),
            this::put),
        bind(
            LogsModel.DELETE_METRIC_FILTER,
            (call, request) ->
                groups.access(
                    "logs:DeleteMetricFilter", LogGroups.arn(call, request.logGroupName())),
            this::delete),
        bind(LogsModel.DESCRIBE_METRIC_FILTERS, this::mayDescribe, this::describe),
        bind(
            LogsModel.TEST_METRIC_FILTER,
            AccessRule.toAll("logs:TestMetricFilter"),
            (call, request) -> test(request)));
  }

  private PutMetricFilterResponse put(Call call, PutMetricFilterRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.filterName(), "");
    String pattern = Objects.requireNonNullElse(request.filterPattern(), "");
    Patterns.parse(pattern);
    List<MetricTransformation> given = request.metricTransformationsOrEmpty();
    if (given.size() != 1) {
      throw LogErrors.invalid("A metric filter must have exactly one metric transformation.");
    }
    MetricFilter.Transformation transformation = Transformations.of(given.getFirst());
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          MetricFilter present = tx.get(MetricFilter.TABLE, group.inside(), name).orElse(null);
          if (present == null && tx.list(MetricFilter.TABLE, group.inside()).size() >= MOST) {
            throw LogErrors.limit("Resource limit exceeded.");
          }
          MetricFilter filter =
              new MetricFilter(
                  group.key(),
                  group.scope(),
                  group.name(),
                  name,
                  pattern,
                  present == null ? parts.now() : present.createdAt(),
                  transformation);
          tx.put(MetricFilter.TABLE, filter);
          return filter;
        });
    return PutMetricFilterResponse.builder().build();
  }

  private DeleteMetricFilterResponse delete(Call call, DeleteMetricFilterRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.filterName(), "");
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          if (!tx.delete(MetricFilter.TABLE, group.inside(), name)) {
            throw LogErrors.notFound("The specified metric filter does not exist.");
          }
          return group;
        });
    return DeleteMetricFilterResponse.builder().build();
  }

  private List<Access> mayDescribe(Call call, DescribeMetricFiltersRequest request) {
    return groups.access("logs:DescribeMetricFilters", LogGroups.arn(call, request.logGroupName()));
  }

  private DescribeMetricFiltersResponse describe(Call call, DescribeMetricFiltersRequest request) {
    String groupName = request.logGroupName();
    String prefix = Objects.requireNonNullElse(request.filterNamePrefix(), "");
    if ((request.metricName() == null) != (request.metricNamespace() == null)) {
      throw LogErrors.invalid(
          "metricName and metricNamespace must be specified together, or not at all.");
    }
    List<MetricFilter> found =
        filters(call, groupName).stream()
            .filter(filter -> filter.name().startsWith(prefix))
            .filter(filter -> isAskedFor(filter, request))
            .toList();
    Pages.Page<MetricFilter> page =
        parts
            .pages()
            .page(
                call,
                "metric filters %s %s %s %s"
                    .formatted(groupName, prefix, request.metricNamespace(), request.metricName()),
                found,
                filter -> filter.groupName() + ":" + filter.name(),
                Pages.Wanted.of(
                    request.nextToken(), request.limit(), MOST_LISTED, LogErrors::invalidToken));
    return DescribeMetricFiltersResponse.builder()
        .metricFilters(page.map(MetricFilterOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private List<MetricFilter> filters(Call call, @Nullable String groupName) {
    if (groupName == null) {
      return parts
          .store()
          .read(tx -> new ArrayList<>(tx.find(MetricFilter.TABLE, "place", call.scope())));
    }
    LogGroup group = groups.require(LogGroups.arn(call, groupName));
    return parts.store().read(tx -> tx.list(MetricFilter.TABLE, group.inside()));
  }

  private static boolean isAskedFor(MetricFilter filter, DescribeMetricFiltersRequest request) {
    return request.metricName() == null
        || (filter.transformation().metric().equals(request.metricName())
            && filter.transformation().namespace().equals(request.metricNamespace()));
  }

  private TestMetricFilterResponse test(TestMetricFilterRequest request) {
    FilterPattern pattern = Patterns.parse(request.filterPattern());
    List<MetricFilterMatchRecord> matches = new ArrayList<>();
    List<String> messages = request.logEventMessagesOrEmpty();
    for (int i = 0; i < messages.size(); i++) {
      String message = messages.get(i);
      Map<String, String> values = pattern.extract(message).orElse(null);
      if (values != null) {
        matches.add(
            MetricFilterMatchRecord.builder()
                .eventNumber(i + 1L)
                .eventMessage(message)
                .extractedValues(new TreeMap<>(values))
                .build());
      }
    }
    return TestMetricFilterResponse.builder().matches(matches).build();
  }

  private static croft.api.logs.MetricFilter shape(MetricFilter filter) {
    return croft.api.logs.MetricFilter.builder()
        .filterName(filter.name())
        .filterPattern(filter.pattern())
        .metricTransformations(List.of(Transformations.shape(filter.transformation())))
        .creationTime(filter.createdAt())
        .logGroupName(filter.groupName())
        .build();
  }
}
