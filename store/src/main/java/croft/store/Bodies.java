package croft.store;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the bodies of transactions: never one within another, and what follows a commit. */
final class Bodies {
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  final Registry registry = new Registry();
  final Documents documents = new Documents();
  final InstantSource time;
  private final ThreadLocal<Boolean> running = ThreadLocal.withInitial(() -> false);

  Bodies(InstantSource time) {
    this.time = time;
  }

  /** Refuses a transaction begun by the body of another. */
  void refuseNested() {
    if (running.get()) {
      throw new IllegalStateException(
          "A transaction within a transaction: pass the Transaction on instead of calling the"
              + " store again");
    }
  }

  /** Runs a body on this thread; the connection is in its transaction already. */
  <T extends @Nullable Object> T run(
      Sql sql, boolean writes, Function<Transaction, T> body, List<Runnable> afterCommit) {
    TableTransaction transaction =
        new TableTransaction(sql, registry, documents, writes, time.instant());
    sql.forgetFailure();
    running.set(true);
    try {
      T result = body.apply(transaction);
      // A body that caught an error of the database must not commit what is left.
      sql.throwFailure();
      afterCommit.addAll(transaction.afterCommitActions());
      return result;
    } finally {
      running.remove();
      transaction.end();
    }
  }

  /** Runs what waited for a commit; the commit stands, whatever it throws. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  void runAfterCommit(List<Runnable> actions) {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("An action after a commit failed", e);
      }
    }
  }
}
