package croft.services.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command, as AWS's guide shows it. */
final class QueryTest {
  private static final Records USERS =
      Records.of(
          "[INFO] user=ann, id=7, latency := 12",
          "[ERROR] user=bob, id=8, latency := 30",
          "[ERROR] user=ann, id=9, latency := 18");

  private static final Records DOCUMENTS =
      Records.of(
          "{\"level\":\"WARN\",\"ms\":5,\"user\":{\"name\":\"ann\"},\"items\":[{\"id\":1},{\"id\":2}]}",
          "{\"level\":\"ERROR\",\"ms\":50,\"user\":{\"name\":\"bob\"},\"ok\":true,\"a.b\":\"dots\"}",
          "{\"level\":\"ERROR\",\"ms\":7.25,\"code\":\"404\",\"none\":null,\"@type\":\"x\"}",
          "no JSON {\"level\":\"ERROR\"}");

  @Test
  void showsTimeAndMessageNewestFirst() {
    assertThat(Records.of("a", "b").run("filter @message != 'c'").rows())
        .extracting(row -> row.fields().toString())
        .containsExactly(
            "{@timestamp=2026-01-02 03:04:06.678, @message=b, @ptr=p1}",
            "{@timestamp=2026-01-02 03:04:05.678, @message=a, @ptr=p0}");
  }

  @Test
  void countsWhatItLookedAt() {
    QueryRun run = Records.of("aä", "b😀", "c").run("filter @message like /[ab]/ | limit 1");
    assertThat(run.scanned()).isEqualTo(3);
    assertThat(run.matched()).isEqualTo(2);
    assertThat(run.bytesScanned()).isEqualTo(3 + 5 + 1);
    assertThat(run.rows()).hasSize(1);
  }

  @Test
  void fieldsOfTheServiceAndComputedOnes() {
    assertThat(
            Records.of("abc")
                .rows(
                    """
                    # What is there
                    fields @timestamp, @ingestionTime, @log, @logStream, strlen(@message) as size
                    | fields size * 2 + 1, concat(@message, "-", size) as both # computed
                    """))
        .containsExactly(
            "@timestamp=2026-01-02 03:04:05.678 @ingestionTime=2026-01-02 03:04:05.778"
                + " @log=123456789012:/app @logStream=stream-0 size=3 size * 2 + 1=7 both=abc-3");
  }

  @Test
  void thePointerIsLastAndOnlyWithRecords() {
    assertThat(Records.of("a").run("fields @ptr, @message").rows().getFirst().fields().keySet())
        .containsExactly("@message", "@ptr");
    assertThat(Records.of("a").run("stats count(*)").rows().getFirst().fields().keySet())
        .containsExactly("count(*)");
  }

  @Test
  void displayDecides() {
    assertThat(
            USERS.rows(
                "fields @message | parse @message \"[*] *\" as kind, rest"
                    + " | filter kind = \"ERROR\" | display kind | display rest"))
        .containsExactly(
            "rest=user=ann, id=9, latency := 18", "rest=user=bob, id=8, latency := 30");
  }

  @Test
  void membersOfJsonAreFields() {
    assertThat(
            DOCUMENTS.rows("fields level, user.name, items.1.id, a.b, ok, none, @@type | sort ms"))
        .containsExactly(
            "level=WARN user.name=ann items.1.id=2",
            "level=ERROR @@type=x",
            "level=ERROR user.name=bob a.b=dots ok=1",
            "");
    assertThat(DOCUMENTS.rows("filter ispresent(`user.name`) | fields user.name, ms"))
        .containsExactly("user.name=bob ms=50", "user.name=ann ms=5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "level = \"ERROR\"|2",
        "level = 'ERROR' and ms > 10|1",
        "level != \"ERROR\"|2",
        "ms >= 7.25|2",
        "ms < 7|1",
        "ms <= \"7.25\"|2",
        "code = 404|1",
        "code = \"404\"|1",
        "code in [403, 404]|1",
        "level in [\"WARN\", \"INFO\"]|1",
        "level not in [\"WARN\", \"INFO\"]|3",
        "level like \"ERR\"|2",
        "level like /^(?i)err/|2",
        "level =~ /W.RN/|1",
        "@message not like /level/|0",
        "@message not like \"{\\\"\"|0",
        "not level like /ERROR/|2",
        "!(level = 'ERROR' or level = 'WARN')|1",
        "ok|1",
        "ok = true|1",
        "ok = \"true\"|1",
        "ok = 1|1",
        "isPresent(ok)|1",
        "ispresent(none)|0",
        "isempty(user.name)|2",
        "isBlank(level)|1",
        "strcontains(level, \"ARN\")|1",
        "strcontains(level, \"ARN\") = 1|1",
        "level = 'WARN' or level = 'ERROR' and ms = 50|2",
        "(level = 'WARN' or level = 'ERROR') and ms = 50|1",
        "ms * 2 = 100|1",
        "ms / 0 = 1|0",
        "level > \"F\"|1",
        "@logStream = \"stream-1\"|2",
        "@timestamp >= toMillis(@timestamp)|4",
        "missing = missing|0",
        "missing like /x/|0",
      })
  void filters(String condition, int matches) {
    assertThat(DOCUMENTS.run("filter " + condition).matched()).isEqualTo(matches);
  }

