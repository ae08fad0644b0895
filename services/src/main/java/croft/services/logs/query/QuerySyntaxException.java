package croft.services.logs.query;

/** A text that is no query; the message says what and where, in AWS's manner. */
public final class QuerySyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final int end;

  QuerySyntaxException(String message, int position, int end) {
    super(message);
    this.position = position;
    this.end = end;
  }

  /** Where the fault begins, in characters from the query's begin (0). */
  public int position() {
    return position;
  }

  /** Behind the fault's last character. */
  public int end() {
    return end;
  }
}
