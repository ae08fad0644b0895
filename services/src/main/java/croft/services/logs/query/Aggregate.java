package croft.services.logs.query;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call in {@code stats}: what is made of a group's values.
 *
 * @param argument null for {@code count(*)}
 * @param percent of {@code pct}, 0 to 100
 */
record Aggregate(Kind kind, @Nullable Expression argument, double percent) {

  /** The calls there are. */
  enum Kind {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    AVG,
    MIN,
    MAX,
    PCT,
    MEDIAN,
    STDDEV,
    EARLIEST,
    LATEST,
    SORTSFIRST,
    SORTSLAST;

    static Optional<Kind> named(String name) {
      String upper = name.toUpperCase(Locale.ROOT);
      for (Kind kind : values()) {
        if (kind.name().equals(upper)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  Accumulator open(Memory memory) {
    return switch (kind) {
      case COUNT -> new Accumulator.Count();
      case COUNT_DISTINCT -> new Accumulator.Distinct(memory);
      case SUM, AVG, STDDEV -> new Accumulator.Moments(kind);
      case PCT, MEDIAN -> new Percentile(percent, memory);
      case MIN -> new Accumulator.Best(memory, true, (one, kept) -> one.number() < kept.number());
      case MAX -> new Accumulator.Best(memory, true, (one, kept) -> one.number() > kept.number());
      case SORTSFIRST ->
          new Accumulator.Best(
              memory, false, (one, kept) -> NaturalOrder.ASCENDING.compare(one, kept) < 0);
      case SORTSLAST ->
          new Accumulator.Best(
              memory, false, (one, kept) -> NaturalOrder.ASCENDING.compare(one, kept) > 0);
      case EARLIEST -> new Accumulator.ByTime(memory, true);
      case LATEST -> new Accumulator.ByTime(memory, false);
    };
  }

  /** Adds a line's value; what is missing counts for nothing. */
  void add(Accumulator accumulator, Line line) {
    Value value = argument == null ? Value.Flag.YES : argument.of(line);
    if (!value.isMissing()) {
      accumulator.add(value, line);
    }
  }
}
