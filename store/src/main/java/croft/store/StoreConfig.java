package croft.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the store is. */
public sealed interface StoreConfig {

  /**
   * A file of this machine. Several processes of one machine may open it; never over a network file
   * system.
   *
   * @param file made with mode 0600 when missing
   * @param lockTimeout how long to wait for another process that holds the file
   */
  record Sqlite(Path file, Duration lockTimeout) implements StoreConfig {}

  /**
   * A PostgreSQL database, version 13 or later, that this user may create tables in.
   *
   * @param url a JDBC URL: {@code jdbc:postgresql://host:port/database?…}
   * @param connections the most to hold open
   * @param timeout how long to wait for a connection
   */
  record Postgresql(String url, String user, String password, int connections, Duration timeout)
      implements StoreConfig {

    /** Without the password. */
    @Override
    public String toString() {
      int parameters = url.indexOf('?');
      return user + "@" + (parameters < 0 ? url : url.substring(0, parameters));
    }
  }

  static StoreConfig sqlite(Path file) {
    return new Sqlite(file, Duration.ofSeconds(5));
  }

  static StoreConfig postgresql(String url, String user, String password) {
    return new Postgresql(url, user, password, 10, Duration.ofSeconds(5));
  }

  /**
   * Reads what a configuration file holds: a path, {@code sqlite:path}, or {@code
   * postgresql://user:password@host:port/database?…}.
   *
   * @throws IllegalArgumentException for another form
   */
  static StoreConfig parse(String text) {
    if (text.startsWith("sqlite:")) {
      return sqlite(Path.of(text.substring("sqlite:".length())));
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return parsePostgresql(URI.create(text));
    }
    if (text.contains("://") || text.startsWith("jdbc:")) {
      // The text may hold a password: it is not repeated.
      throw new IllegalArgumentException(
          "A store is a path, sqlite:path or postgresql://user:password@host:port/database");
    }
    return sqlite(Path.of(text));
  }

  private static StoreConfig parsePostgresql(URI uri) {
    @Nullable String login = uri.getUserInfo();
    String[] parts = login == null ? new String[] {"postgres"} : login.split(":", 2);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String url = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
    return postgresql(url, parts[0], parts.length > 1 ? parts[1] : "");
  }
}
