package croft.services.logs.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A run of a query: takes records one by one, in any order, and tells at any time what has come of
 * them. What it keeps is bounded. Safe for several threads.
 */
public final class QueryRun {
  private final Query query;
  private final Instant now;
  private final int most;
  private final Barrier first;
  private final Consumer<Line> way;
  private long scanned;
  private long matched;
  private long bytes;
  private boolean reached;
  private boolean failed;

  /**
   * A run that has seen nothing.
   *
   * @param now when the query was started, for {@code now()}
   * @param most rows that the caller wants; {@link Query#MOST_ROWS} for as many as there are
   */
  public QueryRun(Query query, Instant now, int most) {
    this.query = query;
    this.now = now;
    this.most = most;
    Section section = query.sections().getFirst();
    this.first = section.plan().open(now, most);
    this.way =
        section.into(line -> {
          reached = true;
          first.accept(line);
        });
  }

  /**
   * Takes a record.
   *
   * @throws QueryLimitException when the query would keep too much: it has failed
   */
  public synchronized void accept(QueryRecord record) {
    bytes += bytes(record.message());
    reached = false;
    failing(() -> {
      way.accept(Line.of(record, scanned++, now));
      return true;
    });
    if (reached) {
      matched++;
    }
  }

  private <T> T failing(Supplier<T> work) {
    try {
      return work.get();
    } catch (QueryLimitException e) {
      failed = true;
      throw e;
    }
  }

  /** How many bytes a text has in UTF-8. */
  private static long bytes(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter >= 0x80) {
        // Each half of a pair stands for two of its four bytes.
        bytes += letter < 0x800 || Character.isSurrogate(letter) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Records that were looked at. */
  public synchronized long scanned() {
    return scanned;
  }

  /** Records that passed the filters before the first {@code stats}, {@code limit} or such. */
  public synchronized long matched() {
    return matched;
  }

  /** Bytes of messages that were looked at. */
  public synchronized long bytesScanned() {
    return bytes;
  }

  /**
   * The results so far; none of a query that has failed, for they would be wrong.
   *
   * @throws QueryLimitException when too much would have to be kept for them: it has failed
   */
  public synchronized List<Row> rows() {
    return failed ? List.of() : failing(this::results);
  }

  private List<Row> results() {
    List<Line> lines = first.lines();
    for (Section section : query.sections().subList(1, query.sections().size())) {
      Barrier barrier = section.plan().open(now, most);
      lines.forEach(section.into(barrier::accept));
      lines = barrier.lines();
    }
    List<Row> rows = new ArrayList<>(lines.size());
    lines.forEach(line -> rows.add(row(line)));
    return rows;
  }

  private Row row(Line line) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (FieldName field : query.shown()) {
      Value value = line.get(field);
      if (!value.isMissing()) {
        fields.put(field.name(), value.text());
      }
    }
    return new Row(fields);
  }
}
