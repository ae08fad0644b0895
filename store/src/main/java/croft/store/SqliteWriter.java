package croft.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a SQLite file in this process, on a thread of its own. Bodies that wait
 * together are run one after another, each in a savepoint, and committed together: they share one
 * sync of the disk, and callers hear of their results after it.
 */
final class SqliteWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
  private static final int MOST_TOGETHER = 256;
  private static final long SLOW_NANOS = 1_000_000_000;

  private final SqliteConnections connections;
  private final Bodies bodies;
  private final BlockingQueue<Write<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Connection connection;
  private @Nullable Sql sql;
  private volatile boolean closed;

  SqliteWriter(SqliteConnections connections, Bodies bodies) {
    this.connections = connections;
    this.bodies = bodies;
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** One call of {@link Store#write}, from queue to result. */
  private static final class Write<T extends @Nullable Object> {
    final Function<Transaction, T> body;
    final List<Runnable> afterCommit = new ArrayList<>();
    final CompletableFuture<T> done = new CompletableFuture<>();
    @Nullable T result;
    @Nullable Throwable failure;

    Write(Function<Transaction, T> body) {
      this.body = body;
    }

    /** Tells the caller what came of it, once that is certain. */
    @SuppressWarnings("NullAway") // The result of a body may be null where its type says so.
    void tell() {
      if (failure != null) {
        done.completeExceptionally(failure);
      } else {
        done.complete(result);
      }
    }
  }

  /** Runs a body on the writer's thread and waits for its commit. */
  <T extends @Nullable Object> T write(Function<Transaction, T> body) {
    bodies.refuseNested();
    Write<T> write = new Write<>(body);
    if (closed) {
      throw new IllegalStateException("The store is closed");
    }
    queue.add(write);
    if (!thread.isAlive()) {
      failAll(new IllegalStateException("The store is closed"));
    }
    T result;
    try {
      result = write.done.join();
    } catch (CompletionException e) {
      throw rethrown(e);
    }
    bodies.runAfterCommit(write.afterCommit);
    return result;
  }

  @Override
  public void close() {
    closed = true;
    // Wakes the writer; what is queued before it is still written.
    queue.add(new Write<>(transaction -> null));
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    failAll(new IllegalStateException("The store is closed"));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    List<Write<?>> together = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        together.add(queue.take());
        writeTogether(together);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread on purpose; close ends it.
        continue;
      } catch (RuntimeException | Error e) {
        together.forEach(write -> write.failure = e);
        reconnect();
      }
      together.forEach(Write::tell);
      together.clear();
    }
    reconnect();
  }

  /** Runs and commits writes; takes in those that arrive while it runs the first ones. */
  private void writeTogether(List<Write<?>> together) {
    Sql open;
    try {
      open = connect();
      open.execute("BEGIN IMMEDIATE");
    } catch (StoreUnavailable e) {
      // Those who queued meanwhile have waited just as long for the same lock.
      queue.drainTo(together);
      throw e;
    }
    for (int i = 0; i < together.size(); i++) {
      writeOne(open, together.get(i));
      Write<?> next = together.size() < MOST_TOGETHER ? queue.poll() : null;
      if (next != null) {
        together.add(next);
      }
    }
    open.execute("COMMIT");
  }

  private <T extends @Nullable Object> void writeOne(Sql open, Write<T> write) {
    long started = System.nanoTime();
    open.execute("SAVEPOINT body");
    try {
      write.result = bodies.run(open, true, write.body, write.afterCommit);
      open.execute("RELEASE body");
    } catch (StoreUnavailable e) {
      // The database may have rolled back the whole transaction already.
      throw e;
    } catch (RuntimeException | Error e) {
      write.failure = e;
      open.execute("ROLLBACK TO body");
      open.execute("RELEASE body");
    }
    long took = System.nanoTime() - started;
    if (took > SLOW_NANOS) {
      LOG.warn("A write held all others for {} ms", took / 1_000_000, new Throwable("its end"));
    }
  }

  private Sql connect() {
    Sql open = sql;
    if (open == null) {
      Connection opened = connections.openWriter();
      connection = opened;
      open = new Sql(opened, Dialect.SQLITE);
      sql = open;
    }
    return open;
  }

  /** Closing rolls back what is not committed; the next write opens anew. */
  private void reconnect() {
    Connection failed = connection;
    connection = null;
    sql = null;
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException e) {
        LOG.warn("Closing the store's connection failed", e);
      }
    }
  }

  private void failAll(RuntimeException failure) {
    List<Write<?>> left = new ArrayList<>();
    queue.drainTo(left);
    for (Write<?> write : left) {
      write.failure = failure;
      write.tell();
    }
  }

  private static RuntimeException rethrown(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> e;
    };
  }
}
