package croft.services.cloudwatch.series;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How values are spread: exact while there are few different ones, then a sketch whose quantiles
 * are off by half a percent at most. Not safe for several threads.
 */
final class Spread {
  private static final int EXACT = 32;
  private static final double ACCURACY = 0.005;
  private static final int MOST_BINS = 4096;

  private double[] values = new double[4];
  private double[] counts = new double[4];
  private int size;
  private @Nullable DDSketch sketch;

  /** Takes values, smallest first. */
  @FunctionalInterface
  interface Visitor {
    void visit(double value, double count);
  }

  void add(double value, double count) {
    if (sketch != null) {
      sketch.accept(value, count);
      return;
    }
    int at = Arrays.binarySearch(values, 0, size, value);
    if (at >= 0) {
      counts[at] += count;
    } else if (size == EXACT) {
      becomeSketch().accept(value, count);
    } else {
      insert(-at - 1, value, count);
    }
  }

  private void insert(int at, double value, double count) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(values, at, values, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    values[at] = value;
    counts[at] = count;
    size++;
  }

  private DDSketch becomeSketch() {
    DDSketch made = DDSketches.collapsingLowestDense(ACCURACY, MOST_BINS);
    for (int i = 0; i < size; i++) {
      made.accept(values[i], counts[i]);
    }
    size = 0;
    values = new double[0];
    counts = new double[0];
    sketch = made;
    return made;
  }

  private static Store bins() {
    return new CollapsingLowestDenseStore(MOST_BINS);
  }

  void addAll(Spread other) {
    if (other.sketch == null) {
      for (int i = 0; i < other.size; i++) {
        add(other.values[i], other.counts[i]);
      }
    } else {
      (sketch == null ? becomeSketch() : sketch).mergeWith(other.sketch);
    }
  }

  Spread copy() {
    Spread made = new Spread();
    made.addAll(this);
    return made;
  }

  void forEach(Visitor visitor) {
    if (sketch == null) {
      for (int i = 0; i < size; i++) {
        visitor.visit(values[i], counts[i]);
      }
    } else {
      visitBins(sketch, visitor);
    }
  }

  private static void visitBins(DDSketch sketch, Visitor visitor) {
    Store negative = sketch.getNegativeValueStore();
    for (Iterator<Bin> bins = negative.getDescendingIterator(); bins.hasNext(); ) {
      Bin bin = bins.next();
      visitor.visit(-sketch.getIndexMapping().value(bin.getIndex()), bin.getCount());
    }
    Store positive = sketch.getPositiveValueStore();
    double zeros = sketch.getCount() - negative.getTotalCount() - positive.getTotalCount();
    if (zeros > 0) {
      visitor.visit(0, zeros);
    }
    for (Iterator<Bin> bins = positive.getAscendingIterator(); bins.hasNext(); ) {
      Bin bin = bins.next();
      visitor.visit(sketch.getIndexMapping().value(bin.getIndex()), bin.getCount());
    }
  }

  /** Values and counts, or 0 and a sketch. */
  void write(PointWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.real(values[i]);
      out.real(counts[i]);
    }
    if (sketch != null) {
      try {
        GrowingByteArrayOutput bytes = GrowingByteArrayOutput.withDefaultInitialCapacity();
        sketch.encode(bytes, false);
        out.bytes(bytes.trimmedCopy());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Spread read(PointReader in) {
    Spread made = new Spread();
    int size = (int) in.number();
    for (int i = 0; i < size; i++) {
      double value = in.real();
      made.add(value, in.real());
    }
    if (size == 0) {
      try {
        made.sketch = DDSketch.decode(ByteArrayInput.wrap(in.bytes()), Spread::bins);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made;
  }
}
