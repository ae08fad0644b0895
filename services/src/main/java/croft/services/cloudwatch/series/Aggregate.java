package croft.services.cloudwatch.series;

import croft.services.cloudwatch.metric.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of a series in one span of time. Not safe for several threads.
 *
 * <p>How the values are spread is not known once a statistic set was added, unless all its values
 * are the same: then there are no percentiles, as the page "Statistics" of CloudWatch's guide says.
 */
public final class Aggregate {
  private static final int ONE = 1;
  private static final int SAME = 2;
  private static final int SPREAD = 3;
  private static final int UNKNOWN = 4;

  private double count;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  /** Null while all values are the same, or when their spread is not known. */
  private @Nullable Spread spread;

  /** Takes values, smallest first. */
  @FunctionalInterface
  public interface Visitor {
    void visit(double value, double count);
  }

  public double count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  public double minimum() {
    return minimum;
  }

  public double maximum() {
    return maximum;
  }

  public double average() {
    return sum / count;
  }

  /** Whether percentiles can be told. */
  public boolean isSpreadKnown() {
    return spread != null || minimum >= maximum;
  }

  /** Visits the values, or their nearest, smallest first; none when their spread is not known. */
  public void values(Visitor visitor) {
    if (spread != null) {
      spread.forEach(visitor::visit);
    } else if (minimum == maximum) {
      visitor.visit(minimum, count);
    }
  }

  /** Adds one point's. */
  public void add(Observation observation) {
    switch (observation) {
      case Observation.Value(double value) -> add(value, 1);
      case Observation.Values many -> {
        for (int i = 0; i < many.values().size(); i++) {
          add(many.values().get(i), many.counts().get(i));
        }
      }
      case Observation.Statistics set -> addStatistics(set);
    }
  }

  private void add(double value, double times) {
    if (times <= 0) {
      return;
    }
    if (count > 0 && isSpreadKnown() && (spread != null || value != minimum)) {
      spread().add(value, times);
    }
    count += times;
    sum += value * times;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }

  /** The spread, begun with the one value there was. */
  private Spread spread() {
    if (spread == null) {
      spread = new Spread();
      spread.add(minimum, count);
    }
    return spread;
  }

  private void addStatistics(Observation.Statistics set) {
    Aggregate other = new Aggregate();
    other.count = set.count();
    other.sum = set.sum();
    other.minimum = set.minimum();
    other.maximum = set.maximum();
    merge(other);
  }

  /** Adds all that another has. */
  public void merge(Aggregate other) {
    if (other.count == 0) {
      return;
    }
    boolean same = count == 0 || (minimum == maximum && other.minimum == minimum);
    if (count == 0) {
      spread = other.spread == null ? null : other.spread.copy();
    } else if (!isSpreadKnown() || !other.isSpreadKnown()) {
      spread = null;
    } else if (other.spread != null) {
      spread().addAll(other.spread);
    } else if (spread != null || !same) {
      spread().add(other.minimum, other.count);
    }
    count += other.count;
    sum += other.sum;
    minimum = Math.min(minimum, other.minimum);
    maximum = Math.max(maximum, other.maximum);
  }

  Aggregate copy() {
    Aggregate made = new Aggregate();
    made.merge(this);
    return made;
  }

  void write(PointWriter out) {
    if (minimum == maximum && spread == null && sum == minimum * count) {
      out.number(count == 1 ? ONE : SAME);
      out.real(minimum);
      if (count != 1) {
        out.real(count);
      }
      return;
    }
    out.number(spread == null ? UNKNOWN : SPREAD);
    out.real(count);
    out.real(sum);
    out.real(minimum);
    out.real(maximum);
    if (spread != null) {
      spread.write(out);
    }
  }

  static Aggregate read(PointReader in) {
    Aggregate made = new Aggregate();
    int kind = (int) in.number();
    if (kind == ONE || kind == SAME) {
      double value = in.real();
      made.add(value, kind == ONE ? 1 : in.real());
      return made;
    }
    made.count = in.real();
    made.sum = in.real();
    made.minimum = in.real();
    made.maximum = in.real();
    made.spread = kind == SPREAD ? Spread.read(in) : null;
    return made;
  }
}
