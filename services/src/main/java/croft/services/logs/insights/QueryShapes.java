package croft.services.logs.insights;

import croft.api.logs.QueryInfo;
import croft.api.logs.QueryStatistics;
import croft.api.logs.ResultField;
import croft.base.Arn;
import croft.services.logs.insights.LogQuery.Statistics;
import croft.services.logs.query.QueryRun;
import java.util.List;

/** Queries as the API and the store show them. */
final class QueryShapes {
  private QueryShapes() {}

  /** The rows of a run, as far as it is. */
  static List<List<QueryRows.Cell>> cells(QueryRun run) {
    return run.rows().stream()
        .map(row ->
            row.fields().entrySet().stream()
                .map(field -> new QueryRows.Cell(field.getKey(), field.getValue()))
                .toList())
        .toList();
  }

  static Statistics statistics(QueryRun run) {
    return new Statistics(run.matched(), run.scanned(), run.bytesScanned());
  }

  static QueryStatistics shape(Statistics statistics) {
    return QueryStatistics.builder()
        .recordsMatched(statistics.matched())
        .recordsScanned(statistics.scanned())
        .bytesScanned(statistics.bytes())
        .build();
  }

  static List<List<ResultField>> shape(List<List<QueryRows.Cell>> rows) {
    return rows.stream()
        .map(row ->
            row.stream()
                .map(cell -> ResultField.builder().field(cell.field()).value(cell.value()).build())
                .toList())
        .toList();
  }

  static QueryInfo shape(LogQuery query) {
    return QueryInfo.builder()
        .queryId(query.id())
        .queryString(query.text())
        .status(query.status().spelling())
        .createTime(query.createdAt())
        .logGroupName(groupName(query.groups().getFirst()))
        .build();
  }

  static String groupName(String arn) {
    return Arn.parse(arn).resource().substring("log-group:".length());
  }
}
