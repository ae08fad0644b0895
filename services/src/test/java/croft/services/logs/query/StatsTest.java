package croft.services.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code stats} makes of records. */
final class StatsTest {
  private static final Records REQUESTS =
      Records.of(
          "{\"path\":\"/a\",\"ms\":10,\"status\":200}",
          "{\"path\":\"/b\",\"ms\":20,\"status\":500}",
          "{\"path\":\"/a\",\"ms\":30,\"status\":200}",
          "{\"path\":\"/a\",\"ms\":40,\"status\":404}",
          "{\"path\":\"/c\",\"status\":200}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count(*) | 5",
        "count() | 5",
        "count(ms) | 4",
        "count_distinct(path) | 3",
        "sum(ms) | 100",
        "avg(ms) | 25",
        "min(ms) | 10",
        "max(ms) | 40",
        "median(ms) | 25",
        "pct(ms, 50) | 25",
        "pct(ms, 100) | 40",
        "pct(ms, 0) | 10",
        "stddev(ms) | 11.1803",
        "earliest(path) | /a",
        "latest(path) | /c",
        "earliest(status) | 200",
        "sortsFirst(path) | /a",
        "sortsLast(path) | /c",
        "min(@timestamp) | 2026-01-02 03:04:05.678",
        "max(strlen(path)) | 2",
        "sum(ms) / count(ms) + 1 | 26",
        "avg(ms / 3) | 8.3333",
        "abs(min(ms) - max(ms)) | 30",
      })
  void callsOverAll(String call, String expected) {
    assertThat(REQUESTS.rows("stats " + call)).containsExactly(call + "=" + expected);
  }

  @Test
  void columnsCanUseThoseBefore() {
    assertThat(REQUESTS.rows("stats max(ms) as high, min(ms) as low, high - low as spread by path"))
        .containsExactly(
            "path=/a high=40 low=10 spread=30", "path=/b high=20 low=20 spread=0", "path=/c");
  }

  @Test
  void groupsByFieldsAndFunctions() {
    assertThat(
            REQUESTS.rows(
                "stats count(*) as n by floor(status / 100) as class, path | sort n desc, path"))
        .containsExactly(
            "class=2 path=/a n=2",
            "class=4 path=/a n=1",
            "class=5 path=/b n=1",
            "class=2 path=/c n=1");
    assertThat(REQUESTS.rows("stats count(*) by missing")).containsExactly("count(*)=5");
  }

  @Test
  void groupsByTime() {
    assertThat(REQUESTS.rows("stats count(*) by bin(2s) | sort bin(2s) asc"))
        .containsExactly(
            "bin(2s)=2026-01-02 03:04:04.000 count(*)=1",
            "bin(2s)=2026-01-02 03:04:06.000 count(*)=2",
            "bin(2s)=2026-01-02 03:04:08.000 count(*)=2");
    assertThat(REQUESTS.rows("stats count(*) as n by bin(1 day) as day"))
        .containsExactly("day=2026-01-02 00:00:00.000 n=5");
  }

  @Test
  void columnsAreSortedByTheTextOfTheirCall() {
    assertThat(REQUESTS.rows("stats count(*) by path | sort count(*) desc | limit 1"))
        .containsExactly("path=/a count(*)=3");
    assertThat(REQUESTS.rows("stats count(*) by path | filter count(*) > 2 | display path"))
        .containsExactly("path=/a");
  }

  @Test
  void statsOverStats() {
    assertThat(
            REQUESTS.rows(
                """
                stats count(*) as requests by bin(2s), path
                | stats max(requests) as most, count(*) by path
                | sort path asc
                """))
        .containsExactly(
            "path=/a most=1 count(*)=3", "path=/b most=1 count(*)=1", "path=/c most=1 count(*)=1");
    assertThat(REQUESTS.rows("stats count(*) by path | stats max(count(*)), count(*)"))
        .containsExactly("max(count(*))=3 count(*)=3");
  }

  @Test
  void nothingMatchedMakesNoRow() {
    assertThat(REQUESTS.rows("filter path = '/x' | stats count(*)")).isEmpty();
  }

  @Test
  void orderOfRecordsDoesNotMatter() throws QuerySyntaxException {
    Query query = Query.parse("stats earliest(@message) as e, latest(@message) as l");
    QueryRun run = new QueryRun(query, Records.NOW, Query.MOST_ROWS);
    List<QueryRecord> some = new ArrayList<>();
    for (int i : new int[] {3, 1, 9, 5}) {
      some.add(
          new QueryRecord(Records.BEGIN.plusMillis(i), Records.NOW, "1:g", "s", "m" + i, "p" + i));
    }
    some.forEach(run::accept);
    assertThat(run.rows().getFirst().fields()).containsEntry("e", "m1").containsEntry("l", "m9");
  }

  @Test
  void percentilesOfMany() {
    Records many = new Records();
    for (int i = 1; i <= 20_000; i++) {
      many.add("t=" + i);
    }
    String text =
        many.run("parse 't=*' as t | stats pct(t, 95) as p").rows().getFirst().fields().get("p");
    assertThat(Double.parseDouble(String.valueOf(text))).isCloseTo(19_000, within(100.0));
  }
}
