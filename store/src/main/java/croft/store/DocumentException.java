package croft.store;

import org.jspecify.annotations.Nullable;

/** A record could not be written as a document, or a stored document does not read as its type. */
public final class DocumentException extends StoreException {
  private static final long serialVersionUID = 1L;

  DocumentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
