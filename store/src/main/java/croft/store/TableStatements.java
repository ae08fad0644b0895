package croft.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The SQL of one table, written once when it is registered. */
final class TableStatements {
  private final String table;
  private final Set<String> indexes;
  final String get;
  final String page;
  final String listAll;
  final String insert;
  final String put;
  final String update;
  final String delete;

  TableStatements(Table<?> declared) {
    this.table = "t_" + declared.name();
    this.indexes = declared.indexes().keySet();
    String select = "SELECT document, version FROM " + table;
    get = select + " WHERE scope = ? AND id = ?";
    page = select + " WHERE scope = ? AND id > ? ORDER BY id LIMIT ?";
    listAll = select + " ORDER BY scope, id";
    insert = insert() + " ON CONFLICT (scope, id) DO NOTHING";
    put = insert() + " ON CONFLICT (scope, id) DO UPDATE SET " + replaced();
    update =
        "UPDATE " + table + " SET " + assigned() + " WHERE scope = ? AND id = ? AND version = ?";
    delete = "DELETE FROM " + table + " WHERE scope = ? AND id = ?";
  }

  String find(String index) {
    return selectBy(index) + " = ? ORDER BY scope, id";
  }

  String findIn(String index) {
    return selectBy(index) + " = ? AND scope = ? ORDER BY id";
  }

  String findBetween(String index) {
    String column = column(index);
    return selectBy(index)
        + " >= ? AND "
        + column
        + " < ? ORDER BY "
        + column
        + ", scope, id LIMIT ?";
  }

  String create() {
    StringBuilder columns = new StringBuilder();
    for (String index : indexes) {
      columns.append(", ").append(column(index)).append(" {key}");
    }
    return "CREATE TABLE "
        + table
        + " (scope {key} NOT NULL, id {key} NOT NULL, version BIGINT NOT NULL,"
        + " document TEXT NOT NULL"
        + columns
        + ", PRIMARY KEY (scope, id))";
  }

  String addColumn(String index) {
    return "ALTER TABLE " + table + " ADD COLUMN " + column(index) + " {key}";
  }

  String createIndex(String index) {
    String column = column(index);
    return "CREATE INDEX " + indexName(index) + " ON " + table + " (" + column + ", scope, id)";
  }

  String dropIndex(String index) {
    return "DROP INDEX " + indexName(index);
  }

  String dropColumn(String index) {
    return "ALTER TABLE " + table + " DROP COLUMN " + column(index);
  }

  /** A page of every row, to fill indexes from: scope, scope, id, limit. */
  String pageOfAll() {
    return "SELECT document FROM "
        + table
        + " WHERE scope > ? OR (scope = ? AND id > ?) ORDER BY scope, id LIMIT ?";
  }

  /** Sets every index column of a row: the values, scope, id. */
  String fill() {
    List<String> assignments = indexes.stream().map(index -> column(index) + " = ?").toList();
    return "UPDATE "
        + table
        + " SET "
        + String.join(", ", assignments)
        + " WHERE scope = ? AND id = ?";
  }

  private String selectBy(String index) {
    if (!indexes.contains(index)) {
      throw new IllegalArgumentException("Table " + table + " has no index " + index);
    }
    return "SELECT document, version FROM " + table + " WHERE " + column(index);
  }

  private String insert() {
    StringBuilder names = new StringBuilder("document, version, scope, id");
    StringBuilder marks = new StringBuilder("?, ?, ?, ?");
    for (String index : indexes) {
      names.append(", ").append(column(index));
      marks.append(", ?");
    }
    return "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")";
  }

  private String replaced() {
    List<String> assignments = new ArrayList<>();
    assignments.add("document = excluded.document");
    assignments.add("version = " + table + ".version + 1");
    indexes.forEach(index -> assignments.add(column(index) + " = excluded." + column(index)));
    return String.join(", ", assignments);
  }

  private String assigned() {
    List<String> assignments = new ArrayList<>();
    assignments.add("document = ?");
    assignments.add("version = version + 1");
    indexes.forEach(index -> assignments.add(column(index) + " = ?"));
    return String.join(", ", assignments);
  }

  private String indexName(String index) {
    return "i_" + table.substring(2) + "_" + index;
  }

  private static String column(String index) {
    return "x_" + index;
  }
}
