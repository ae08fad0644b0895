package croft.store;

import org.jspecify.annotations.Nullable;

/** What a store can answer instead of doing as asked. */
public abstract sealed class StoreException extends RuntimeException
    permits AlreadyExistsException,
        StaleVersionException,
        StoreUnavailable,
        NewerSchemaException,
        DocumentException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
