package croft.services.cloudwatch.data;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.metric.MetricKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels with placeholders such as {@code ${MAX}} or {@code ${PROP('Dim.InstanceId')}}. Source: the
 * page "Using dynamic labels".
 *
 * @param zone in which times are shown
 */
record DynamicLabel(String usual, String account, String region, ZoneOffset zone) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(?:PROP\\('([^']*)'\\)|([A-Z_]+))\\}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  /** The label, with what it asks for put in. */
  String of(String pattern, Line line) {
    if (pattern.isEmpty()) {
      return usual;
    }
    Matcher matcher = PLACEHOLDER.matcher(pattern);
    StringBuilder label = new StringBuilder();
    while (matcher.find()) {
      String property = matcher.group(1);
      String text =
          property != null
              ? property(property, line)
              : word(matcher.group(2), line).orElse(matcher.group());
      matcher.appendReplacement(label, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(label).toString();
  }

  private Optional<String> word(String word, Line line) {
    return switch (word) {
      case "LABEL" -> Optional.of(usual);
      case "DATAPOINT_COUNT" -> Optional.of(Integer.toString(line.points().size()));
      case "AVG" ->
          Optional.of(number(line.points().values().stream().mapToDouble(v -> v).average()));
      case "SUM" ->
          Optional.of(
              number(OptionalDouble.of(line.points().values().stream().mapToDouble(v -> v).sum())));
      case "MIN" -> Optional.of(value(end(line, false, false)));
      case "MAX" -> Optional.of(value(end(line, true, false)));
      case "FIRST" -> Optional.of(value(end(line, false, true)));
      case "LAST" -> Optional.of(value(end(line, true, true)));
      case "MIN_TIME" -> Optional.of(time(end(line, false, false)));
      case "MAX_TIME" -> Optional.of(time(end(line, true, false)));
      case "FIRST_TIME" -> Optional.of(time(end(line, false, true)));
      case "LAST_TIME" -> Optional.of(time(end(line, true, true)));
      case "MIN_MAX_RANGE" -> Optional.of(range(line, false));
      case "FIRST_LAST_RANGE" -> Optional.of(range(line, true));
      case "MIN_MAX_TIME_RANGE" -> Optional.of(times(line, false));
      case "FIRST_LAST_TIME_RANGE" -> Optional.of(times(line, true));
      default -> Optional.empty();
    };
  }

  private String property(String name, Line line) {
    MetricKey metric = line.subject().metric();
    return switch (name) {
      case "AccountId" -> account;
      case "Region" -> region;
      case "Period" -> Integer.toString(line.period());
      case "Stat" -> line.subject().statistic();
      case "Namespace" -> metric == null ? "" : metric.namespace();
      case "MetricName" -> metric == null ? "" : metric.name();
      default ->
          metric == null || !name.startsWith("Dim.")
              ? ""
              : metric.dimensions().getOrDefault(name.substring(4), "");
    };
  }

  private static Optional<Map.Entry<Long, Double>> end(Line line, boolean upper, boolean byTime) {
    ToDoubleFunction<Map.Entry<Long, Double>> order =
        byTime ? Map.Entry::getKey : Map.Entry::getValue;
    java.util.Comparator<Map.Entry<Long, Double>> comparator =
        java.util.Comparator.comparingDouble(order);
    return upper
        ? line.points().entrySet().stream().max(comparator)
        : line.points().entrySet().stream().min(comparator);
  }

  private static String range(Line line, boolean byTime) {
    return "[" + value(end(line, false, byTime)) + ", " + value(end(line, true, byTime)) + "]";
  }

  private String times(Line line, boolean byTime) {
    return "[" + time(end(line, false, byTime)) + ", " + time(end(line, true, byTime)) + "]";
  }

  private static String value(Optional<Map.Entry<Long, Double>> point) {
    return number(
        point.map(one -> OptionalDouble.of(one.getValue())).orElse(OptionalDouble.empty()));
  }

  private String time(Optional<Map.Entry<Long, Double>> point) {
    return point
        .map(one -> TIME.format(Instant.ofEpochSecond(one.getKey()).atOffset(zone)) + zone.getId())
        .orElse("no data");
  }

  /** In three places, as a legend has it. */
  private static String number(OptionalDouble value) {
    return value.isEmpty()
        ? "no data"
        : new BigDecimal(value.getAsDouble())
            .round(new MathContext(6))
            .stripTrailingZeros()
            .toPlainString();
  }
}
