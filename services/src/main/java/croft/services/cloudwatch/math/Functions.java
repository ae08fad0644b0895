package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.math.MathValue.Scalar;
import croft.services.cloudwatch.math.MathValue.Text;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/** The functions of metric math. */
final class Functions {
  private static final Set<String> ABSENT =
      Set.of(
          "ANOMALY_DETECTION_BAND",
          "INSIGHT_RULE_METRIC",
          "SERVICE_QUOTA",
          "DB_PERF_INSIGHTS",
          "LAMBDA");
  private static final Set<String> FILLS = Set.of("REPEAT", "LINEAR");
  private static final Set<String> ORDERS =
      Set.of("AVG", "MAX", "MIN", "SUM", "STDDEV", "ASC", "DESC");

  private final MathScope scope;

  Functions(MathScope scope) {
    this.scope = scope;
  }

  /** Whether a name is no query but a word in the arguments of this function. */
  boolean isWord(String function, String name) {
    return switch (function) {
      case "FILL" -> FILLS.contains(name) && scope.named(name).isEmpty();
      case "SORT" -> ORDERS.contains(name) && scope.named(name).isEmpty();
      default -> false;
    };
  }

  MathValue call(String name, List<MathValue> arguments) {
    if (ABSENT.contains(name)) {
      throw MathException.unsupported("The function " + name);
    }
    Arguments given = new Arguments(name, arguments);
    return switch (name) {
      case "ABS" -> each(given, Math::abs);
      case "CEIL" -> each(given, Math::ceil);
      case "FLOOR" -> each(given, Math::floor);
      case "LOG" -> each(given, Math::log);
      case "LOG10" -> each(given, Math::log10);
      case "AVG", "MAX", "MIN", "SUM", "STDDEV" -> summary(name, given);
      case "DATAPOINT_COUNT" -> count(given);
      case "METRIC_COUNT" -> new Scalar(given.size(1).lines(0).size());
      case "METRICS" -> new Lines(scope.metrics(arguments.isEmpty() ? "" : given.size(1).text(0)));
      case "DIFF", "DIFF_TIME", "RATE", "RUNNING_SUM", "REMOVE_EMPTY", "FIRST", "LAST" ->
          LineFunctions.call(name, given.size(1));
      case "EPOCH", "MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR" ->
          Calendar.call(name, given.size(1));
      case "PERIOD" -> new Scalar(given.size(1).line(0).period());
      case "TIME_SERIES" -> constant(given.size(1).number(0));
      case "FILL" -> fill(given.size(2));
      case "IF" -> Conditions.choose(given);
      case "SORT" -> sort(given);
      case "SLICE" -> slice(given);
      case "SEARCH" -> search(given);
      default -> throw new MathException("Unknown function: " + name);
    };
  }

  /** A line of one value over all the time of the request. */
  Line constant(double number) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    for (long at = scope.from(); at < scope.to(); at += scope.period()) {
      points.put(at, number);
    }
    return new Line(Subject.EXPRESSION, scope.period(), points);
  }

  private static MathValue each(Arguments given, DoubleUnaryOperator function) {
    return switch (given.size(1).get(0)) {
      case Scalar(double number) -> new Scalar(function.applyAsDouble(number));
      case Line line -> line.map(function);
      case Lines(List<Line> lines) ->
          new Lines(lines.stream().map(line -> line.map(function)).toList());
      case Text text -> throw given.mismatch(text);
    };
  }

  private static MathValue summary(String name, Arguments given) {
    return switch (given.size(1).get(0)) {
      case Scalar scalar -> scalar;
      case Line line -> new Scalar(Summaries.of(name, line.points().values()));
      case Lines(List<Line> lines) -> across(name, lines);
      case Text text -> throw given.mismatch(text);
    };
  }

  private static MathValue count(Arguments given) {
    return switch (given.size(1).get(0)) {
      case Line line -> new Scalar(line.points().size());
      case Lines(List<Line> lines) -> across("COUNT", lines);
      case Scalar scalar -> throw given.mismatch(scalar);
      case Text text -> throw given.mismatch(text);
    };
  }

  /** At each time that any line has a point, over the lines that have one. */
  private static Line across(String name, List<Line> lines) {
    Set<Long> times = new TreeSet<>();
    lines.forEach(line -> times.addAll(line.points().keySet()));
    NavigableMap<Long, Double> points = new TreeMap<>();
    for (long at : times) {
      Collection<Double> values =
          lines.stream()
              .flatMap(line -> Optional.ofNullable(line.points().get(at)).stream())
              .toList();
      points.put(at, Summaries.of(name, values));
    }
    int period = lines.stream().mapToInt(Line::period).max().orElse(60);
    return new Line(Subject.EXPRESSION, period, points);
  }

  private MathValue fill(Arguments given) {
    if (given.get(0) instanceof Lines(List<Line> lines)) {
      return new Lines(lines.stream().map(line -> filled(line, given)).toList());
    }
    return filled(given.line(0), given);
  }

  private Line filled(Line line, Arguments given) {
    NavigableMap<Long, Double> points = new TreeMap<>(line.points());
    for (long at = scope.from(); at < scope.to(); at += line.period()) {
      if (!points.containsKey(at)) {
        filling(line, at, given).ifPresent(new Put(points, at)::accept);
      }
    }
    return line.with(points);
  }

  private record Put(NavigableMap<Long, Double> points, long at) {
    void accept(double value) {
      points.put(at, value);
    }
  }

  private static Optional<Double> filling(Line line, long at, Arguments given) {
    return switch (given.get(1)) {
      case Scalar(double number) -> Optional.of(number);
      case Line other -> Optional.ofNullable(other.points().get(at));
      case Text(String word) -> LineFunctions.between(line, at, word.equals("LINEAR"));
      case Lines lines -> throw given.mismatch(lines);
    };
  }

  private static MathValue sort(Arguments given) {
    given.size(3, 4);
    String by = given.text(1);
    Comparator<Line> order =
        Comparator.comparingDouble(line -> Summaries.of(by, line.points().values()));
    if (given.text(2).equals("DESC")) {
      order = order.reversed();
    }
    long most = given.count() == 4 ? (long) given.number(3) : Long.MAX_VALUE;
    return new Lines(given.lines(0).stream().sorted(order).limit(most).toList());
  }

  private static MathValue slice(Arguments given) {
    given.size(2, 3);
    List<Line> lines = given.lines(0);
    int from = place(given.number(1), lines.size());
    if (given.count() == 2) {
      if (from == lines.size()) {
        throw new MathException("SLICE: there is no time series " + from);
      }
      return lines.get(from);
    }
    return new Lines(lines.subList(from, Math.max(from, place(given.number(2), lines.size()))));
  }

  private static int place(double number, int size) {
    return Math.clamp((long) number, 0, size);
  }

  private MathValue search(Arguments given) {
    given.size(2, 3);
    int period = given.count() == 3 ? (int) given.number(2) : scope.period();
    return new Lines(scope.search(new SearchQuery(given.text(0)), given.text(1), period));
  }
}
