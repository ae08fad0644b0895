package croft.store;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Durable tables and the transactions over them. Safe for any number of threads.
 *
 * <p>When {@link #write} returns, the change survives the end of the process and of the power.
 *
 * <p>A body must touch nothing but its transaction: it may be run again after it met another
 * transaction, it may run on another thread than the caller's, and on SQLite others wait for it. It
 * must not wait for anything, nor call {@code read} or {@code write} again: that is refused with
 * {@link IllegalStateException}. What a body throws rolls its transaction back and reaches the
 * caller as it is.
 *
 * <p>Every method throws {@link StoreUnavailable} while the database cannot serve.
 */
public interface Store extends AutoCloseable {

  /**
   * Opens a store, making it when there is none.
   *
   * @throws NewerSchemaException when a newer Croft has written it
   * @throws StoreUnavailable when the database cannot be reached or is locked
   */
  static Store open(StoreConfig config) {
    return open(config, InstantSource.system());
  }

  /** Opens a store with a given source of time, which only dates versions and migrations. */
  static Store open(StoreConfig config, InstantSource time) {
    return switch (config) {
      case StoreConfig.Sqlite sqlite -> SqliteStore.open(sqlite, time);
      case StoreConfig.Postgresql postgresql -> PostgresqlStore.open(postgresql, time);
    };
  }

  /** Reads one consistent snapshot. */
  <T extends @Nullable Object> T read(Function<Transaction, T> body);

  /** Reads and writes as if alone. */
  default <T extends @Nullable Object> T write(Function<Transaction, T> body) {
    return write(Isolation.SERIALIZABLE, body);
  }

  /** Reads and writes in a chosen isolation. */
  <T extends @Nullable Object> T write(Isolation isolation, Function<Transaction, T> body);

  /**
   * A number that is another one after each committed change of these tables, for those who keep
   * what they read of them until it changes: look at the number first, then read. It has changed
   * when {@link #write} returns. On a database that other servers write too, it is another one at
   * each look.
   */
  LongSupplier changes(Table<?>... tables);

  /**
   * Makes tables ready for use: creates what is missing and fills new indexes. Cheap when nothing
   * changed; give all tables in one call.
   *
   * @throws NewerSchemaException when a table has a greater revision than the one given
   */
  void register(Table<?>... tables);

  /**
   * Brings a room's own tables, those it reads by {@link Transaction#sql}, up to date.
   *
   * @param room the room's name, such as {@code workflow}
   * @param migrations all of them, numbered from 1 without gaps
   * @throws NewerSchemaException when the store has a later one
   */
  void migrate(String room, List<Migration> migrations);

  /** How this store writes records, for rooms that keep documents in tables of their own. */
  Documents documents();

  /** Waits for running transactions and lets go of the database. */
  @Override
  void close();
}
