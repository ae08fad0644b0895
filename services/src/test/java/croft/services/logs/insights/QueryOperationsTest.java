package croft.services.logs.insights;

import static croft.services.logs.LogsFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.logs.DeleteQueryDefinitionRequest;
import croft.api.logs.DescribeQueriesRequest;
import croft.api.logs.DescribeQueryDefinitionsRequest;
import croft.api.logs.GetLogGroupFieldsRequest;
import croft.api.logs.GetLogRecordRequest;
import croft.api.logs.GetQueryResultsRequest;
import croft.api.logs.GetQueryResultsResponse;
import croft.api.logs.LogGroupField;
import croft.api.logs.LogsModel;
import croft.api.logs.PutQueryDefinitionRequest;
import croft.api.logs.QueryDefinition;
import croft.api.logs.QueryInfo;
import croft.api.logs.QueryStatistics;
import croft.api.logs.ResultField;
import croft.api.logs.StartQueryRequest;
import croft.api.logs.StopQueryRequest;
import croft.base.ServiceError;
import croft.services.logs.LogsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries are started, run, asked for, stopped and saved. */
final class QueryOperationsTest {
  private static final String GROUP = "/app/web";

  @TempDir Path directory;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(directory);
    logs.group(GROUP);
    logs.stream(GROUP, "a");
    long begin = logs.now() - 10_000;
    logs.put(
        GROUP,
        "a",
        IntStream.range(0, 100)
            .mapToObj(
                i -> event(begin + i, "{\"path\": \"/p%d\", \"took\": %d}".formatted(i % 3, i)))
            .toList());
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private String start(String text) {
    long now = logs.now() / 1000;
    return Objects.requireNonNull(
        logs.asRoot(
                LogsModel.START_QUERY,
                StartQueryRequest.builder()
                    .logGroupNames(List.of(GROUP))
                    .queryString(text)
                    .startTime(now - 3600)
                    .endTime(now)
                    .build())
            .queryId());
  }

  private GetQueryResultsResponse results(String id) {
    return logs.asRoot(
        LogsModel.GET_QUERY_RESULTS, GetQueryResultsRequest.builder().queryId(id).build());
  }

  private void run() {
    logs.started.forEach(logs.queries::reconcile);
    logs.started.clear();
  }

  private static List<Map<String, String>> rows(GetQueryResultsResponse results) {
    return results.resultsOrEmpty().stream()
        .map(row -> {
          Map<String, String> fields = new LinkedHashMap<>();
          for (ResultField field : row) {
            fields.put(
                Objects.requireNonNull(field.field()), Objects.requireNonNull(field.value()));
          }
          return fields;
        })
        .toList();
  }

  @Test
  void aQueryRunsAndItsRowsAreKept() {
    String id =
        start("filter took >= 10 | stats count(*) as n, max(took) as m by path | sort path");
    assertThat(results(id).status()).isEqualTo("Scheduled");
    run();
    GetQueryResultsResponse done = results(id);
    assertThat(done.status()).isEqualTo("Complete");
    assertThat(rows(done))
        .containsExactly(
            Map.of("path", "/p0", "n", "30", "m", "99"),
            Map.of("path", "/p1", "n", "30", "m", "97"),
            Map.of("path", "/p2", "n", "30", "m", "98"));
    QueryStatistics statistics = Objects.requireNonNull(done.statistics());
    assertThat(statistics.recordsScanned()).isEqualTo(100);
    assertThat(statistics.recordsMatched()).isEqualTo(90);
    assertThat(statistics.bytesScanned()).isGreaterThan(2000);
    assertThat(
            logs.asRoot(
                    LogsModel.DESCRIBE_QUERIES,
                    DescribeQueriesRequest.builder().status("Complete").build())
                .queriesOrEmpty())
        .extracting(QueryInfo::queryId)
        .containsExactly(id);
    logs.pass(Duration.ofDays(8));
    logs.queries.due();
    assertThatThrownBy(() -> results(id)).hasMessageContaining("does not exist");
  }

