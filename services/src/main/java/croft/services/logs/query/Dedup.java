package croft.services.logs.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first line for each different set of values; all of those where a value is missing. */
final class Dedup implements Barrier {
  private final Order order;
  private final List<FieldName> fields;
  private final Memory memory;
  private final Map<List<Object>, Line> firsts = new HashMap<>();

  /** No more than results can show: nothing but a limit follows. */
  private final Top incomplete;

  Dedup(Order order, List<FieldName> fields, Memory memory) {
    this.order = order;
    this.fields = List.copyOf(fields);
    this.memory = memory;
    this.incomplete = new Top(order, Query.MOST_ROWS, memory, null);
  }

  @Override
  public void accept(Line line) {
    List<Object> key = new ArrayList<>(fields.size());
    for (FieldName field : fields) {
      Value value = line.get(field);
      if (value.isMissing()) {
        incomplete.accept(line);
        return;
      }
      key.add(value.key());
    }
    Line first = firsts.get(key);
    if (first != null && order.compare(line, first) >= 0) {
      return;
    }
    if (first != null) {
      memory.giveBack(first.size());
    }
    line.forget();
    memory.take(line.size());
    firsts.put(key, line);
  }

  @Override
  public List<Line> lines() {
    List<Line> lines = incomplete.lines();
    firsts.values().forEach(line -> lines.add(line.copy()));
    lines.sort(order);
    return lines;
  }
}
