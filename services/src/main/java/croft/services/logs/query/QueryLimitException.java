package croft.services.logs.query;

/** A query that would keep more than one may: it has failed, and the message says why. */
public final class QueryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryLimitException(String message) {
    super(message);
  }
}
