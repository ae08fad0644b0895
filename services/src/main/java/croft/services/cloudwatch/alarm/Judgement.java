package croft.services.cloudwatch.alarm;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What an alarm's latest datapoints say. Source: the pages "Alarm evaluation" and "Configuring how
 * CloudWatch alarms treat missing data": a few datapoints more than the evaluation periods are
 * looked at, so that one which is missing or late decides nothing by itself.
 *
 * @param value the state; empty to stay in the present one
 * @param evaluated the datapoints it rests on, the latest first
 */
record Judgement(Optional<String> value, String reason, List<Point> evaluated) {
  private static final int MORE = 2;

  /** A datapoint: when its period begins, in seconds since 1970. */
  record Point(long at, double value) {}

  /** How many datapoints are looked at. */
  static int range(AlarmRule.OfMetric rule) {
    return rule.evaluationPeriods() + MORE;
  }

  /**
   * Judges.
   *
   * @param points by the second their period begins
   * @param end when the last period ended
   * @param period in seconds
   */
  static Judgement of(
      AlarmRule.OfMetric rule, NavigableMap<Long, Double> points, long end, int period) {
    List<Point> present = new ArrayList<>();
    int oldestPlace = 0;
    for (int place = 1;
        place <= range(rule) && present.size() < rule.evaluationPeriods();
        place++) {
      long at = end - (long) place * period;
      Double value = points.get(at);
      if (value != null) {
        present.add(new Point(at, value));
        oldestPlace = place;
      }
    }
    Threshold threshold = new Threshold(rule);
    List<Point> breaching =
        present.stream().filter(point -> threshold.isBreached(point.value())).toList();
    int missing = rule.evaluationPeriods() - present.size();
    String treatment = rule.treatMissingData() == null ? "missing" : rule.treatMissingData();
    boolean breached =
        breaching.size() >= rule.needed()
            || (missing > 0
                && switch (treatment) {
                  case "breaching" -> breaching.size() + missing >= rule.needed();
                  // Few, but all there are, and not only the very latest.
                  case "missing" -> allBreach(present, breaching) && oldestPlace >= rule.needed();
                  default -> false;
                });
    if (breached) {
      return threshold.crossed(present, breaching, missing, treatment);
    }
    if (missing > 0 && stays(treatment, present, breaching)) {
      return new Judgement(
          treatment.equals("missing") && present.isEmpty()
              ? Optional.of(AlarmState.INSUFFICIENT_DATA)
              : Optional.empty(),
          Threshold.insufficient(missing),
          present);
    }
    return threshold.notCrossed(present, breaching, missing, treatment);
  }

  private static boolean allBreach(List<Point> present, List<Point> breaching) {
    return !present.isEmpty() && breaching.size() == present.size();
  }

  /** Whether what is missing leaves it open in which state the alarm should be. */
  private static boolean stays(String treatment, List<Point> present, List<Point> breaching) {
    return switch (treatment) {
      case "missing", "ignore" -> present.isEmpty() || allBreach(present, breaching);
      default -> false;
    };
  }
}
