package croft.services.logs.insights;

import croft.store.Table;
import java.util.List;

/**
 * A query that was started.
 *
 * @param scope {@code account/region}
 * @param text in the language of Logs Insights
 * @param groups the ARNs of the groups it looks at
 * @param from the first second since the epoch
 * @param to the last one
 * @param limit the most rows, where the text says nothing of it
 * @param createdAt milliseconds since the epoch
 * @param statistics of its end; zeros before
 */
public record LogQuery(
    String scope,
    String id,
    String text,
    List<String> groups,
    long from,
    long to,
    int limit,
    long createdAt,
    Status status,
    Statistics statistics) {

  /** By {@code account/region} and id. */
  public static final Table<LogQuery> TABLE =
      Table.of("logs_query", LogQuery.class, LogQuery::scope, LogQuery::id);

  public LogQuery {
    groups = List.copyOf(groups);
  }

  /** How far it is. */
  public enum Status {
    SCHEDULED("Scheduled"),
    RUNNING("Running"),
    COMPLETE("Complete"),
    FAILED("Failed"),
    CANCELLED("Cancelled"),
    TIMEOUT("Timeout");

    private final String spelling;

    Status(String spelling) {
      this.spelling = spelling;
    }

    /** As AWS has it. */
    public String spelling() {
      return spelling;
    }
  }

  /** What it looked at. */
  public record Statistics(double matched, double scanned, double bytes) {
    static final Statistics NONE = new Statistics(0, 0, 0);
  }

  boolean isOpen() {
    return status == Status.SCHEDULED || status == Status.RUNNING;
  }

  String key() {
    return key(scope, id);
  }

  static String key(String scope, String id) {
    return scope + "/" + id;
  }

  LogQuery in(Status next, Statistics seen) {
    return new LogQuery(scope, id, text, groups, from, to, limit, createdAt, next, seen);
  }
}
