package croft.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A transaction over documents, on a connection that someone else begins and ends. */
final class TableTransaction implements Transaction {
  private final Sql sql;
  private final Registry registry;
  private final Documents documents;
  private final boolean writes;
  private final Instant now;
  private final Thread thread = Thread.currentThread();
  private final Set<AtomicLong> changed = new HashSet<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean over;

  TableTransaction(Sql sql, Registry registry, Documents documents, boolean writes, Instant now) {
    this.sql = sql;
    this.registry = registry;
    this.documents = documents;
    this.writes = writes;
    this.now = now;
  }

  @Override
  public <R> Optional<R> get(Table<R> table, String scope, String id) {
    return getVersioned(table, scope, id).map(Versioned::row);
  }

  @Override
  public <R> Optional<Versioned<R>> getVersioned(Table<R> table, String scope, String id) {
    TableStatements statements = statements(table);
    return sql.queryFirst(
        statements.get, row -> new Versioned<>(read(table, row), row.getLong(2)), scope, id);
  }

  @Override
  public <R> List<R> list(Table<R> table, String scope) {
    return list(table, scope, "", Integer.MAX_VALUE);
  }

  @Override
  public <R> List<R> list(Table<R> table, String scope, String afterId, int limit) {
    TableStatements statements = statements(table);
    return sql.query(statements.page, row -> read(table, row), scope, afterId, limit);
  }

  @Override
  public <R> List<R> listAll(Table<R> table) {
    return sql.query(statements(table).listAll, row -> read(table, row));
  }

  @Override
  public <R> List<R> find(Table<R> table, String index, String value) {
    return sql.query(statements(table).find(index), row -> read(table, row), value);
  }

  @Override
  public <R> List<R> findIn(Table<R> table, String scope, String index, String value) {
    return sql.query(statements(table).findIn(index), row -> read(table, row), value, scope);
  }

  @Override
  public <R> List<R> findBetween(Table<R> table, String index, String from, String to, int limit) {
    TableStatements statements = statements(table);
    return sql.query(statements.findBetween(index), row -> read(table, row), from, to, limit);
  }

  @Override
  public <R> void insert(Table<R> table, R row) {
    if (sql.update(writing(table).insert, inserted(table, row)) == 0) {
      throw new AlreadyExistsException(table.name(), table.scopeOf(row), table.idOf(row));
    }
  }

  @Override
  public <R> void put(Table<R> table, R row) {
    sql.update(writing(table).put, inserted(table, row));
  }

  @Override
  public <R> void update(Table<R> table, R row, long expectedVersion) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(documents.write(row, table.type()));
    addIndexValues(arguments, table, row);
    arguments.add(table.scopeOf(row));
    arguments.add(table.idOf(row));
    arguments.add(expectedVersion);
    if (sql.update(writing(table).update, arguments.toArray()) == 0) {
      throw new StaleVersionException(
          table.name(), table.scopeOf(row), table.idOf(row), expectedVersion);
    }
  }

  @Override
  public <R> boolean delete(Table<R> table, String scope, String id) {
    return sql.update(writing(table).delete, scope, id) > 0;
  }

  @Override
  public void afterCommit(Runnable action) {
    checkUsable(true);
    afterCommit.add(action);
  }

  @Override
  public Sql sql() {
    checkUsable(false);
    return sql;
  }

  /** The body has ended: later use is an error. */
  void end() {
    over = true;
  }

  /** First who keeps what was read hears that it is old, then come the body's own actions. */
  List<Runnable> afterCommitActions() {
    List<Runnable> actions = new ArrayList<>();
    changed.forEach(count -> actions.add(count::incrementAndGet));
    actions.addAll(afterCommit);
    return actions;
  }

  static <R> void addIndexValues(List<@Nullable Object> arguments, Table<R> table, R row) {
    table.indexes().values().forEach(value -> arguments.add(value.apply(row)));
  }

  private <R> @Nullable Object[] inserted(Table<R> table, R row) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(documents.write(row, table.type()));
    arguments.add(firstVersion());
    arguments.add(table.scopeOf(row));
    arguments.add(table.idOf(row));
    addIndexValues(arguments, table, row);
    return arguments.toArray();
  }

  /** From the clock, so that a row made again does not repeat the versions of the one deleted. */
  private long firstVersion() {
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private <R> R read(Table<R> table, ResultSet row) throws SQLException {
    return documents.read(row.getString(1), table.type());
  }

  private TableStatements statements(Table<?> table) {
    checkUsable(false);
    return registry.of(table);
  }

  private TableStatements writing(Table<?> table) {
    checkUsable(true);
    changed.add(registry.changes(table));
    return registry.of(table);
  }

  private void checkUsable(boolean toWrite) {
    if (over) {
      throw new IllegalStateException("The transaction is over");
    }
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException("A transaction belongs to the thread its body runs on");
    }
    if (toWrite && !writes) {
      throw new IllegalStateException("A read cannot write: use Store.write");
    }
  }
}
