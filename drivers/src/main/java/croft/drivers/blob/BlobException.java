package croft.drivers.blob;

import java.io.IOException;

/** A blob that could not be written or read. An {@code IOException}, so that streams carry it. */
public final class BlobException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What a caller can do about it. */
  public enum Reason {
    /** No such blob, or it is shorter than it was. */
    MISSING,
    /** There is no room: free some, then repeat. */
    FULL,
    /** The store failed or cannot be reached; the message says how. May be repeated. */
    UNAVAILABLE
  }

  private final Reason reason;

  public BlobException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public BlobException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static BlobException missing(String id) {
    return new BlobException(Reason.MISSING, "No blob " + id);
  }

  public Reason reason() {
    return reason;
  }
}
