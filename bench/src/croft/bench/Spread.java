package croft.bench;

import java.util.List;

/** Several measurements of one thing. */
record Spread(List<Double> values) {
  Spread {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    values = values.stream().sorted().toList();
  }

  double least() {
    return values.getFirst();
  }

  double median() {
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }
}
