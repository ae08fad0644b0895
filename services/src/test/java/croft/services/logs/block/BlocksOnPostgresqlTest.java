package croft.services.logs.block;

import croft.store.StoreConfig;
import croft.store.testing.LocalPostgresql;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
final class BlocksOnPostgresqlTest extends BlocksTest {
  private static @Nullable LocalPostgresql server;

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(
        LocalPostgresql.missing().isEmpty(), () -> LocalPostgresql.missing().orElse(""));
    server = LocalPostgresql.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  StoreConfig config(Path scratch) {
    if (server == null) {
      throw new IllegalStateException("No server was started");
    }
    return StoreConfig.parse(server.newUrl());
  }
}
