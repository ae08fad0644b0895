package croft.services.cloudwatch.statistic;

import croft.services.cloudwatch.series.Aggregate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A statistic over one period. Source: the page "CloudWatch statistics definitions" of CloudWatch's
 * user guide.
 */
public sealed interface Statistic {

  /** The one of a name such as {@code Average}, {@code p99.9}, {@code TM(10%:90%)}. */
  static Optional<Statistic> of(String name) {
    for (Basic basic : Basic.values()) {
      if (basic.statisticName.equals(name)) {
        return Optional.of(basic);
      }
    }
    return StatisticNames.parse(name);
  }

  /** Of one period; empty when it cannot be told of what was observed. */
  OptionalDouble over(Aggregate aggregate);

  /** The five that any point can tell. */
  enum Basic implements Statistic {
    AVERAGE("Average"),
    SUM("Sum"),
    MINIMUM("Minimum"),
    MAXIMUM("Maximum"),
    SAMPLE_COUNT("SampleCount");

    private final String statisticName;

    Basic(String statisticName) {
      this.statisticName = statisticName;
    }

    @Override
    public OptionalDouble over(Aggregate aggregate) {
      return OptionalDouble.of(
          switch (this) {
            case AVERAGE -> aggregate.average();
            case SUM -> aggregate.sum();
            case MINIMUM -> aggregate.minimum();
            case MAXIMUM -> aggregate.maximum();
            case SAMPLE_COUNT -> aggregate.count();
          });
    }
  }

  /**
   * The value that so many of a hundred values do not exceed.
   *
   * @param percent 0 to 100
   */
  record Percentile(double percent) implements Statistic {
    @Override
    public OptionalDouble over(Aggregate aggregate) {
      return aggregate.isSpreadKnown()
          ? OptionalDouble.of(valueAt(aggregate, percent))
          : OptionalDouble.empty();
    }

    static double valueAt(Aggregate aggregate, double percent) {
      double rank = aggregate.count() * percent / 100;
      double[] state = {0, Double.NaN};
      aggregate.values((value, count) -> {
        if (Double.isNaN(state[1]) || state[0] < rank - 1e-9) {
          state[1] = value;
        }
        state[0] += count;
      });
      // A sketch's bins may reach a little over what was really seen.
      return Math.clamp(state[1], aggregate.minimum(), aggregate.maximum());
    }
  }

  /** What is said of the values between two bounds, the lower one exclusive. */
  record Between(Kind kind, Bound lower, Bound upper) implements Statistic {
    /** What is said. */
    public enum Kind {
      TRIMMED_MEAN,
      TRIMMED_COUNT,
      TRIMMED_SUM,
      WINSORIZED_MEAN,
      PERCENTILE_RANK
    }

    @Override
    public OptionalDouble over(Aggregate aggregate) {
      if (!aggregate.isSpreadKnown()) {
        return OptionalDouble.empty();
      }
      double low = lower.in(aggregate, Double.NEGATIVE_INFINITY);
      double high = upper.in(aggregate, Double.POSITIVE_INFINITY);
      Sums sums = new Sums(low, high);
      aggregate.values(sums::add);
      return switch (kind) {
        case TRIMMED_MEAN -> sums.mean(sums.sum);
        case TRIMMED_COUNT -> OptionalDouble.of(sums.count);
        case TRIMMED_SUM -> OptionalDouble.of(sums.sum);
        case WINSORIZED_MEAN -> OptionalDouble.of(sums.winsorized / aggregate.count());
        case PERCENTILE_RANK -> OptionalDouble.of(100 * sums.count / aggregate.count());
      };
    }

    private static final class Sums {
      private final double low;
      private final double high;
      private double count;
      private double sum;
      private double winsorized;

      Sums(double low, double high) {
        this.low = low;
        this.high = high;
      }

      void add(double value, double times) {
        if (value > low && value <= high) {
          count += times;
          sum += value * times;
        }
        winsorized += Math.clamp(value, low, high) * times;
      }

      OptionalDouble mean(double total) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / count);
      }
    }
  }

  /** Where values begin or end to count. */
  sealed interface Bound {
    /** The value, or the one that stands for none. */
    double in(Aggregate aggregate, double none);

    /** No bound. */
    record Open() implements Bound {
      @Override
      public double in(Aggregate aggregate, double none) {
        return none;
      }
    }

    /** A value itself. */
    record Fixed(double value) implements Bound {
      @Override
      public double in(Aggregate aggregate, double none) {
        return value;
      }
    }

    /** A percentile of the period's values. */
    record Percent(double percent) implements Bound {
      @Override
      public double in(Aggregate aggregate, double none) {
        return percent <= 0 || percent >= 100 ? none : Percentile.valueAt(aggregate, percent);
      }
    }
  }
}
