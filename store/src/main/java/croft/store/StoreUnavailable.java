package croft.store;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot serve now: locked by another process, its disk full, or not reachable; the
 * message says which. Nothing committed is lost, nothing of the failed transaction is kept, and
 * service resumes by itself when the cause is gone. A caller of the API sees it as 503.
 *
 * <p>One case cannot be decided: when the connection to PostgreSQL breaks while it commits, the
 * change may have been made.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1L;

  StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
