package croft.services.logs.query;

import java.util.Comparator;
import java.util.List;

/**
 * What comes first: by the keys of the last {@code sort}, then the newest.
 *
 * @param descending of each key; without keys, newest first
 */
record Order(List<Boolean> descending) implements Comparator<Line> {
  static final Order NEWEST_FIRST = new Order(List.of());

  Order {
    descending = List.copyOf(descending);
  }

  @Override
  public int compare(Line one, Line other) {
    for (int i = 0; i < descending.size(); i++) {
      int order = compare(one.keys()[i], other.keys()[i], descending.get(i));
      if (order != 0) {
        return order;
      }
    }
    int newest = Long.compare(other.at(), one.at());
    return newest != 0 ? newest : Long.compare(one.number(), other.number());
  }

  /** What is missing comes last either way. */
  private static int compare(Value one, Value other, boolean descending) {
    if (one.isMissing() || other.isMissing()) {
      return Boolean.compare(one.isMissing(), other.isMissing());
    }
    int order = NaturalOrder.ASCENDING.compare(one, other);
    return descending ? -order : order;
  }
}
