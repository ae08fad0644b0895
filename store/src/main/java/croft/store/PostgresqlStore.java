package croft.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store in a PostgreSQL database, which several servers may share. */
final class PostgresqlStore extends TableStore {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresqlStore.class);
  private static final int MOST_ATTEMPTS = 30;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  /** Serialises changes of the schema among servers: a number that only has to be ours. */
  private static final String SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(4915106627)";

  private final HikariDataSource pool;

  private PostgresqlStore(HikariDataSource pool, InstantSource time) {
    super(time);
    this.pool = pool;
  }

  static Store open(StoreConfig.Postgresql config, InstantSource time) {
    PostgresqlStore store = new PostgresqlStore(pool(config), time);
    try {
      store.changeSchema(schema -> schema.open(time.instant()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  private static HikariDataSource pool(StoreConfig.Postgresql config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("store");
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.connections());
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(config.timeout().toMillis());
    hikari.setAutoCommit(false);
    // A server that vanished without a word must not hold a request for ever.
    hikari.addDataSourceProperty("connectTimeout", "5");
    hikari.addDataSourceProperty("socketTimeout", "60");
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("ApplicationName", "croft");
    try {
      return new HikariDataSource(hikari);
    } catch (HikariPool.PoolInitializationException e) {
      throw new StoreUnavailable("PostgreSQL cannot be reached at " + config, e);
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Transaction, T> body) {
    bodies.refuseNested();
    return again(
        () -> once(Connection.TRANSACTION_REPEATABLE_READ, false, body, new ArrayList<>()));
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Function<Transaction, T> body) {
    bodies.refuseNested();
    int level =
        switch (isolation) {
          case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
          case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
        };
    List<Runnable> afterCommit = new ArrayList<>();
    T result = again(() -> once(level, true, body, afterCommit));
    bodies.runAfterCommit(afterCommit);
    return result;
  }

  @Override
  void changeSchema(Consumer<Schema> change) {
    // READ COMMITTED: what is read after the lock must be what its last holder left.
    write(
        Isolation.READ_COMMITTED,
        transaction -> {
          transaction.sql().query(SCHEMA_LOCK, row -> "");
          change.accept(schema(transaction));
          return null;
        });
  }

  /** Other servers' changes are not heard of: nothing read before is sure to be true. */
  @Override
  public LongSupplier changes(Table<?>... tables) {
    return new AtomicLong()::incrementAndGet;
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T extends @Nullable Object> T once(
      int level, boolean writes, Function<Transaction, T> body, List<Runnable> afterCommit) {
    afterCommit.clear();
    try (Connection connection = pool.getConnection()) {
      connection.setTransactionIsolation(level);
      connection.setReadOnly(!writes);
      Sql sql = new Sql(connection, Dialect.POSTGRESQL);
      boolean committed = false;
      try {
        T result = bodies.run(sql, writes, body, afterCommit);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollBack(connection);
        }
      }
    } catch (SQLException e) {
      throw Dialect.POSTGRESQL.translate(e, "commit");
    }
  }

  /** The error that led here is the one to tell; a broken connection is dropped by the pool. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("A rollback failed", e);
    }
  }

  /** Runs a transaction until it does not meet another, with growing random pauses. */
  private static <T extends @Nullable Object> T again(Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (Contention e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new StoreUnavailable("Too many transactions change the same rows at once", e);
        }
        long most = Math.min(LONGEST_PAUSE_NANOS, 500_000L << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
      }
    }
  }
}
