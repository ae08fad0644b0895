package croft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.store.testing.LocalPostgresql;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlStoreTest extends StoreContract {
  private static @Nullable LocalPostgresql postgresql;
  private @Nullable StoreConfig config;

  @BeforeAll
  static void start() {
    String missing = LocalPostgresql.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    postgresql = LocalPostgresql.start();
  }

  @AfterAll
  static void stop() {
    if (postgresql != null) {
      postgresql.close();
    }
  }

  @Override
  StoreConfig config() {
    StoreConfig known = config;
    if (known == null) {
      known = server().newDatabase();
      config = known;
    }
    return known;
  }

  private static LocalPostgresql server() {
    return Objects.requireNonNull(postgresql);
  }

  @Test
  void saysWhenTheServerIsGoneAndGoesOnWhenItIsBack() {
    StoreConfig.Postgresql usual = (StoreConfig.Postgresql) config();
    StoreConfig impatient =
        new StoreConfig.Postgresql(
            usual.url(), usual.user(), usual.password(), 4, Duration.ofSeconds(1));
    try (Store store = Store.open(impatient)) {
      store.register(Samples.VOLUMES);
      store.write(t -> {
        t.put(Samples.VOLUMES, Samples.volume("s", "1"));
        return null;
      });
      server().stopServer();
      try {
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> store.read(t -> t.listAll(Samples.VOLUMES)))
              .isInstanceOf(StoreUnavailable.class)
              .hasMessageContaining("PostgreSQL cannot be reached");
        }
        assertThatThrownBy(() -> Store.open(impatient))
            .isInstanceOf(StoreUnavailable.class)
            .hasMessageContaining("127.0.0.1")
            .hasMessageNotContaining("only for tests");
      } finally {
        server().startServer();
      }
      assertThat(eventuallyCount(store)).isEqualTo(1);
    }
  }

  /** The pool tries to connect again at growing intervals, of ten seconds at most. */
  private static int eventuallyCount(Store store) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return store.read(t -> t.listAll(Samples.VOLUMES).size());
      } catch (StoreUnavailable e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }
}
