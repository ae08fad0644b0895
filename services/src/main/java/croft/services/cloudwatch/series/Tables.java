package croft.services.cloudwatch.series;

import croft.store.Migration;
import croft.store.Sql;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The journal and the chunks, in tables of their own. */
final class Tables {
  /** Their schema, for {@link croft.store.Store#migrate}. */
  static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              "metrics' journal and chunks",
              List.of(
                  "CREATE TABLE cloudwatch_journal (number BIGINT NOT NULL PRIMARY KEY,"
                      + " shard BIGINT NOT NULL, settled BIGINT NOT NULL, body {blob} NOT NULL)",
                  "CREATE TABLE cloudwatch_chunk (series BIGINT NOT NULL, tier BIGINT NOT NULL,"
                      + " begins BIGINT NOT NULL, body {blob} NOT NULL,"
                      + " PRIMARY KEY (series, tier, begins))",
                  "CREATE INDEX i_cloudwatch_chunk_age ON cloudwatch_chunk (tier, begins)")));

  private static final String OF_CHUNK = " WHERE series = ? AND tier = ? AND begins = ?";

  private Tables() {}

  /** A row of the journal. */
  record JournalRow(long number, int shard, boolean settled, byte[] body) {}

  /** Where a chunk is. */
  record ChunkKey(long series, Tier tier, long begins) {}

  static List<JournalRow> journal(Sql sql) {
    return sql.query(
        "SELECT number, shard, settled, body FROM cloudwatch_journal ORDER BY number",
        row -> new JournalRow(row.getLong(1), row.getInt(2), row.getLong(3) != 0, row.getBytes(4)));
  }

  static void append(Sql sql, JournalRow row) {
    sql.update(
        "INSERT INTO cloudwatch_journal (number, shard, settled, body) VALUES (?,?,?,?)",
        row.number(),
        row.shard(),
        row.settled() ? 1 : 0,
        row.body());
  }

  static void forget(Sql sql, int shard, boolean settled) {
    sql.update(
        "DELETE FROM cloudwatch_journal WHERE shard = ? AND settled = ?", shard, settled ? 1 : 0);
  }

  /** Adds points to a chunk. */
  static void merge(Sql sql, ChunkKey key, NavigableMap<Long, Aggregate> more) {
    NavigableMap<Long, Aggregate> all =
        sql.queryFirst(
                "SELECT body FROM cloudwatch_chunk" + OF_CHUNK,
                row -> decode(key.begins(), row.getBytes(1)),
                key.series(),
                key.tier().seconds(),
                key.begins())
            .orElseGet(TreeMap::new);
    more.forEach(
        (begin, aggregate) -> all.computeIfAbsent(begin, at -> new Aggregate()).merge(aggregate));
    sql.update(
        "INSERT INTO cloudwatch_chunk (series, tier, begins, body) VALUES (?,?,?,?)"
            + " ON CONFLICT (series, tier, begins) DO UPDATE SET body = excluded.body",
        key.series(),
        key.tier().seconds(),
        key.begins(),
        encode(key.begins(), all));
  }

  /** Reads what a span wants of a series. */
  static void read(Sql sql, long series, Span span) {
    for (Tier tier : Tier.values()) {
      if (span.takes(tier)) {
        sql.query(
            "SELECT begins, body FROM cloudwatch_chunk WHERE series = ? AND tier = ? AND begins >= ?"
                + " AND begins < ?",
            row -> {
              decode(row.getLong(1), row.getBytes(2))
                  .subMap(span.from(), span.to())
                  .forEach(span::add);
              return series;
            },
            series,
            tier.seconds(),
            tier.chunkOf(span.from()),
            span.to());
      }
    }
  }

  /** The oldest chunks of a tier that end before a time. */
  static List<ChunkKey> ended(Sql sql, Tier tier, long before, int limit) {
    return sql.query(
        "SELECT series, begins FROM cloudwatch_chunk WHERE tier = ? AND begins < ?"
            + " ORDER BY begins LIMIT "
            + limit,
        row -> new ChunkKey(row.getLong(1), tier, row.getLong(2)),
        tier.seconds(),
        before);
  }

  static NavigableMap<Long, Aggregate> chunk(Sql sql, ChunkKey key) {
    return sql.queryFirst(
            "SELECT body FROM cloudwatch_chunk" + OF_CHUNK,
            row -> decode(key.begins(), row.getBytes(1)),
            key.series(),
            key.tier().seconds(),
            key.begins())
        .orElseGet(TreeMap::new);
  }

  static void delete(Sql sql, ChunkKey key) {
    sql.update(
        "DELETE FROM cloudwatch_chunk" + OF_CHUNK,
        key.series(),
        key.tier().seconds(),
        key.begins());
  }

  /** Each point's distance from the one before it, then the point. */
  private static byte[] encode(long begins, NavigableMap<Long, Aggregate> points) {
    PointWriter out = new PointWriter();
    long[] last = {begins};
    points.forEach((begin, aggregate) -> {
      out.number(begin - last[0]);
      last[0] = begin;
      aggregate.write(out);
    });
    return out.written();
  }

  private static NavigableMap<Long, Aggregate> decode(long begins, byte[] body) {
    NavigableMap<Long, Aggregate> points = new TreeMap<>();
    PointReader in = new PointReader(body);
    long last = begins;
    while (in.hasMore()) {
      last += in.number();
      points.put(last, Aggregate.read(in));
    }
    return points;
  }
}
