package croft.store;

/**
 * An update expected a version the row no longer has, or the row is gone: read again and decide.
 */
public final class StaleVersionException extends StoreException {
  private static final long serialVersionUID = 1L;

  StaleVersionException(String table, String scope, String id, long expectedVersion) {
    super(
        "Table %s has no version %d of %s in \"%s\"".formatted(table, expectedVersion, id, scope),
        null);
  }
}
