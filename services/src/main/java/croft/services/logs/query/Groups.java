package croft.services.logs.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of a {@code stats} command, in the order in which they came. */
final class Groups implements Barrier {
  private static final int MOST_GROUPS = 100_000;

  private final Stats stats;
  private final Instant now;
  private final Memory memory;
  private final Map<Object, Group> groups = new LinkedHashMap<>();

  private record Group(List<Value> keys, List<Accumulator> accumulators) {
    Group {
      keys = List.copyOf(keys);
      accumulators = List.copyOf(accumulators);
    }
  }

  Groups(Stats stats, Instant now, Memory memory) {
    this.stats = stats;
    this.now = now;
    this.memory = memory;
  }

  @Override
  public void accept(Line line) {
    Value[] keys = new Value[stats.by().size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = stats.by().get(i).expression().of(line);
    }
    Object key = key(keys);
    Group group = groups.get(key);
    if (group == null) {
      group = open(keys);
      groups.put(key, group);
    }
    for (int i = 0; i < group.accumulators().size(); i++) {
      stats.aggregates().get(i).add(group.accumulators().get(i), line);
    }
  }

  /** What is missing makes a group too, but not that of an empty text. */
  private static Object key(Value[] keys) {
    if (keys.length == 1) {
      return keys[0].isMissing() ? keys[0] : keys[0].key();
    }
    Object[] key = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      key[i] = keys[i].isMissing() ? keys[i] : keys[i].key();
    }
    return Arrays.asList(key);
  }

  private Group open(Value[] keys) {
    if (groups.size() == MOST_GROUPS) {
      throw new QueryLimitException("The query makes more than " + MOST_GROUPS + " groups");
    }
    for (Value key : keys) {
      memory.take(Memory.OVERHEAD + (key instanceof Value.Moment ? 0 : key.text().length()));
    }
    List<Accumulator> accumulators = new ArrayList<>(stats.aggregates().size());
    for (Aggregate aggregate : stats.aggregates()) {
      memory.take(Memory.OVERHEAD);
      accumulators.add(aggregate.open(memory));
    }
    return new Group(Arrays.asList(keys), accumulators);
  }

  @Override
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>(groups.size());
    for (Group group : groups.values()) {
      lines.add(line(group, lines.size()));
    }
    return lines;
  }

  private Line line(Group group, int number) {
    Line line = Line.ofRow(number, now);
    for (int i = 0; i < group.keys().size(); i++) {
      line.put(stats.by().get(i).name(), group.keys().get(i));
    }
    for (int i = 0; i < group.accumulators().size(); i++) {
      line.put(Stats.result(i).name(), group.accumulators().get(i).result());
    }
    for (Stats.Column column : stats.columns()) {
      line.put(column.name(), column.expression().of(line));
    }
    return line;
  }
}
