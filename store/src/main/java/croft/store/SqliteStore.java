package croft.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The store in one SQLite file: many readers beside one group-committing writer. */
final class SqliteStore extends TableStore {
  private final SqliteReaders readers;
  private final SqliteWriter writer;

  private SqliteStore(SqliteConnections connections, InstantSource time) {
    super(time);
    readers = new SqliteReaders(connections);
    writer = new SqliteWriter(connections, bodies);
  }

  static Store open(StoreConfig.Sqlite config, InstantSource time) {
    SqliteConnections connections = new SqliteConnections(config);
    connections.createFile();
    SqliteLibrary.prepare(config.file());
    SqliteStore store = new SqliteStore(connections, time);
    store.writer.start();
    try {
      store.changeSchema(schema -> schema.open(time.instant()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Transaction, T> body) {
    bodies.refuseNested();
    SqliteReaders.Reader reader = readers.take();
    boolean sound = false;
    try {
      T result = snapshot(reader.sql(), body);
      sound = true;
      return result;
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException | Error e) {
      sound = true;
      throw e;
    } finally {
      if (sound) {
        readers.giveBack(reader);
      } else {
        readers.discard(reader);
      }
    }
  }

  private <T extends @Nullable Object> T snapshot(Sql sql, Function<Transaction, T> body) {
    sql.execute("BEGIN");
    try {
      return bodies.run(sql, false, body, new ArrayList<>());
    } finally {
      sql.execute("ROLLBACK");
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Function<Transaction, T> body) {
    return writer.write(body);
  }

  @Override
  public LongSupplier changes(Table<?>... tables) {
    List<AtomicLong> counts = Stream.of(tables).map(bodies.registry::changes).toList();
    return () -> counts.stream().mapToLong(AtomicLong::get).sum();
  }

  @Override
  void changeSchema(Consumer<Schema> change) {
    write(transaction -> {
      change.accept(schema(transaction));
      return null;
    });
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
