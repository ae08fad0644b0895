package croft.services.logs.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Records for queries, a second apart, and what queries make of them. */
final class Records {
  static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Instant NOW = Instant.parse("2026-01-03T00:00:00Z");

  private final List<QueryRecord> records = new ArrayList<>();

  static Records of(String... messages) {
    Records made = new Records();
    for (String message : messages) {
      made.add(message);
    }
    return made;
  }

  Records add(String message) {
    int number = records.size();
    Instant at = BEGIN.plusSeconds(number);
    records.add(
        new QueryRecord(
            at,
            at.plusMillis(100),
            "123456789012:/app",
            "stream-" + number % 2,
            message,
            "p" + number));
    return this;
  }

  QueryRun run(String text) {
    QueryRun run;
    try {
      run = new QueryRun(Query.parse(text), NOW, Query.MOST_ROWS);
    } catch (QuerySyntaxException e) {
      throw new AssertionError(text, e);
    }
    feed(run);
    return run;
  }

  void feed(QueryRun run) {
    records.forEach(run::accept);
  }

  /** Each row as {@code a=1 b=2}, without the pointer. */
  List<String> rows(String text) {
    return run(text).rows().stream().map(Records::text).toList();
  }

  private static String text(Row row) {
    return row.fields().entrySet().stream()
        .filter(field -> !field.getKey().equals("@ptr"))
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining(" "));
  }
}