  @Test
  void parsesByWildcards() {
    assertThat(
            USERS.rows(
                "parse @message \"user=*, id=*, latency := *\" as @user, @id, @latency"
                    + " | stats avg(@latency) by @user"))
        .containsExactly("@user=ann avg(@latency)=15", "@user=bob avg(@latency)=30");
    assertThat(USERS.rows("parse 'id=*,' as id | fields id | limit 1")).containsExactly("id=9");
    assertThat(Records.of("a*b", "ab").rows("fields 1 | parse 'a\\**' as rest | display rest"))
        .containsExactly("", "rest=b");
    assertThat(Records.of("no").rows("parse 'x=*' as x")).hasSize(1);
  }

  @Test
  void parsesByExpressions() {
    String named =
        "parse @message /user=(?<user2>.*?), id=(?<id2>\\d+)/ | fields user2, id2 | limit 1";
    assertThat(USERS.rows(named)).containsExactly("user2=ann id2=9");
    assertThat(USERS.rows("parse /\\[(\\w+)\\] user=(\\w+)/ as kind, who | display kind, who"))
        .containsExactly("kind=ERROR who=ann", "kind=ERROR who=bob", "kind=INFO who=ann");
    assertThat(Records.of("a/b").rows("parse /(?<left>.*)\\/(.*)/ | display left"))
        .containsExactly("left=a");
  }

  @Test
  void parsesOtherFields() {
    assertThat(
            Records.of("{\"path\": \"/a/b\"}")
                .rows("parse path \"/*/*\" as first, second | display second, first"))
        .containsExactly("second=b first=a");
  }

  @Test
  void sortsByNaturalOrder() {
    Records some = Records.of("v10", "v9", "12", "9", "v9", "-1");
    assertThat(some.rows("fields @message | sort @message asc, @timestamp desc"))
        .extracting(row -> row.substring("@message=".length()))
        .containsExactly("v9", "v9", "v10", "-1", "9", "12");
    assertThat(some.rows("fields @message | sort @message desc | limit 2"))
        .containsExactly("@message=12", "@message=9");
    assertThat(some.run("sort @message, @timestamp desc | limit 1").rows().getFirst().fields())
        .containsEntry("@ptr", "p4");
  }

  @Test
  void whatIsMissingSortsLast() {
    assertThat(DOCUMENTS.rows("display code | sort code asc | limit 1"))
        .containsExactly("code=404");
    assertThat(DOCUMENTS.rows("display code | sort code desc | limit 1"))
        .containsExactly("code=404");
  }

  @Test
  void limitsInThePlaceWhereTheyStand() {
    Records some = Records.of("1", "2", "3", "4");
    assertThat(some.rows("fields @message | limit 2 | filter @message < 4"))
        .containsExactly("@message=3");
    assertThat(some.rows("sort @message asc | limit 2 | stats sum(@message) as s"))
        .containsExactly("s=3");
    assertThat(some.rows("limit 3 | fields @message | limit 1")).containsExactly("@message=4");
  }

  @Test
  void callersMayWantFewer() throws QuerySyntaxException {
    QueryRun run = new QueryRun(Query.parse("fields @message"), Records.NOW, 1);
    Records.of("a", "b").feed(run);
    assertThat(run.rows()).hasSize(1);
  }

  @Test
  void dropsDuplicates() {
    Records some =
        Records.of(
            "{\"s\":\"a\",\"n\":1}",
            "{\"s\":\"a\",\"n\":2}",
            "{\"s\":\"b\",\"n\":3}",
            "{\"n\":4}",
            "{\"n\":5}");
    assertThat(some.rows("fields s, n | dedup s"))
        .containsExactly("n=5", "n=4", "s=b n=3", "s=a n=2");
    assertThat(some.rows("fields s, n | sort n asc | dedup s | limit 2"))
        .containsExactly("s=a n=1", "s=b n=3");
  }

  @Test
  void unnestsLists() {
    assertThat(
            DOCUMENTS.rows(
                "unnest items into item | fields item.id as id | sort id desc | display id"))
        .containsExactly("id=2", "id=1");
    assertThat(
            Records.of("x [1, 2, 3]")
                .rows(
                    "parse 'x *' as list | fields jsonParse(list) as all"
                        + " | unnest all into one | stats sum(one) as sum, count(*) as n"))
        .containsExactly("sum=6 n=3");
  }

  @Test
  void resultsCanBeAskedWhileItRuns() {
    QueryRun run = Records.of("a", "b").run("stats count(*) as n | fields n * 10 as tens");
    assertThat(run.rows()).isEqualTo(run.rows());
    Records.of("c").feed(run);
    assertThat(run.rows().getFirst().fields()).containsEntry("n", "3").containsEntry("tens", "30");
  }
}
