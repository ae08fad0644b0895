package croft.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/** A few connections to read from, opened when first needed. */
final class SqliteReaders implements AutoCloseable {
  private static final int MOST = 8;

  private final SqliteConnections connections;
  private final Semaphore permits = new Semaphore(MOST, true);
  private final Deque<Reader> idle = new ArrayDeque<>();
  private boolean closed;

  SqliteReaders(SqliteConnections connections) {
    this.connections = connections;
  }

  /** A connection in use by one reading. */
  record Reader(Connection connection, Sql sql) {}

  Reader take() {
    permits.acquireUninterruptibly();
    try {
      synchronized (idle) {
        if (closed) {
          throw new IllegalStateException("The store is closed");
        }
        Reader reader = idle.pollFirst();
        if (reader != null) {
          return reader;
        }
      }
      Connection connection = connections.openReader();
      return new Reader(connection, new Sql(connection, Dialect.SQLITE));
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  /** Gives a connection back for the next reading. */
  void giveBack(Reader reader) {
    synchronized (idle) {
      idle.addFirst(reader);
    }
    permits.release();
  }

  /** Lets go of a connection that failed. */
  void discard(Reader reader) {
    close(reader);
    permits.release();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
    }
    permits.acquireUninterruptibly(MOST);
    synchronized (idle) {
      idle.forEach(SqliteReaders::close);
      idle.clear();
    }
    permits.release(MOST);
  }

  private static void close(Reader reader) {
    try {
      reader.connection.close();
    } catch (SQLException e) {
      throw Dialect.SQLITE.translate(e, "close a connection");
    }
  }
}
