package croft.store;

/** An insert found a row of the same scope and id. */
public final class AlreadyExistsException extends StoreException {
  private static final long serialVersionUID = 1L;

  AlreadyExistsException(String table, String scope, String id) {
    super("Table " + table + " already has " + id + " in \"" + scope + "\"", null);
  }
}
