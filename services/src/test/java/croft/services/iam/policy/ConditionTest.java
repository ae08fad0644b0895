package croft.services.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row is one operator, its values in the document, the request's values, and the answer. */
class ConditionTest {
  private static final String ABSENT = "-";

  @ParameterizedTest(name = "{0} {1} on {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEquals|home/|home/|true",
        "StringEquals|home/|Home/|false",
        "StringEquals|a,b|b|true",
        "StringEquals|a*|abc|false",
        "StringEquals|a*|a*|true",
        "StringEquals|a|-|false",
        "StringNotEquals|a|b|true",
        "StringNotEquals|a,b|b|false",
        "StringNotEquals|a|-|true",
        "StringEqualsIgnoreCase|Home|hOME|true",
        "StringEqualsIgnoreCase|Home|house|false",
        "StringNotEqualsIgnoreCase|Home|hOME|false",
        "StringNotEqualsIgnoreCase|Home|-|true",
        "StringLike|data?-*|data1-x|true",
        "StringLike|data?-*|data-x|false",
        "StringLike|*|-|false",
        "StringNotLike|a*|bcd|true",
        "StringNotLike|a*|abc|false",
        "StringNotLike|a*|-|true",
        "StringEqualsIfExists|a|-|true",
        "StringEqualsIfExists|a|b|false",
        "StringNotEqualsIfExists|a|a|false",
        "NumericEquals|10|10.0|true",
        "NumericEquals|10|ten|false",
        "NumericNotEquals|10|11|true",
        "NumericNotEquals|10|-|true",
        "NumericLessThan|10|9.99|true",
        "NumericLessThan|10|10|false",
        "NumericLessThanEquals|10|10|true",
        "NumericGreaterThan|-5|-4|true",
        "NumericGreaterThanEquals|10|9|false",
        "NumericGreaterThanEquals|10|-|false",
        "NumericLessThanIfExists|10|-|true",
        "DateGreaterThan|2026-01-01T00:00:00Z|2026-01-01T00:00:01Z|true",
        "DateLessThan|2026-01-01|2025-12-31T23:59:59Z|true",
        "DateLessThan|2026|1767225599|true",
        "DateEquals|2026-01-01T01:00:00+01:00|2026-01-01T00:00:00Z|true",
        "DateNotEquals|2026-01|2026-01-01T00:00:00Z|false",
        "DateLessThanEquals|1767225600|2026-01-01T00:00:00Z|true",
        "DateGreaterThanEquals|2026-01-01|-|false",
        "DateNotEquals|2026-01-01|-|true",
        "DateLessThan|2026-01-01|yesterday|false",
        "Bool|true|true|true",
        "Bool|false|true|false",
        "Bool|false|-|false",
        "BoolIfExists|false|-|true",
        "BinaryEquals|QmluYXJ5|QmluYXJ5|true",
        "BinaryEquals|QmluYXJ5|QmluYXJ6|false",
        "BinaryEquals|QmluYXJ5|-|false",
        "IpAddress|203.0.113.0/24|203.0.113.77|true",
        "IpAddress|203.0.113.0/24|203.0.114.1|false",
        "IpAddress|203.0.113.0/25|203.0.113.128|false",
        "IpAddress|203.0.113.9|203.0.113.9|true",
        "IpAddress|0.0.0.0/0|198.51.100.1|true",
        "IpAddress|2001:DB8:1234:5678::/64|2001:db8:1234:5678::9|true",
        "IpAddress|2001:DB8:1234:5678::/64|2001:db8:1234:5679::9|false",
        "IpAddress|0.0.0.0/0|2001:db8::1|false",
        "IpAddress|10.0.0.0/8|10.0.0.1.example.com|false",
        "IpAddress|10.0.0.0/8|-|false",
        "NotIpAddress|10.0.0.0/8|11.0.0.1|true",
        "NotIpAddress|10.0.0.0/8|10.9.9.9|false",
        "NotIpAddress|10.0.0.0/8|-|true",
        "ArnEquals|arn:aws:sns:*:123456789012:t|arn:aws:sns:us-west-2:123456789012:t|true",
        "ArnLike|arn:aws:sns:*:t|arn:aws:sns:us-west-2:123456789012:t|false",
        "ArnLike|arn:aws:s3:::b/*|arn:aws:s3:::b/a:b/c|true",
        "ArnLike|arn:aws:iam::*:role/a?c|arn:aws:iam::1:role/abc|true",
        "ArnLike|arn:aws:iam::*:role/abc|-|false",
        "ArnNotEquals|arn:aws:s3:::a|arn:aws:s3:::b|true",
        "ArnNotLike|arn:aws:s3:::a*|arn:aws:s3:::ab|false",
        "ArnNotLike|arn:aws:s3:::a*|-|true",
        "Null|true|-|true",
        "Null|false|-|false",
        "Null|true|x|false",
        "Null|false|x|true",
        "ForAllValues:StringEquals|a,b|a,b|true",
        "ForAllValues:StringEquals|a,b|a|true",
        "ForAllValues:StringEquals|a,b|a,c|false",
        "ForAllValues:StringEquals|a,b|-|true",
        "ForAllValues:StringNotLike|key1*|key1:hr,key1:personnel|false",
        "ForAllValues:StringNotLike|key1*|key2:audit|true",
        "ForAllValues:StringNotLike|key1*|-|true",
        "ForAllValues:StringNotEquals|a|a,b|false",
        "ForAnyValue:StringEquals|a,b|c,b|true",
        "ForAnyValue:StringEquals|a,b|c|false",
        "ForAnyValue:StringEquals|a,b|-|false",
        "ForAnyValue:StringNotEquals|a|a,b|true",
        "ForAnyValue:StringNotEquals|a|a|false",
        "ForAnyValue:StringNotEquals|a|-|false",
        "ForAnyValue:StringEqualsIfExists|a|-|false",
        "ForAnyValue:NumericGreaterThan|10|1,20|true",
        "StringEquals|a|a,b|true",
        "StringNotEquals|a|a,b|false",
      })
  void holdsAsDocumented(String operator, String values, String requested, boolean holds) {
    RequestContext context =
        requested.equals(ABSENT)
            ? RequestContext.EMPTY
            : RequestContext.of(Map.of("test:Key", List.of(requested.split(","))));
    assertThat(condition(operator, List.of(values.split(","))).holds(context)).isEqualTo(holds);
  }

  @Test
  void hasARowForEachOperator() throws NoSuchMethodException {
    String[] rows =
        ConditionTest.class
            .getDeclaredMethod(
                "holdsAsDocumented", String.class, String.class, String.class, boolean.class)
            .getAnnotation(CsvSource.class)
            .value();
    assertThat(ConditionOperator.values())
        .allSatisfy(
            operator -> assertThat(rows).anyMatch(row -> row.startsWith(operator.word() + "|")));
  }

  @Test
  void comparesNamesOfKeysWithoutCase() {
    RequestContext context = RequestContext.of(Map.of("AWS:principaltag/TEAM", List.of("red")));
    Map<String, Object> block = Map.of("StringEquals", Map.of("aws:PrincipalTag/team", "red"));
    assertThat(parse(block).getFirst().holds(context)).isTrue();
  }

  @ParameterizedTest(name = "{0} on user {1}, tag {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "${aws:username}/x|ann|-|ann/x|true",
        "${aws:username}/x|bob|-|ann/x|false",
        "${aws:username}|-|-|ann|false",
        "${aws:PrincipalTag/team, 'none'}|ann|-|none|true",
        "${aws:PrincipalTag/team, 'none'}|ann|red|red|true",
        "${*}|ann|-|*|true",
        "${?}${$}|ann|-|?$|true",
        "${aws:username|ann|-|${aws:username|true",
        "*|-|-|*|true",
      })
  void putsVariablesIntoTexts(
      String value, String user, String team, String requested, boolean holds) {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("test:Key", List.of(requested));
    if (!user.equals(ABSENT)) {
      keys.put("aws:username", List.of(user));
    }
    if (!team.equals(ABSENT)) {
      keys.put("aws:PrincipalTag/team", List.of(team));
    }
    assertThat(condition("StringEquals", List.of(value)).holds(RequestContext.of(keys)))
        .isEqualTo(holds);
  }

  @Test
  void treatsTheWildcardsOfAVariablesValueAsText() {
    Map<String, List<String>> keys =
        Map.of("aws:username", List.of("*"), "test:Key", List.of("anything"));
    assertThat(condition("StringLike", List.of("${aws:username}")).holds(RequestContext.of(keys)))
        .isFalse();
  }

  private static Condition condition(String operator, List<String> values) {
    return parse(Map.of(operator, Map.of("test:Key", values))).getFirst();
  }

  private static List<Condition> parse(Map<String, Object> block) {
    String document = Documents.withCondition(block);
    return new ArrayList<>(
        new PolicyParser()
            .parse(document, PolicyKind.IDENTITY)
            .statements()
            .getFirst()
            .conditions());
  }
}
