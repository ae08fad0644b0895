package croft.services.logs.insights;

import croft.base.ServiceError;
import croft.services.logs.query.Query;
import croft.services.logs.query.QuerySyntaxException;

/** Reads the queries of requests. */
final class Queries {
  private Queries() {}

  /**
   * The query a text is.
   *
   * @throws ServiceError {@code MalformedQueryException}
   */
  static Query parse(String text) {
    try {
      return Query.parse(text);
    } catch (QuerySyntaxException e) {
      throw ServiceError.badRequest("MalformedQueryException", String.valueOf(e.getMessage()));
    }
  }
}
