package croft.services.logs.insights;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DescribeQueriesRequest;
import croft.api.logs.DescribeQueriesResponse;
import croft.api.logs.GetQueryResultsRequest;
import croft.api.logs.GetQueryResultsResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.StartQueryRequest;
import croft.api.logs.StartQueryResponse;
import croft.api.logs.StopQueryRequest;
import croft.api.logs.StopQueryResponse;
import croft.base.Arn;
import croft.services.logs.insights.LogQuery.Statistics;
import croft.services.logs.insights.LogQuery.Status;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.query.QueryRun;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** StartQuery, StopQuery, GetQueryResults and DescribeQueries. */
public final class QueryOperations {
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_OPEN = 30;
  private static final int MOST_LISTED = 1000;

  private final LogsParts parts;
  private final LogGroups groups;
  private final QueryRunner runner;
  private final BiConsumer<Transaction, String> wake;

  /**
   * Makes them.
   *
   * @param wake has a query looked at once the transaction is committed
   */
  public QueryOperations(
      LogsParts parts, LogGroups groups, QueryRunner runner, BiConsumer<Transaction, String> wake) {
    this.parts = parts;
    this.groups = groups;
    this.runner = runner;
    this.wake = wake;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(LogsModel.START_QUERY, this::mayStart, this::start),
        bind(LogsModel.STOP_QUERY, AccessRule.toAll("logs:StopQuery"), this::stop),
        bind(LogsModel.GET_QUERY_RESULTS, AccessRule.toAll("logs:GetQueryResults"), this::results),
        bind(LogsModel.DESCRIBE_QUERIES, AccessRule.toAll("logs:DescribeQueries"), this::describe));
  }

  private List<Access> mayStart(Call call, StartQueryRequest request) {
    return arns(call, request).stream()
        .flatMap(arn -> groups.access("logs:StartQuery", arn).stream())
        .toList();
  }

  private static List<Arn> arns(Call call, StartQueryRequest request) {
    List<Arn> arns = new ArrayList<>();
    String one = request.logGroupName();
    if (one != null) {
      arns.add(LogGroups.arn(call, one));
    }
    request.logGroupNamesOrEmpty().forEach(name -> arns.add(LogGroups.arn(call, name)));
    request
        .logGroupIdentifiersOrEmpty()
        .forEach(text -> arns.add(LogGroups.identified(call, text)));
    int ways =
        (one == null ? 0 : 1)
            + (request.logGroupNamesOrEmpty().isEmpty() ? 0 : 1)
            + (request.logGroupIdentifiersOrEmpty().isEmpty() ? 0 : 1);
    if (ways != 1) {
      throw LogErrors.invalid(
          "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.");
    }
    return arns;
  }

  private StartQueryResponse start(Call call, StartQueryRequest request) {
    String text = Objects.requireNonNullElse(request.queryString(), "");
    Queries.parse(text);
    long from = Objects.requireNonNullElse(request.startTime(), 0L);
    long to = Objects.requireNonNullElse(request.endTime(), 0L);
    if (to < from) {
      throw LogErrors.invalid("End time should not be less than start time");
    }
    List<Arn> arns = arns(call, request);
    LogQuery query =
        new LogQuery(
            call.scope(),
            parts.ids().uuid(),
            text,
            arns.stream().map(Arn::toString).toList(),
            from,
            to,
            Objects.requireNonNullElse(request.limit(), MOST_ROWS),
            parts.now(),
            Status.SCHEDULED,
            Statistics.NONE);
    parts
        .store()
        .write(tx -> {
          arns.forEach(arn -> requireGroup(tx, arn));
          long open =
              tx.list(LogQuery.TABLE, call.scope()).stream().filter(LogQuery::isOpen).count();
          if (open >= MOST_OPEN) {
            throw LogErrors.limit("You have reached the limit of concurrent queries.");
          }
          tx.insert(LogQuery.TABLE, query);
          wake.accept(tx, query.key());
          return query;
        });
    return StartQueryResponse.builder().queryId(query.id()).build();
  }

  private static void requireGroup(Transaction tx, Arn arn) {
    if (LogGroups.find(tx, arn).isEmpty()) {
      throw LogErrors.notFound(
          "Log group '%s' does not exist for account ID '%s'"
              .formatted(QueryShapes.groupName(arn.toString()), arn.account()));
    }
  }

  private static LogQuery require(Transaction tx, Call call, String id) {
    return tx.get(LogQuery.TABLE, call.scope(), id)
        .orElseThrow(() -> LogErrors.notFound("The specified query " + id + " does not exist."));
  }

  private StopQueryResponse stop(Call call, StopQueryRequest request) {
    String id = Objects.requireNonNullElse(request.queryId(), "");
    parts
        .store()
        .write(tx -> {
          LogQuery query = require(tx, call, id);
          if (!query.isOpen()) {
            throw LogErrors.invalid("Query is not running: " + id);
          }
          tx.put(LogQuery.TABLE, query.in(Status.CANCELLED, query.statistics()));
          return query;
        });
    return StopQueryResponse.builder().success(true).build();
  }

  private GetQueryResultsResponse results(Call call, GetQueryResultsRequest request) {
    record Found(LogQuery query, Optional<QueryRows> rows) {}
    String id = Objects.requireNonNullElse(request.queryId(), "");
    Found found =
        parts
            .store()
            .read(
                tx -> new Found(require(tx, call, id), tx.get(QueryRows.TABLE, call.scope(), id)));
    LogQuery query = found.query;
    List<List<QueryRows.Cell>> rows = found.rows.map(QueryRows::rows).orElse(List.of());
    Statistics statistics = query.statistics();
    Optional<QueryRun> run = query.isOpen() ? runner.run(query) : Optional.empty();
    if (run.isPresent()) {
      rows = QueryShapes.cells(run.get());
      statistics = QueryShapes.statistics(run.get());
    }
    return GetQueryResultsResponse.builder()
        .status(query.status().spelling())
        .results(QueryShapes.shape(rows))
        .statistics(QueryShapes.shape(statistics))
        .build();
  }

  private DescribeQueriesResponse describe(Call call, DescribeQueriesRequest request) {
    String group = request.logGroupName();
    String status = request.status();
    List<LogQuery> found =
        parts.store().<List<LogQuery>>read(tx -> tx.list(LogQuery.TABLE, call.scope())).stream()
            .filter(query ->
                group == null
                    || query.groups().stream().map(QueryShapes::groupName).anyMatch(group::equals))
            .filter(query -> status == null || query.status().spelling().equals(status))
            .sorted(
                Comparator.comparingLong(LogQuery::createdAt)
                    .reversed()
                    .thenComparing(LogQuery::id))
            .toList();
    Pages.Page<LogQuery> page =
        parts
            .pages()
            .page(
                call,
                "log queries " + group + " " + status,
                found,
                LogQuery::id,
                Pages.Wanted.of(
                    request.nextToken(),
                    request.maxResults(),
                    MOST_LISTED,
                    LogErrors::invalidToken));
    return DescribeQueriesResponse.builder()
        .queries(page.map(QueryShapes::shape))
        .nextToken(page.token())
        .build();
  }
}
