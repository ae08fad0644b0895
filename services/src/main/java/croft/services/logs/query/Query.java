package croft.services.logs.query;

import java.util.List;

/**
 * A query that was read and can be run.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Query
 * syntax</a>.
 */
public final class Query {
  /** The most rows that results can have, and as many as they have by default. */
  public static final int MOST_ROWS = 10_000;

  private static final int MOST_CHARACTERS = 10_000;

  private final List<Section> sections;
  private final List<FieldName> shown;

  /**
   * A query.
   *
   * @param shown what rows show, in order
   */
  Query(List<Section> sections, List<FieldName> shown) {
    this.sections = List.copyOf(sections);
    this.shown = List.copyOf(shown);
  }

  /**
   * Reads a query.
   *
   * @throws QuerySyntaxException when it is none, or one that is not supported
   */
  public static Query parse(String text) throws QuerySyntaxException {
    if (text.length() > MOST_CHARACTERS) {
      throw new QuerySyntaxException(
          "the query has more than " + MOST_CHARACTERS + " characters",
          MOST_CHARACTERS,
          text.length());
    }
    return new Commands(text).read();
  }

  List<Section> sections() {
    return sections;
  }

  List<FieldName> shown() {
    return shown;
  }
}
