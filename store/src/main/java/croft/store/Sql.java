package croft.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, kept prepared. Arguments are {@code String}, {@code Long}, {@code
 * Integer}, {@code byte[]} or null. Use SQL that both databases know: {@code ON CONFLICT}, {@code
 * RETURNING}, BIGINT epoch milliseconds.
 *
 * <p>An error dooms the transaction: even when a body catches it, nothing is committed.
 */
public final class Sql {
  private static final int STATEMENTS_KEPT = 500;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable RuntimeException failure;

  Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement and gives the number of rows it changed. */
  public int update(String statement, @Nullable Object... arguments) {
    try {
      PreparedStatement prepared = prepare(statement);
      bind(prepared, arguments);
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw fail(e, statement);
    }
  }

  /** Runs a query, or an update with RETURNING, and reads every row. */
  public <T> List<T> query(String statement, RowReader<T> reader, @Nullable Object... arguments) {
    try {
      PreparedStatement prepared = prepare(statement);
      bind(prepared, arguments);
      try (ResultSet rows = prepared.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    } catch (SQLException e) {
      throw fail(e, statement);
    }
  }

  /** The first row of a query. */
  public <T> Optional<T> queryFirst(
      String statement, RowReader<T> reader, @Nullable Object... arguments) {
    return query(statement, reader, arguments).stream().findFirst();
  }

  /** {@code FOR UPDATE SKIP LOCKED} where the database has and needs it, to end a subselect. */
  public String skipLocked() {
    return dialect.skipLocked();
  }

  Dialect dialect() {
    return dialect;
  }

  /** Runs a statement that begins, ends or shapes a transaction; it does not doom it. */
  void execute(String statement) {
    try {
      PreparedStatement prepared = prepare(statement);
      prepared.execute();
    } catch (SQLException e) {
      throw dialect.translate(e, statement);
    }
  }

  /** Throws the first error since the last call, if there was one. */
  void throwFailure() {
    RuntimeException first = failure;
    failure = null;
    if (first != null) {
      throw first;
    }
  }

  /** Forgets an error: the transaction it doomed is rolled back. */
  void forgetFailure() {
    failure = null;
  }

  void closeStatements() {
    for (PreparedStatement prepared : statements.values()) {
      try {
        prepared.close();
      } catch (SQLException e) {
        throw dialect.translate(e, "close a statement");
      }
    }
    statements.clear();
  }

  private RuntimeException fail(SQLException e, String statement) {
    RuntimeException translated = dialect.translate(e, "run " + statement);
    if (failure == null) {
      failure = translated;
    }
    return translated;
  }

  private PreparedStatement prepare(String statement) throws SQLException {
    PreparedStatement prepared = statements.get(statement);
    if (prepared == null) {
      if (statements.size() >= STATEMENTS_KEPT) {
        closeStatements();
      }
      prepared = connection.prepareStatement(statement);
      statements.put(statement, prepared);
    }
    return prepared;
  }

  private static void bind(PreparedStatement prepared, @Nullable Object[] arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case null -> prepared.setNull(i + 1, Types.NULL);
        case String text -> prepared.setString(i + 1, text);
        case Long number -> prepared.setLong(i + 1, number);
        case Integer number -> prepared.setLong(i + 1, number);
        case byte[] bytes -> prepared.setBytes(i + 1, bytes);
        case Object other ->
            throw new IllegalArgumentException("Not an SQL argument: " + other.getClass());
      }
    }
  }
}
