package croft.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database knows of its own shape, and how it is brought up to date: forward only. */
final class Schema {
  private static final int FILL_PAGE = 500;

  private static final List<Migration> OWN =
      List.of(
          new Migration(
              1,
              "tables and their indexes",
              List.of(
                  "CREATE TABLE croft_table (name {key} PRIMARY KEY, revision BIGINT NOT NULL)",
                  "CREATE TABLE croft_index (table_name {key} NOT NULL, name {key} NOT NULL,"
                      + " PRIMARY KEY (table_name, name))")));

  private final Sql sql;
  private final Documents documents;

  Schema(Sql sql, Documents documents) {
    this.sql = sql;
    this.documents = documents;
  }

  /** Brings the store's own bookkeeping up to date. */
  void open(Instant now) {
    sql.update(
        schema(
            "CREATE TABLE IF NOT EXISTS croft_schema (room {key} NOT NULL, number BIGINT NOT NULL,"
                + " name TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (room, number))"));
    migrate("store", OWN, now);
  }

  /** Whether {@link #migrate} has anything to do; refuses a room that is newer. */
  boolean needsMigration(String room, List<Migration> migrations) {
    return applied(room, migrations) < migrations.size();
  }

  void migrate(String room, List<Migration> migrations, Instant now) {
    for (Migration migration :
        migrations.subList((int) applied(room, migrations), migrations.size())) {
      migration.statements().forEach(statement -> sql.update(schema(statement)));
      sql.update(
          "INSERT INTO croft_schema (room, number, name, applied_at) VALUES (?, ?, ?, ?)",
          room,
          migration.number(),
          migration.name(),
          now.toEpochMilli());
    }
  }

  private long applied(String room, List<Migration> migrations) {
    for (int i = 0; i < migrations.size(); i++) {
      if (migrations.get(i).number() != i + 1) {
        throw new IllegalArgumentException("Migrations of " + room + " are not numbered 1, 2, 3 …");
      }
    }
    long last =
        sql.queryFirst(
                "SELECT COALESCE(MAX(number), 0) FROM croft_schema WHERE room = ?",
                row -> row.getLong(1),
                room)
            .orElse(0L);
    if (last > migrations.size()) {
      throw new NewerSchemaException(room, last, migrations.size());
    }
    return last;
  }

  /** The tables whose stored shape is not the declared one. */
  List<Table<?>> changed(List<Table<?>> tables) {
    Map<String, Long> revisions = new HashMap<>();
    sql.query(
        "SELECT name, revision FROM croft_table",
        row -> revisions.put(row.getString(1), row.getLong(2)));
    Map<String, Set<String>> indexes = new HashMap<>();
    sql.query(
        "SELECT table_name, name FROM croft_index",
        row ->
            indexes
                .computeIfAbsent(row.getString(1), name -> new HashSet<>())
                .add(row.getString(2)));
    List<Table<?>> changed = new ArrayList<>();
    for (Table<?> table : tables) {
      long revision = revisions.getOrDefault(table.name(), 0L);
      if (revision > table.revision()) {
        throw new NewerSchemaException(table.name(), revision, table.revision());
      }
      if (revision < table.revision()
          || !table.indexes().keySet().equals(indexes.getOrDefault(table.name(), Set.of()))) {
        changed.add(table);
      }
    }
    return changed;
  }

  /** Makes a stored table what its declaration says. */
  <R> void change(Table<R> table) {
    TableStatements statements = new TableStatements(table);
    Optional<Long> revision =
        sql.queryFirst(
            "SELECT revision FROM croft_table WHERE name = ?", row -> row.getLong(1), table.name());
    if (revision.isEmpty()) {
      sql.update(schema(statements.create()));
      table.indexes().keySet().forEach(index -> addIndex(table, statements, index));
    } else {
      changeIndexes(table, statements, revision.get());
    }
    sql.update(
        "INSERT INTO croft_table (name, revision) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET revision = excluded.revision",
        table.name(),
        table.revision());
  }

  private <R> void changeIndexes(Table<R> table, TableStatements statements, long revision) {
    Set<String> stored =
        new HashSet<>(
            sql.query(
                "SELECT name FROM croft_index WHERE table_name = ?",
                row -> row.getString(1),
                table.name()));
    Set<String> declared = table.indexes().keySet();
    for (String index : stored) {
      if (!declared.contains(index)) {
        sql.update(statements.dropIndex(index));
        sql.update(statements.dropColumn(index));
        sql.update(
            "DELETE FROM croft_index WHERE table_name = ? AND name = ?", table.name(), index);
      }
    }
    List<String> missing = declared.stream().filter(index -> !stored.contains(index)).toList();
    missing.forEach(index -> sql.update(schema(statements.addColumn(index))));
    if (!declared.isEmpty() && (!missing.isEmpty() || revision < table.revision())) {
      fill(table, statements);
    }
    missing.forEach(index -> addIndex(table, statements, index));
  }

  private void addIndex(Table<?> table, TableStatements statements, String index) {
    sql.update(statements.createIndex(index));
    sql.update("INSERT INTO croft_index (table_name, name) VALUES (?, ?)", table.name(), index);
  }

  private <R> void fill(Table<R> table, TableStatements statements) {
    String scope = "";
    String id = "";
    List<R> page;
    do {
      page =
          sql.query(
              statements.pageOfAll(),
              row -> documents.read(row.getString(1), table.type()),
              scope,
              scope,
              id,
              FILL_PAGE);
      for (R row : page) {
        scope = table.scopeOf(row);
        id = table.idOf(row);
        List<@Nullable Object> arguments = new ArrayList<>();
        TableTransaction.addIndexValues(arguments, table, row);
        arguments.add(scope);
        arguments.add(id);
        sql.update(statements.fill(), arguments.toArray());
      }
    } while (page.size() == FILL_PAGE);
  }

  private String schema(String statement) {
    return sql.dialect().schema(statement);
  }
}
