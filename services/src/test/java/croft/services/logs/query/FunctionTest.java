package croft.services.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic and functions. */
final class FunctionTest {
  private static final Records ONE =
      Records.of("{\"s\":\" Hello \",\"n\":-2.5,\"x\":\"a-b-c\",\"j\":\"{\\\"k\\\":[7,8]}\"}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3|7",
        "(1 + 2) * 3|9",
        "2 ^ 3|8",
        "10 % 3|1",
        "7 / 2|3.5",
        "-n|2.5",
        "1 - -1|2",
        "1 / 3|0.3333",
        "2e3 + .5|2000.5",
        "abs(n)|2.5",
        "ceil(n)|-2",
        "floor(n)|-3",
        "greatest(1, n, 3)|3",
        "least(1, n, missing)|-2.5",
        "sqrt(16)|4",
        "log(1)|0",
        "strlen(s)|7",
        "trim(s)|Hello",
        "concat('[', ltrim(s), ']')|[Hello ]",
        "concat('[', rtrim(s), ']')|[ Hello]",
        "trim('xxaxx', 'x')|a",
        "toupper(trim(s))|HELLO",
        "tolower(trim(s))|hello",
        "substr(x, 2)|b-c",
        "substr(x, 2, 1)|b",
        "replace(x, '-', '+')|a+b+c",
        "strcontains(x, 'b-')|1",
        "isempty('')|1",
        "isblank('  ')|1",
        "isempty(missing)|1",
        "ispresent(x)|1",
        "coalesce(missing, x)|a-b-c",
        "fromMillis(0)|1970-01-01 00:00:00.000",
        "toMillis(@timestamp)|1767323045678",
        "now()|1767398400",
        "bin(5m)|2026-01-02 03:00:00.000",
        "bin(1h)|2026-01-02 03:00:00.000",
        "bin(1w)|2025-12-29 00:00:00.000",
        "bin(1mo)|2026-01-01 00:00:00.000",
        "bin(1q)|2026-01-01 00:00:00.000",
        "bin(1y)|2026-01-01 00:00:00.000",
        "datefloor(@timestamp, 1d)|2026-01-02 00:00:00.000",
        "dateceil(@timestamp, 1h)|2026-01-02 04:00:00.000",
        "dateceil(@timestamp, 2mo)|2026-03-01 00:00:00.000",
        "datefloor(fromMillis(-1), 1s)|1969-12-31 23:59:59.000",
        "isValidIp('10.0.0.1')|1",
        "isValidIp('10.0.1')|0",
        "isValidIp('example.com')|0",
        "isValidIpv6('2001:db8::1')|1",
        "isValidIpv4('2001:db8::1')|0",
        "isIpInSubnet('10.1.2.3', '10.0.0.0/8')|1",
        "isIpv4InSubnet('11.1.2.3', '10.0.0.0/8')|0",
        "isIpv6InSubnet('2001:db8::1', '2001:db8::/32')|1",
        "isIpInSubnet('10.1.2.3', '2001:db8::/32')|0",
        "isIpInSubnet('10.1.2.3', '10.0.0.0/33')|0",
        "isIpInSubnet(missing, '0.0.0.0/0')|0",
        "jsonStringify(jsonParse(j))|{\"k\":[7,8]}",
      })
  void makesOf(String expression, String expected) {
    assertThat(ONE.rows("fields " + expression + " as it")).containsExactly("it=" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 / 0",
        "sqrt(-1)",
        "log(0)",
        "s + 1",
        "tolower(missing)",
        "jsonParse(s)",
        "bin(1h) + s"
      })
  void isMissingWhereThereIsNone(String expression) {
    assertThat(ONE.rows("fields " + expression + " as it")).containsExactly("");
  }

  @Test
  void membersOfParsedStructuresAreFields() {
    assertThat(ONE.rows("fields jsonParse(j) as parsed | display parsed.k.1"))
        .containsExactly("parsed.k.1=8");
    assertThat(ONE.rows("fields jsonParse(j) as parsed | display parsed[\"k\"][1] * 2 as it"))
        .containsExactly("it=16");
  }
}