  @Test
  void aRowLeadsBackToItsEvent() {
    String id = start("fields took | filter took = 42 | limit 1");
    run();
    Map<String, String> row = rows(results(id)).getFirst();
    assertThat(row).containsEntry("took", "42");
    var record =
        logs.asRoot(
            LogsModel.GET_LOG_RECORD,
            GetLogRecordRequest.builder().logRecordPointer(row.get("@ptr")).build());
    assertThat(record.logRecordOrEmpty())
        .containsEntry("path", "/p0")
        .containsEntry("took", "42")
        .containsEntry("@logStream", "a")
        .containsEntry("@log", "123456789012:/app/web")
        .containsEntry("@message", "{\"path\": \"/p0\", \"took\": 42}");
    assertThatThrownBy(() ->
            logs.asRoot(
                LogsModel.GET_LOG_RECORD,
                GetLogRecordRequest.builder().logRecordPointer("bm8").build()))
        .hasMessageContaining("not valid");
  }

  @Test
  void aStoppedQueryStaysStopped() {
    String id = start("fields @message");
    logs.asRoot(LogsModel.STOP_QUERY, StopQueryRequest.builder().queryId(id).build());
    run();
    assertThat(results(id).status()).isEqualTo("Cancelled");
    assertThatThrownBy(
            () -> logs.asRoot(LogsModel.STOP_QUERY, StopQueryRequest.builder().queryId(id).build()))
        .hasMessageContaining("not running");
  }

  @Test
  void whatIsNoQueryIsRefusedAtOnce() {
    assertThatThrownBy(() -> start("fields @message | frobnicate"))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("MalformedQueryException"));
    assertThatThrownBy(() ->
            logs.asRoot(
                LogsModel.START_QUERY,
                StartQueryRequest.builder()
                    .logGroupName("/none")
                    .queryString("fields @message")
                    .startTime(0L)
                    .endTime(1L)
                    .build()))
        .hasMessageContaining("Log group '/none' does not exist for account ID");
  }

  @Test
  void tellsTheFieldsOfAGroup() {
    logs.put(GROUP, "a", "no JSON");
    var answer =
        logs.asRoot(
            LogsModel.GET_LOG_GROUP_FIELDS,
            GetLogGroupFieldsRequest.builder().logGroupName(GROUP).build());
    assertThat(answer.logGroupFieldsOrEmpty())
        .contains(
            LogGroupField.builder().name("@message").percent(100).build(),
            LogGroupField.builder().name("took").percent(99).build());
  }

  @Test
  void queriesAreSavedUnderNames() {
    PutQueryDefinitionRequest.Builder request =
        PutQueryDefinitionRequest.builder()
            .name("team/slow")
            .queryString("filter took > 1")
            .clientToken("once");
    String id = logs.asRoot(LogsModel.PUT_QUERY_DEFINITION, request.build()).queryDefinitionId();
    assertThat(logs.asRoot(LogsModel.PUT_QUERY_DEFINITION, request.build()).queryDefinitionId())
        .isEqualTo(id);
    logs.asRoot(
        LogsModel.PUT_QUERY_DEFINITION,
        request.queryDefinitionId(id).queryString("filter took > 2").build());
    assertThat(
            logs.asRoot(
                    LogsModel.DESCRIBE_QUERY_DEFINITIONS,
                    DescribeQueryDefinitionsRequest.builder()
                        .queryDefinitionNamePrefix("team")
                        .build())
                .queryDefinitionsOrEmpty())
        .singleElement()
        .extracting(QueryDefinition::queryString)
        .isEqualTo("filter took > 2");
    logs.asRoot(
        LogsModel.DELETE_QUERY_DEFINITION,
        DeleteQueryDefinitionRequest.builder().queryDefinitionId(id).build());
    assertThatThrownBy(() ->
            logs.asRoot(
                LogsModel.DELETE_QUERY_DEFINITION,
                DeleteQueryDefinitionRequest.builder().queryDefinitionId(id).build()))
        .hasMessageContaining("does not exist");
  }
}
