package croft.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** Opens connections to one SQLite file. */
final class SqliteConnections {
  private final StoreConfig.Sqlite config;

  SqliteConnections(StoreConfig.Sqlite config) {
    this.config = config;
  }

  /** Makes the file, for its owner's eyes only; SQLite gives its log files the same mode. */
  void createFile() {
    Path file = config.file().toAbsolutePath();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // An existing store is opened as it is.
      return;
    } catch (IOException e) {
      throw new StoreUnavailable("The store's file " + file + " cannot be made", e);
    }
  }

  /**
   * The connection of the writer. WAL lets readers go on meanwhile; synchronous FULL syncs the log
   * at every commit, so that a commit survives the loss of power. NORMAL would lose the last
   * commits.
   */
  Connection openWriter() {
    return open(false);
  }

  Connection openReader() {
    return open(true);
  }

  private Connection open(boolean reader) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setBusyTimeout((int) config.lockTimeout().toMillis());
    sqlite.setCacheSize(-16_000);
    try {
      Connection connection =
          sqlite.createConnection("jdbc:sqlite:" + config.file().toAbsolutePath());
      try (var statement = connection.createStatement()) {
        if (reader) {
          statement.execute("PRAGMA query_only = ON");
        } else {
          // Gives back the disk a burst of writes took.
          statement.execute("PRAGMA journal_size_limit = 67108864");
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    } catch (SQLException e) {
      throw Dialect.SQLITE.translate(e, "open " + config.file());
    }
  }
}
