package croft.services.logs.block;

import croft.store.Migration;
import croft.store.Sql;
import java.util.List;
import java.util.Optional;

/** The blocks, in a table of their own: documents would cost more than what is said in them. */
final class BlockTable {
  /** Its schema, for {@link croft.store.Store#migrate}. */
  static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              "blocks of log events",
              List.of(
                  "CREATE TABLE logs_block (log_group BIGINT NOT NULL, stream BIGINT NOT NULL,"
                      + " number BIGINT NOT NULL, begins BIGINT NOT NULL, ends BIGINT NOT NULL,"
                      + " bytes BIGINT NOT NULL, packed BIGINT NOT NULL, body {blob} NOT NULL,"
                      + " PRIMARY KEY (log_group, stream, number))",
                  "CREATE INDEX i_logs_block_time ON logs_block"
                      + " (log_group, ends, begins, stream, number, bytes)",
                  "CREATE INDEX i_logs_block_loose ON logs_block (log_group, stream)"
                      + " WHERE packed = 0")));

  private static final String OF_BLOCK = " WHERE log_group = ? AND stream = ? AND number = ?";

  private BlockTable() {}

  /** Where a block is, and the time of its events. */
  record Place(long group, long stream, long number, long begins, long ends) {}

  /** A block. */
  record Row(Place place, long bytes, boolean packed, byte[] body) {}

  /** A block that is not packed, and the length of its body. */
  record Loose(Place place, long bytes, int length) {}

  /** A stream of a group. */
  record Source(long group, long stream) {}

  static void insert(Sql sql, Row row) {
    Place place = row.place();
    sql.update(
        "INSERT INTO logs_block (log_group, stream, number, begins, ends, bytes, packed, body)"
            + " VALUES (?,?,?,?,?,?,?,?)",
        place.group(),
        place.stream(),
        place.number(),
        place.begins(),
        place.ends(),
        row.bytes(),
        row.packed() ? 1 : 0,
        row.body());
  }

  static void delete(Sql sql, Place place) {
    sql.update("DELETE FROM logs_block" + OF_BLOCK, place.group(), place.stream(), place.number());
  }

  /** The blocks of a group that may have events of a time, in no order. */
  static List<Place> places(Sql sql, long group, long from, long to) {
    return sql.query(
        "SELECT stream, number, begins, ends FROM logs_block"
            + " WHERE log_group = ? AND ends >= ? AND begins <= ?",
        row -> new Place(group, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
        group,
        from,
        to);
  }

  /** A block's bytes as they were before packing; empty when it is gone. */
  static Optional<byte[]> body(Sql sql, Place place) {
    return sql.queryFirst(
        "SELECT packed, body FROM logs_block" + OF_BLOCK,
        row -> row.getLong(1) != 0 ? Packing.unpack(row.getBytes(2)) : row.getBytes(2),
        place.group(),
        place.stream(),
        place.number());
  }

  /** How many bytes a group has, as AWS counts them. */
  static long bytes(Sql sql, long group) {
    return sql.queryFirst(
            "SELECT COALESCE(SUM(bytes), 0) FROM logs_block WHERE log_group = ?",
            row -> row.getLong(1),
            group)
        .orElse(0L);
  }

  /** The streams that have at least so many blocks that are not packed. */
  static List<Source> loose(Sql sql, int least) {
    return sql.query(
        "SELECT log_group, stream FROM logs_block WHERE packed = 0 GROUP BY log_group, stream"
            + " HAVING COUNT(*) >= ?",
        row -> new Source(row.getLong(1), row.getLong(2)),
        least);
  }

  /** The first blocks of a stream that are not packed. */
  static List<Loose> loose(Sql sql, Source source, int most) {
    return sql.query(
        "SELECT number, begins, ends, bytes, LENGTH(body) FROM logs_block WHERE log_group = ?"
            + " AND stream = ? AND packed = 0 ORDER BY number LIMIT ?",
        row ->
            new Loose(
                new Place(
                    source.group(),
                    source.stream(),
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3)),
                row.getLong(4),
                row.getInt(5)),
        source.group(),
        source.stream(),
        most);
  }

  /** Some blocks of a group whose events all are older. */
  static List<Place> older(Sql sql, long group, long before, int most) {
    return sql.query(
        "SELECT stream, number, begins, ends FROM logs_block WHERE log_group = ? AND ends < ?"
            + " LIMIT ?",
        row -> new Place(group, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
        group,
        before,
        most);
  }

  /** Some blocks of a stream. */
  static List<Place> some(Sql sql, Source source, int most) {
    return sql.query(
        "SELECT number, begins, ends FROM logs_block WHERE log_group = ? AND stream = ? LIMIT ?",
        row ->
            new Place(
                source.group(), source.stream(), row.getLong(1), row.getLong(2), row.getLong(3)),
        source.group(),
        source.stream(),
        most);
  }
}
