package croft.store;

import java.util.List;
import java.util.Optional;

/**
 * What may be done within one {@link Store#read} or {@link Store#write}. It belongs to the thread
 * that runs the body and ends with it. Writing in a read is refused with {@link
 * IllegalStateException}, as is a table that was not registered.
 *
 * <p>Lists come in the order of scope, then id.
 */
public interface Transaction {

  <R> Optional<R> get(Table<R> table, String scope, String id);

  /** The row with the version {@link #update} asks for. */
  <R> Optional<Versioned<R>> getVersioned(Table<R> table, String scope, String id);

  /** Every row of a scope. */
  <R> List<R> list(Table<R> table, String scope);

  /**
   * A page of a scope: at most {@code limit} rows whose ids come after {@code afterId}, which need
   * not exist; empty for the first page.
   */
  <R> List<R> list(Table<R> table, String scope, String afterId, int limit);

  /** Every row of every scope: for reconcilers. */
  <R> List<R> listAll(Table<R> table);

  /** The rows of every scope whose index has this value. */
  <R> List<R> find(Table<R> table, String index, String value);

  /** The rows of one scope whose index has this value. */
  <R> List<R> findIn(Table<R> table, String scope, String index, String value);

  /**
   * At most {@code limit} rows of every scope whose index lies from {@code from}, inclusive, to
   * {@code to}, exclusive, in the order of the index. For times, index fixed-width digits.
   */
  <R> List<R> findBetween(Table<R> table, String index, String from, String to, int limit);

  /**
   * Adds a row.
   *
   * @throws AlreadyExistsException when its scope and id are taken; the transaction may go on
   */
  <R> void insert(Table<R> table, R row);

  /** Adds a row, or replaces the one of the same scope and id. */
  <R> void put(Table<R> table, R row);

  /**
   * Replaces a row nobody changed since it was read.
   *
   * @throws StaleVersionException when the row has another version or is gone; the transaction may
   *     go on
   */
  <R> void update(Table<R> table, R row, long expectedVersion);

  /** Removes a row; false when there was none. */
  <R> boolean delete(Table<R> table, String scope, String id);

  /**
   * Runs an action once the transaction is committed, on the thread that called {@link
   * Store#write}; never when it is rolled back. What it throws is logged. A crash may lose it: it
   * can wake who would look anyway, and do nothing else.
   */
  void afterCommit(Runnable action);

  /** Plain SQL in this transaction, for rooms that keep tables of their own. */
  Sql sql();
}
