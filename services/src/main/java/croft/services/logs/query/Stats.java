package croft.services.logs.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code stats} command.
 *
 * @param by what makes groups
 * @param aggregates the calls, whose results are the fields {@link #result}
 * @param columns what is made of these
 */
record Stats(List<Column> by, List<Aggregate> aggregates, List<Column> columns) {
  Stats {
    by = List.copyOf(by);
    aggregates = List.copyOf(aggregates);
    columns = List.copyOf(columns);
  }

  /** A value and its name in results. */
  record Column(String name, Expression expression) {}

  /** The field of a call's result: one that no query can name. */
  static FieldName result(int aggregate) {
    return FieldName.of("\0" + aggregate);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    by.forEach(column -> names.add(column.name()));
    columns.forEach(column -> names.add(column.name()));
    return names;
  }
}
