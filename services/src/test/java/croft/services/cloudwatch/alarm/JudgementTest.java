package croft.services.cloudwatch.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of the page "Configuring how CloudWatch alarms treat missing data". */
final class JudgementTest {
  private static final long END = 600;

  private static AlarmRule.OfMetric rule(int periods, int needed, @Nullable String treatment) {
    return new AlarmRule.OfMetric(
        "Test",
        "m",
        java.util.Map.of(),
        "Sum",
        false,
        60,
        null,
        periods,
        needed,
        0.5,
        "GreaterThanThreshold",
        treatment,
        null,
        List.of());
  }

  /** Five datapoints, the oldest first: 0 within, X beyond, - missing. */
  private static String judge(int needed, String points, String treatment) {
    NavigableMap<Long, Double> values = new TreeMap<>();
    String[] marks = points.split(" ", -1);
    for (int i = 0; i < marks.length; i++) {
      if (!marks[i].equals("-")) {
        values.put(END - 60L * (marks.length - i), marks[i].equals("X") ? 1.0 : 0.0);
      }
    }
    return Judgement.of(rule(3, needed, treatment), values, END, 60).value().orElse("stay");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 0 - X - X | OK    | OK    | OK    | OK",
        "3 | - - - - 0 | OK    | OK    | OK    | OK",
        "3 | - - - - - | INSUFFICIENT_DATA | stay | ALARM | OK",
        "3 | 0 X X - X | ALARM | ALARM | ALARM | ALARM",
        "3 | - - X - - | ALARM | stay  | ALARM | OK",
        "2 | 0 - X - X | ALARM | ALARM | ALARM | ALARM",
        "2 | 0 0 X 0 X | ALARM | ALARM | ALARM | ALARM",
        "2 | 0 - X - - | OK    | OK    | ALARM | OK",
        "2 | - - - - 0 | OK    | OK    | ALARM | OK",
        "2 | - - - X - | ALARM | stay  | ALARM | OK",
      })
  void missingDataIsTreatedAsDocumented(
      int needed, String points, String missing, String ignore, String breaching, String not) {
    assertThat(judge(needed, points, "missing")).isEqualTo(missing);
    assertThat(judge(needed, points, "ignore")).isEqualTo(ignore);
    assertThat(judge(needed, points, "breaching")).isEqualTo(breaching);
    assertThat(judge(needed, points, "notBreaching")).isEqualTo(not);
  }
}
