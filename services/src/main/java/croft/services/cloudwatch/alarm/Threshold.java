package croft.services.cloudwatch.alarm;

import croft.services.cloudwatch.alarm.Judgement.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A threshold, and the words for what is beyond it and what is not. */
record Threshold(AlarmRule.OfMetric rule) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss");

  boolean isBreached(double value) {
    double limit = rule.threshold();
    return switch (rule.comparisonOperator()) {
      case "GreaterThanOrEqualToThreshold" -> value >= limit;
      case "GreaterThanThreshold" -> value > limit;
      case "LessThanThreshold" -> value < limit;
      case "LessThanOrEqualToThreshold" -> value <= limit;
      default -> false;
    };
  }

  private String comparison() {
    return switch (rule.comparisonOperator()) {
      case "GreaterThanOrEqualToThreshold" -> "greater than or equal to";
      case "GreaterThanThreshold" -> "greater than";
      case "LessThanThreshold" -> "less than";
      default -> "less than or equal to";
    };
  }

  Judgement crossed(List<Point> present, List<Point> breaching, int missing, String treatment) {
    return new Judgement(
        Optional.of(AlarmState.ALARM), reason(breaching, missing, treatment, true), present);
  }

  Judgement notCrossed(List<Point> present, List<Point> breaching, int missing, String treatment) {
    List<Point> within = present.stream().filter(point -> !breaching.contains(point)).toList();
    return new Judgement(
        Optional.of(AlarmState.OK), reason(within, missing, treatment, false), present);
  }

  private String reason(List<Point> points, int missing, String treatment, boolean crossed) {
    if (points.isEmpty()) {
      return "Threshold Crossed: no datapoints were received for "
          + count(missing, "period")
          + " and "
          + count(missing, "missing datapoint")
          + (missing == 1 ? " was" : " were")
          + " treated as ["
          + (treatment.equals("breaching") ? "Breaching" : "NonBreaching")
          + "].";
    }
    String shown =
        points.stream()
            .map(point ->
                point.value()
                    + " ("
                    + TIME.format(Instant.ofEpochSecond(point.at()).atOffset(ZoneOffset.UTC))
                    + ")")
            .collect(Collectors.joining(", ", " [", "] "));
    String begin = "Threshold Crossed: ";
    String was = (points.size() == 1 ? "was " : "were ") + (crossed ? "" : "not ");
    String limit = comparison() + " the threshold (" + rule.threshold() + ")";
    if (rule.datapointsToAlarm() == null) {
      return begin + count(points.size(), "datapoint") + shown + was + limit + ".";
    }
    int least = crossed ? rule.needed() : rule.evaluationPeriods() - rule.needed() + 1;
    return begin
        + points.size()
        + " out of the last "
        + count(rule.evaluationPeriods(), "datapoint")
        + shown
        + was
        + limit
        + " (minimum "
        + count(least, "datapoint")
        + " for "
        + (crossed ? "OK -> ALARM" : "ALARM -> OK")
        + " transition).";
  }

  static String insufficient(int missing) {
    return "Insufficient Data: "
        + count(missing, "datapoint")
        + (missing == 1 ? " was" : " were")
        + " unknown.";
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
