package croft.services.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns of AWS's user guide, and what is none. */
final class FilterPatternTest {
  private static final String EVENT =
      """
      {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
       "arrayKey": ["value", "another value"],
       "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
       "SomeObject": null, "ThisFlag": true, "cluster.name": "c",
       "latency": 12.5, "count": 1e3, "code": "404"}
      """;

  private static boolean matches(String pattern, String message) {
    try {
      return FilterPattern.parse(pattern).matches(message);
    } catch (PatternException e) {
      throw new AssertionError(pattern, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|anything|true",
        "ERROR|[ERROR 400] BAD REQUEST|true",
        "ERROR|[WARN] no error|false",
        "ERROR|ERRORS are more|false",
        "%ERROR%|ERRORS are more|true",
        "ERROR ARGUMENTS|[ERROR 419] MISSING ARGUMENTS|true",
        "ERROR ARGUMENTS|[ERROR 420] INVALID|false",
        "?ERROR ?ARGUMENTS|[ERROR 420] INVALID|true",
        "?ERROR ?ARGUMENTS|fine|false",
        "?ERROR ?WARN 400|400 fine|true",
        "ERROR -ARGUMENTS|[ERROR 419] MISSING ARGUMENTS|false",
        "ERROR -ARGUMENTS|[ERROR 400] BAD REQUEST|true",
        "-\"health check\"|a health check|false",
        "-\"health check\"|a check of health|true",
        "\"INTERNAL SERVER ERROR\"|[ERROR 500] INTERNAL SERVER ERROR|true",
        "\"say \\\"hi\\\"\"|they say \"hi\"|true",
        "%4[0-9]{2}%|[ERROR 419] x|true",
        "%4[0-9]{2}%|[ERROR 519] x|false",
        "\"[ERROR\"|[ERROR 1]|true",
        "grün|alles grün hier|true",
      })
  void terms(String pattern, String message, boolean expected) {
    assertThat(matches(pattern, message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{ $.eventType = \"UpdateTrail\" }~true",
        "{ $.eventType = UpdateTrail }~true",
        "{ $.eventType = Update* }~true",
        "{ $.eventType != UpdateTrail }~false",
        "{ $.missing != UpdateTrail }~false",
        "{ $.sourceIPAddress != 123.123.* }~true",
        "{ $.sourceIPAddress = %111\\.1+% }~true",
        "{ $.arrayKey[0] = \"value\" }~true",
        "{ $.arrayKey[1] = \"value\" }~false",
        "{ $.arrayKey[*] = \"another*\" }~true",
        "{ $.objectList[1].id = 2 }~true",
        "{ $.objectList[*].id = 3 }~false",
        "{ $.SomeObject IS NULL }~true",
        "{ $.eventType IS NULL }~false",
        "{ $.SomeOtherObject NOT EXISTS }~true",
        "{ $.eventType NOT EXISTS }~false",
        "{ $.ThisFlag IS TRUE }~true",
        "{ $.ThisFlag IS FALSE }~false",
        "{ $.ThisFlag = true }~true",
        "{ $['cluster.name'] = c }~true",
        "{ $.latency > 12 && $.latency <= 12.5 }~true",
        "{ $.count = 1000 }~true",
        "{ $.count >= 1e3 }~true",
        "{ $.code = 404 }~true",
        "{ $.code < 404 }~false",
        "{ ($.latency > 100) || ($.eventType = \"UpdateTrail\" && $.count > 1) }~true",
        "{ $.latency > 100 || $.eventType = \"Other\" }~false",
        "{ $.objectList = \"*\" }~false",
      })
  void json(String pattern, boolean expected) {
    assertThat(matches(pattern, EVENT)).isEqualTo(expected);
    assertThat(matches(pattern, "no JSON")).isFalse();
    assertThat(matches(pattern, "{\"broken\": ")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "[ip, user, username, timestamp, request, status_code, bytes]~true",
        "[ip, user, username, timestamp, request, status_code]~false",
        "[ip, ..., status_code = 4*, bytes > 1000]~true",
        "[..., status_code = 4*, bytes > 2000]~false",
        "[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]~true",
        "[ip, ..., status_code = 400 || status_code = 404, bytes]~true",
        "[ip, ..., bytes > 1000 && bytes < 1500]~true",
        "[ip, ..., status_code = %40.%, bytes]~true",
        "[ip != 127.0.0.1, ...]~false",
        "[ip = \"127.0.0.1\", ...]~true",
      })
  void fields(String pattern, boolean expected) {
    String line =
        "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";
    if (pattern.contains("1500")) {
      line = line.replace("1534", "1499");
    }
    assertThat(matches(pattern, line)).isEqualTo(expected);
  }

  @Test
  void tellsWhatItFound() throws PatternException {
    assertThat(FilterPattern.parse("{ $.latency > 1 && $.objectList[0].name = a }").extract(EVENT))
        .contains(Map.of("$.latency", "12.5", "$.objectList[0].name", "a"));
    FilterPattern fields = FilterPattern.parse("[ip, ..., size > 1]");
    assertThat(fields.extract("10.0.0.1 x y 20"))
        .contains(Map.of("$ip", "10.0.0.1", "$size", "20"));
    assertThat(fields.extract("10.0.0.1 x y 0")).isEmpty();
    assertThat(fields.value("10.0.0.1 x y 20", "$size")).contains("20");
    FilterPattern json = FilterPattern.parse("{ $.count > 1 }");
    assertThat(json.value(EVENT, "$.latency")).contains("12.5");
    assertThat(json.value(EVENT, "$.SomeObject")).isEmpty();
    assertThat(json.value(EVENT, "latency")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ $.a = ",
        "{ $.a }",
        "{ a = 1 }",
        "{ $.a = 1 } x",
        "{ $.a < \"x\" }",
        "{ $.a IS NOTHING }",
        "{ $.a NOT }",
        "{ ($.a = 1 }",
        "{}",
        "[a, b",
        "[a = ]",
        "[..., ...]",
        "[a = 1 && b = 2]",
        "foo:bar",
        "\"open",
        "\"\"",
        "-",
        "%a(b)%",
        "%open",
        "%[%",
        "%[a-z]{900}[a-z]{900}%",
        "{ $.a[x] = 1 }"
      })
  void refusesWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> FilterPattern.parse(pattern)).isInstanceOf(PatternException.class);
  }

  @Test
  void hostilePatternsAndMessagesEnd() {
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          String deep = "{ " + "(".repeat(400) + "$.a = 1" + ")".repeat(400) + " }";
          assertThatThrownBy(() -> FilterPattern.parse(deep)).isInstanceOf(PatternException.class);
          String long1 = "a".repeat(1_000_000);
          for (String pattern :
              List.of("%a*a*a*a*a*a*b%", "{ $.a = a*a*a*a*b }", "[a = a*a*a*a*b]", "b")) {
            assertThat(matches(pattern, long1)).isFalse();
          }
          assertThat(matches("{ $.a = 1 }", "[".repeat(100_000))).isFalse();
          assertThat(matches("{ $.a = a*a*a*a*b }", "{\"a\": \"" + long1 + "\"}")).isFalse();
        });
  }
}
