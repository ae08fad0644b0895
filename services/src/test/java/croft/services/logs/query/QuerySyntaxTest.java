package croft.services.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no query, and what would rather not end. */
final class QuerySyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "fetch @message~0~unexpected symbol found fetch at line 1 and position 1",
        "fields @message | x~18~unexpected symbol found x at line 1 and position 19",
        "filter a =~10~unexpected end of query at line 1 and position 11",
        "filter a == 1~10~unexpected symbol found = at line 1 and position 11",
        "fields nope(a)~7~unknown function nope at line 1 and position 8",
        "fields strlen()~7~invalid number of arguments for function strlen at line 1 and position 8",
        "pattern @message~0~the command pattern is not supported at line 1 and position 1",
        "SELECT * FROM x~0~the command SELECT is not supported at line 1 and position 1",
        "fields count(*)~7~count can be used by stats alone at line 1 and position 8",
        "limit 0~6~a limit is between 1 and 10000 at line 1 and position 7",
        "limit 10001~6~a limit is between 1 and 10000 at line 1 and position 7",
        "dedup a | fields b~10~only limit can follow dedup, found fields at line 1 and position 11",
      })
  void saysWhatAndWhere(String text, int position, String message) {
    QuerySyntaxException thrown =
        catchThrowableOfType(QuerySyntaxException.class, () -> Query.parse(text.replace("~", "")));
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.position()).isEqualTo(position);
    assertThat(thrown.end()).isBetween(position, text.length());
  }

  @Test
  void countsLines() {
    assertThatThrownBy(() -> Query.parse("fields a # comment\n| filter b ?"))
        .hasMessage("unexpected symbol found ? at line 2 and position 12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "# only a comment",
        "|",
        "fields",
        "fields a,",
        "fields a as",
        "fields a as 'b'",
        "fields a b",
        "fields a |",
        "filter (a = 1",
        "filter a = 1)",
        "filter a not 1",
        "filter a like b",
        "filter a like /open",
        "filter a like /(/",
        "filter a like /(?=x)/",
        "filter a like /(a)\\1/",
        "filter a in (1, 2)",
        "filter a in [1",
        "filter 'open",
        "filter 1.2.3 = 1",
        "parse @message 'a*'",
        "parse @message 'a*' as b, c",
        "parse @message 'a' as b",
        "parse @message /a/",
        "parse @message /(a)/ as b, c",
        "stats",
        "stats count(*",
        "stats sum(*)",
        "stats sum(max(a))",
        "stats pct(a)",
        "stats pct(a, 101)",
        "stats count(*) by",
        "stats count(*) by bin()",
        "stats count(*) by bin(0m)",
        "stats count(*) by bin(5 parsecs)",
        "stats count(*) by max(a)",
        "sort",
        "fields a[",
        "fields a[b]",
        "fields a[0",
        "sort a up",
        "limit x",
        "limit 1.5",
        "dedup",
        "unnest a",
        "fields @message; filter a",
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Query.parse(text)).isInstanceOf(QuerySyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter a = 1 | sort by b desc",
        "FIELDS @timestamp | FILTER a LIKE /x/ OR NOT b IN ['y'] | SORT @timestamp DESC",
        "| fields a",
        "filter a like /a\\/b # no comment/",
        "stats count(*) by bin(1 hour), a as b",
        "fields `my-field`, a-b",
        "filter a = \"it's\" and b = 'say \"no\"'",
      })
  void takes(String text) {
    assertThat(catchThrowableOfType(QuerySyntaxException.class, () -> Query.parse(text))).isNull();
  }

  @Test
  void hostileQueriesEnd() {
    List<String> hostile =
        List.of(
            "filter " + "(".repeat(9000),
            "fields " + "abs(".repeat(2000),
            "fields " + "f(".repeat(2000),
            "x".repeat(10_001),
            "filter a like /" + "(".repeat(3000) + "/",
            "filter a like /" + "(((a{100}){100}){100}){100}" + "/",
            "filter a like /(?i:(\\x{41}{9,99}[]()]){999}b)/",
            "filter a like /((a{100}|[^]{5}]){2,})+{100}/",
            "stats " + "sum(".repeat(2000));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (String text : hostile) {
            assertThatThrownBy(() -> Query.parse(text)).isInstanceOf(QuerySyntaxException.class);
          }
        });
  }

  @Test
  void longChainsAreNoHarm() {
    Records one = Records.of("1");
    assertThat(one.rows("fields 0" + "+1".repeat(4000) + " as sum")).containsExactly("sum=4000");
    assertThat(one.rows("filter " + "not ".repeat(2000) + "@message = 1")).hasSize(1);
    assertThat(one.rows("fields " + "-".repeat(4000) + "2 as two")).containsExactly("two=2");
    String many = "filter @message = 1 " + "or a = 1 ".repeat(900);
    assertThat(one.rows(many)).hasSize(1);
  }

  @Test
  void hostileMessagesEnd() {
    String long1 = "a".repeat(1_000_000);
    Records some =
        Records.of(
            long1,
            "[".repeat(1_000_000),
            "{\"a\":".repeat(200_000),
            "{\"a\":\"" + long1 + "\"}",
            "{\"n\":" + "9".repeat(5000) + "}",
            "{\"n\":1e999}",
            "",
            "\0\uD800");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(some.run("filter @message like /(a*)*(a|aa)*b$/").matched()).isZero();
          assertThat(some.run("parse /(a+)+b/ as x | filter ispresent(x)").matched()).isZero();
          assertThat(some.run("filter a.a.a.a.a.a = 1 or n = 1").matched()).isZero();
          assertThat(some.run("parse '*a*a*a*a*b' as a, b, c, d, e | sort a").rows()).hasSize(8);
          assertThat(some.run("stats count(*) by a, n, @message").rows()).hasSize(8);
        });
  }

  @Test
  void failsRatherThanKeepTooMuch() throws QuerySyntaxException {
    String message = "x".repeat(1 << 20);
    Records large = new Records();
    for (int i = 0; i < 200; i++) {
      large.add(i + message);
    }
    assertThat(failed(large, "fields @message").rows()).isEmpty();
    assertThatThrownBy(() -> large.run("fields @message"))
        .isInstanceOf(QueryLimitException.class)
        .hasMessageContaining("more than 128 MB");
    assertThatThrownBy(() -> large.run("stats count(*) by @message"))
        .isInstanceOf(QueryLimitException.class);
    assertThat(large.run("fields strlen(@message) as n").rows()).hasSize(200);
    assertThat(large.run("limit 5").rows()).hasSize(5);
    assertThat(large.run("stats latest(@message) as m").rows()).hasSize(1);
  }

  private static QueryRun failed(Records records, String text) throws QuerySyntaxException {
    QueryRun run = new QueryRun(Query.parse(text), Records.NOW, Query.MOST_ROWS);
    assertThatThrownBy(() -> records.feed(run)).isInstanceOf(QueryLimitException.class);
    return run;
  }
}
