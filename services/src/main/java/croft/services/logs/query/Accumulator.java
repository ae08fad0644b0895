package croft.services.logs.query;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/** What is kept of a group's values for one call. */
interface Accumulator {

  /** Adds a value that is there. */
  void add(Value value, Line line);

  /** What it is so far. */
  Value result();

  /** How many. */
  final class Count implements Accumulator {
    private long count;

    @Override
    public void add(Value value, Line line) {
      count++;
    }

    @Override
    public Value result() {
      return Value.of((double) count);
    }
  }

  /** How many different ones. */
  final class Distinct implements Accumulator {
    private final Memory memory;
    private final Set<Object> seen = new HashSet<>();

    Distinct(Memory memory) {
      this.memory = memory;
    }

    @Override
    public void add(Value value, Line line) {
      if (seen.add(value.key())) {
        memory.take(Memory.OVERHEAD + (value instanceof Value.Moment ? 0 : value.text().length()));
      }
    }

    @Override
    public Value result() {
      return Value.of((double) seen.size());
    }
  }

  /** Sum, average and deviation; the latter two by Welford's method, which loses no digits. */
  final class Moments implements Accumulator {
    private final Aggregate.Kind kind;
    private long count;
    private double sum;
    private double mean;
    private double squares;

    Moments(Aggregate.Kind kind) {
      this.kind = kind;
    }

    @Override
    public void add(Value value, Line line) {
      double number = value.number();
      if (Double.isNaN(number)) {
        return;
      }
      count++;
      sum += number;
      double distance = number - mean;
      mean += distance / count;
      squares += distance * (number - mean);
    }

    @Override
    public Value result() {
      if (count == 0) {
        return Value.Missing.VALUE;
      }
      return Value.of(
          switch (kind) {
            case SUM -> sum;
            case STDDEV -> Math.sqrt(squares / count);
            default -> sum / count;
          });
    }
  }

  /** The one that is before all others. */
  final class Best implements Accumulator {
    private final Memory memory;
    private final boolean numbersAlone;
    private final BiPredicate<Value, Value> better;
    private Value best = Value.Missing.VALUE;

    Best(Memory memory, boolean numbersAlone, BiPredicate<Value, Value> better) {
      this.memory = memory;
      this.numbersAlone = numbersAlone;
      this.better = better;
    }

    @Override
    public void add(Value value, Line line) {
      if (numbersAlone && Double.isNaN(value.number())) {
        return;
      }
      if (best.isMissing() || better.test(value, best)) {
        best = exchange(memory, best, value);
      }
    }

    @Override
    public Value result() {
      return best;
    }
  }

  /** The one of the first or the last record. */
  final class ByTime implements Accumulator {
    private final Memory memory;
    private final boolean earliest;
    private Value kept = Value.Missing.VALUE;
    private long at;

    ByTime(Memory memory, boolean earliest) {
      this.memory = memory;
      this.earliest = earliest;
    }

    @Override
    public void add(Value value, Line line) {
      if (kept.isMissing() || (earliest ? line.at() < at : line.at() >= at)) {
        kept = exchange(memory, kept, value);
        at = line.at();
      }
    }

    @Override
    public Value result() {
      return kept;
    }
  }

  private static Value exchange(Memory memory, Value old, Value value) {
    memory.giveBack(characters(old));
    memory.take(characters(value));
    return value;
  }

  private static int characters(Value value) {
    return value instanceof Value.Text(String text) ? text.length() : 0;
  }
}
