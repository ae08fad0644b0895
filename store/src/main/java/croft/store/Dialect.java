package croft.store;

import java.sql.SQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteErrorCode;

/** All that differs between the databases: a few types, a few words, and the meaning of errors. */
enum Dialect {
  SQLITE("TEXT", "BLOB", "") {
    @Override
    RuntimeException translate(SQLException e, String doing) {
      // The low byte is the primary code, the rest says more.
      return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
            new StoreUnavailable("The store is locked by another process", e);
        case SQLITE_FULL -> new StoreUnavailable("The disk of the store is full", e);
        case SQLITE_IOERR -> new StoreUnavailable("The disk of the store fails or is full", e);
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH ->
            new StoreUnavailable("The store's file cannot be opened for writing", e);
        case SQLITE_CORRUPT, SQLITE_NOTADB ->
            new StoreUnavailable("The store's file is damaged: restore a backup", e);
        case SQLITE_NOMEM -> new StoreUnavailable("The store is out of memory", e);
        default -> new IllegalStateException("The store could not " + doing, e);
      };
    }
  },

  POSTGRESQL("TEXT COLLATE \"C\"", "BYTEA", " FOR UPDATE SKIP LOCKED") {
    @Override
    RuntimeException translate(SQLException e, String doing) {
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      if (state.equals(PSQLState.SERIALIZATION_FAILURE.getState())
          || state.equals(PSQLState.DEADLOCK_DETECTED.getState())) {
        return new Contention(e);
      }
      if (state.startsWith("53")) {
        return new StoreUnavailable("PostgreSQL lacks disk, memory or connections", e);
      }
      if (state.equals("25006")) {
        return new StoreUnavailable("PostgreSQL is read-only: a standby?", e);
      }
      if (state.startsWith("08")
          || state.startsWith("57P")
          || state.startsWith("28")
          || state.startsWith("58")
          || e instanceof java.sql.SQLTransientConnectionException) {
        return new StoreUnavailable("PostgreSQL cannot be reached", e);
      }
      return new IllegalStateException("The store could not " + doing, e);
    }
  };

  private final String keyType;
  private final String blobType;
  private final String skipLocked;

  Dialect(String keyType, String blobType, String skipLocked) {
    this.keyType = keyType;
    this.blobType = blobType;
    this.skipLocked = skipLocked;
  }

  /** What an error of the database means to a caller. */
  abstract RuntimeException translate(SQLException e, String doing);

  /** A statement of a schema in this database's types. */
  String schema(String statement) {
    return statement.replace("{key}", keyType).replace("{blob}", blobType);
  }

  /** Ends a subselect of work to claim, so that servers do not wait for one another's claims. */
  String skipLocked() {
    return skipLocked;
  }
}
