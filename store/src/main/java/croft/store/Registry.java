package croft.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tables a store was told of, with their SQL. */
final class Registry {
  private final Map<String, Registered> tables = new ConcurrentHashMap<>();

  private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();

  private record Registered(Table<?> table, TableStatements statements) {}

  /** Whether this very table, or one declared alike, is known. */
  boolean has(Table<?> table) {
    Registered known = tables.get(table.name());
    return known != null && (known.table == table || alike(known.table, table));
  }

  void add(Table<?> table) {
    Registered known = tables.get(table.name());
    if (known != null && !alike(known.table, table)) {
      throw new IllegalArgumentException("Two different tables are named " + table.name());
    }
    tables.put(table.name(), new Registered(table, new TableStatements(table)));
  }

  TableStatements of(Table<?> table) {
    Registered known = tables.get(table.name());
    if (known == null || (known.table != table && !alike(known.table, table))) {
      throw new IllegalStateException("Table " + table.name() + " is not registered");
    }
    return known.statements;
  }

  /** How often a table was changed since the store was opened. */
  AtomicLong changes(Table<?> table) {
    return changes.computeIfAbsent(table.name(), name -> new AtomicLong());
  }

  private static boolean alike(Table<?> one, Table<?> other) {
    return one.type() == other.type()
        && one.revision() == other.revision()
        && one.indexes().keySet().equals(other.indexes().keySet());
  }
}
