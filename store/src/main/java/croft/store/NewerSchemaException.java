package croft.store;

/** The store was last used by a newer Croft, whose schema this one does not know. */
public final class NewerSchemaException extends StoreException {
  private static final long serialVersionUID = 1L;

  NewerSchemaException(String what, long found, long known) {
    super(
        ("This store was written by a newer Croft: the schema of %s is %d, this Croft knows %d."
                + " Start the newer Croft, or restore a backup made before the upgrade.")
            .formatted(what, found, known),
        null);
  }
}
