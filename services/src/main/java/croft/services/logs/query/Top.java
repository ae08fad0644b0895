package croft.services.logs.query;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The first lines of an order; keeps no others. */
final class Top implements Barrier {
  private final Order order;
  private final int most;
  private final Memory memory;

  /** What is kept of a line; null for all. */
  private final @Nullable List<FieldName> shown;

  /** The last one first. */
  private final PriorityQueue<Line> lines;

  Top(Order order, int most, Memory memory, @Nullable List<FieldName> shown) {
    this.order = order;
    this.most = most;
    this.memory = memory;
    this.shown = shown;
    this.lines = new PriorityQueue<>(order.reversed());
  }

  @Override
  public void accept(Line line) {
    if (lines.size() == most) {
      Line last = lines.peek();
      if (last == null || order.compare(line, last) >= 0) {
        return;
      }
      lines.remove();
      memory.giveBack(last.size());
    }
    if (shown == null) {
      line.forget();
    } else {
      line.keepOnly(shown);
    }
    memory.take(line.size());
    lines.add(line);
  }

  @Override
  public List<Line> lines() {
    List<Line> sorted = new ArrayList<>(lines.size());
    lines.forEach(line -> sorted.add(line.copy()));
    sorted.sort(order);
    return sorted;
  }
}
