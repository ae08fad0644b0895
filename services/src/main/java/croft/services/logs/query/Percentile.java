package croft.services.logs.query;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value that a share of values is not above: exact for the first thousand values, then off by
 * half a percent at most.
 */
final class Percentile implements Accumulator {
  private static final int EXACT = 1000;
  private static final double ACCURACY = 0.005;
  private static final int MOST_BINS = 4096;

  private final double percent;
  private final Memory memory;
  private double[] values = new double[4];
  private int count;
  private @Nullable DDSketch sketch;

  Percentile(double percent, Memory memory) {
    this.percent = percent;
    this.memory = memory;
  }

  @Override
  public void add(Value value, Line line) {
    double number = value.number();
    if (Double.isNaN(number)) {
      return;
    }
    if (sketch != null) {
      sketch.accept(number);
      return;
    }
    if (count == EXACT) {
      DDSketch made = DDSketches.logarithmicCollapsingLowestDense(ACCURACY, MOST_BINS);
      for (int i = 0; i < count; i++) {
        made.accept(values[i]);
      }
      made.accept(number);
      memory.take(MOST_BINS);
      values = new double[0];
      sketch = made;
      return;
    }
    if (count == values.length) {
      memory.take(values.length);
      values = Arrays.copyOf(values, Math.min(EXACT, count * 2));
    }
    values[count++] = number;
  }

  @Override
  public Value result() {
    if (sketch != null) {
      return Value.of(sketch.getValueAtQuantile(percent / 100));
    }
    if (count == 0) {
      return Value.Missing.VALUE;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    double place = percent / 100 * (count - 1);
    int below = (int) place;
    int above = Math.min(below + 1, count - 1);
    return Value.of(sorted[below] + (place - below) * (sorted[above] - sorted[below]));
  }
}
