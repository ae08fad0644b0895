package croft.services.cloudwatch.series;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.store.Migration;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Keeps points. Those of the last hour are in memory and, against the end of the process, in a
 * journal: who publishes waits for it, and whoever waits writes for all that wait. Once a minute
 * {@link #settle} puts a minute's entries together into one; once an hour {@link #keep} moves them
 * into chunks. Safe for any number of threads.
 */
public final class SeriesStore implements MetricSink {
  /** Its own tables' schema, for {@link Store#migrate} under {@link #ROOM}. */
  public static final List<Migration> MIGRATIONS = Tables.MIGRATIONS;

  public static final String ROOM = "cloudwatch";

  /** How far back a point may lie. */
  public static final Duration OLDEST = Duration.ofDays(14);

  /** How far ahead a point may lie. */
  public static final Duration NEWEST = Duration.ofHours(2);

  private static final int AT_ONCE = 500;

  private final Store store;
  private final InstantSource time;
  private final SeriesDirectory directory = new SeriesDirectory();
  private final List<Shard> shards =
      IntStream.range(0, Shard.COUNT).mapToObj(number -> new Shard()).toList();
  private final Queue<Series> unknown = new ConcurrentLinkedQueue<>();

  /** Held while the journal or chunks are written. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Held alone while points go from memory into chunks, when a reader would see them twice. */
  private final ReentrantReadWriteLock moving = new ReentrantReadWriteLock();

  private final AtomicLong published = new AtomicLong();
  private long journalled;
  private long nextNumber;
  private volatile boolean loaded;

  public SeriesStore(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  /** What the store must know before the first point. */
  public static List<Table<?>> tables() {
    return List.of(SeriesRow.TABLE);
  }

  private <T> T writing(Supplier<T> body) {
    writing.lock();
    try {
      return body.get();
    } finally {
      writing.unlock();
    }
  }

  /** Reads what was kept, before the first use: no start waits for it. */
  private void load() {
    if (loaded) {
      return;
    }
    writing(() -> {
      if (!loaded) {
        restore();
        loaded = true;
      }
      return loaded;
    });
  }

  private void restore() {
    record Kept(List<SeriesRow> series, List<Tables.JournalRow> journal) {}
    Kept kept = store.read(tx -> new Kept(tx.listAll(SeriesRow.TABLE), Tables.journal(tx.sql())));
    for (SeriesRow row : kept.series) {
      Series series = directory.add(row.series());
      if (series != null) {
        series.sawPoint(row.lastSeen());
        // A row is written with, or before, whatever goes into chunks.
        series.storedUntil(row.lastSeen());
      }
    }
    for (Tables.JournalRow row : kept.journal) {
      shards.get(row.shard()).restore(row.body(), row.settled());
      nextNumber = row.number() + 1;
      PointReader in = new PointReader(row.body());
      while (in.hasMore()) {
        JournalEntry entry = JournalEntry.read(in);
        Optional.ofNullable(directory.byId(entry.series()))
            .ifPresent(series -> series.sawPoint(entry.begin()));
      }
    }
  }

  @Override
  public void publish(String scope, List<MetricPoint> points) {
    load();
    Instant now = time.instant();
    long earliest = now.minus(OLDEST).getEpochSecond();
    long latest = now.plus(NEWEST).getEpochSecond();
    for (MetricPoint point : points) {
      long at = point.at().getEpochSecond();
      if (at >= earliest && at <= latest) {
        add(series(new Series.Name(scope, point.metric(), point.unit())), point, at);
      }
    }
    journal(published.incrementAndGet());
  }

  private void add(Series series, MetricPoint point, long at) {
    Aggregate aggregate = new Aggregate();
    aggregate.add(point.observation());
    if (aggregate.count() == 0) {
      return;
    }
    Tier tier = point.resolutionSeconds() < 60 ? Tier.SECOND : Tier.MINUTE;
    shards.get(series.shard()).add(series.id(), tier, at, aggregate);
    series.sawPoint(at);
  }

  private Series series(Series.Name name) {
    Series known = directory.get(name);
    while (known == null) {
      Series added = directory.add(name);
      if (added != null) {
        // Before the first of its points is pending: the row is written no later than the point.
        unknown.add(added);
        added.storedUntil(Long.MIN_VALUE);
      }
      known = directory.get(name);
    }
    return known;
  }

  /** Returns when all that was published up to a ticket is in the journal. */
  private void journal(long ticket) {
    writing(() -> {
      if (journalled < ticket) {
        writePending();
      }
      return journalled;
    });
  }

  private void writePending() {
    long covered = published.get();
    List<Tables.JournalRow> rows = new ArrayList<>();
    for (int shard = 0; shard < Shard.COUNT; shard++) {
      byte[] body = shards.get(shard).takePending();
      if (body.length > 0) {
        rows.add(new Tables.JournalRow(nextNumber++, shard, false, body));
      }
    }
    List<Series> added = new ArrayList<>();
    for (Series next = unknown.poll(); next != null; next = unknown.poll()) {
      added.add(next);
    }
    boolean written = false;
    try {
      if (!rows.isEmpty()) {
        writeNew(added);
        store.write(tx -> {
          rows.forEach(row -> Tables.append(tx.sql(), row));
          return rows;
        });
      }
      written = true;
      journalled = covered;
    } finally {
      if (!written) {
        unknown.addAll(added);
        rows.forEach(row -> shards.get(row.shard()).giveBack(row.body()));
      }
    }
  }

  /** Series before their points, some at a time: nobody else waits long for the store. */
  private void writeNew(List<Series> added) {
    for (int begin = 0; begin < added.size(); begin += AT_ONCE) {
      List<Series> some = added.subList(begin, Math.min(added.size(), begin + AT_ONCE));
      store.write(tx -> {
        some.forEach(series -> tx.put(SeriesRow.TABLE, SeriesRow.of(series)));
        return some;
      });
    }
  }

  /** Puts the journal's newest entries together, so that it stays small. */
  public void settle() {
    load();
    writing(() -> {
      writePending();
      List<Tables.JournalRow> rows = new ArrayList<>();
      for (int shard = 0; shard < Shard.COUNT; shard++) {
        rows.add(
            new Tables.JournalRow(nextNumber++, shard, true, shards.get(shard).beginSettling()));
      }
      boolean written = false;
      try {
        writeSettled(rows);
        written = true;
      } finally {
        for (Shard shard : shards) {
          shard.endSettling(written);
        }
      }
      return written;
    });
  }

  /** What came meanwhile is pending: all that the journal has one by one is among these. */
  private void writeSettled(List<Tables.JournalRow> rows) {
    List<Tables.JournalRow> filled = rows.stream().filter(row -> row.body().length > 0).toList();
    if (!filled.isEmpty()) {
      store.write(tx -> {
        for (Tables.JournalRow row : filled) {
          Tables.forget(tx.sql(), row.shard(), false);
          Tables.append(tx.sql(), row);
        }
        return filled;
      });
    }
  }

  /** Moves all points that were settled into chunks. */
  public void keep() {
    IntStream.range(0, Shard.COUNT).forEach(this::keep);
  }

  /** Moves the settled points of one shard, 0 to 15, into chunks. */
  void keep(int number) {
    load();
    Shard shard = shards.get(number);
    writing(() -> {
      Map<Tables.ChunkKey, NavigableMap<Long, Aggregate>> chunks = chunks(shard.settled());
      if (chunks.isEmpty()) {
        return chunks;
      }
      moving.writeLock().lock();
      try {
        store.write(tx -> {
          chunks.forEach((key, points) -> Tables.merge(tx.sql(), key, points));
          Tables.forget(tx.sql(), number, true);
          touch(tx, chunks);
          return chunks;
        });
        chunks.forEach(this::stored);
        shard.drop();
      } finally {
        moving.writeLock().unlock();
      }
      return chunks;
    });
  }

  private static Map<Tables.ChunkKey, NavigableMap<Long, Aggregate>> chunks(Generation points) {
    Map<Tables.ChunkKey, NavigableMap<Long, Aggregate>> chunks = new HashMap<>();
    points.forEach((series, tier, begin, aggregate) ->
        chunks
            .computeIfAbsent(
                new Tables.ChunkKey(series, tier, tier.chunkOf(begin)), key -> new TreeMap<>())
            .put(begin, aggregate));
    return chunks;
  }

  private void touch(Transaction tx, Map<Tables.ChunkKey, ?> chunks) {
    chunks.keySet().stream()
        .map(Tables.ChunkKey::series)
        .distinct()
        .map(directory::byId)
        .flatMap(series -> Optional.ofNullable(series).stream())
        .forEach(series -> tx.put(SeriesRow.TABLE, SeriesRow.of(series)));
  }

  private void stored(Tables.ChunkKey key, NavigableMap<Long, Aggregate> points) {
    Series series = directory.byId(key.series());
    if (series != null) {
      series.storedUntil(Math.max(series.storedUntil(), points.lastKey()));
    }
  }

  /** A metric's series, one for each unit. */
  public List<Series> series(String scope, MetricKey metric) {
    load();
    return directory.of(scope, metric);
  }

  /** Every metric of an account and region. */
  public Map<MetricKey, List<Series>> metrics(String scope) {
    load();
    return directory.all(scope);
  }

  /** What to read: the points of all these series together. */
  public record Reading(List<Series> series, Span span) {
    public Reading {
      series = List.copyOf(series);
    }

    private boolean isStored(Series one) {
      return one.storedUntil() >= span.from();
    }
  }

  /** Reads many spans in one look, into the spans. */
  public void read(List<Reading> readings) {
    load();
    moving.readLock().lock();
    try {
      if (readings.stream()
          .anyMatch(reading -> reading.series.stream().anyMatch(reading::isStored))) {
        store.read(tx -> {
          readings.forEach(reading -> readChunks(tx, reading));
          return readings;
        });
      }
      for (Reading reading : readings) {
        for (Series series : reading.series) {
          shards.get(series.shard()).read(series.id(), reading.span);
        }
      }
    } finally {
      moving.readLock().unlock();
    }
  }

  private static void readChunks(Transaction tx, Reading reading) {
    for (Series series : reading.series) {
      if (reading.isStored(series)) {
        Tables.read(tx.sql(), series.id(), reading.span);
      }
    }
  }

  /** Of all series, those whose last point is older are forgotten. */
  void forgetBefore(long epochSecond) {
    load();
    List<Series> gone =
        directory.everywhere().stream()
            .filter(one -> one.lastSeen() != Long.MIN_VALUE && one.lastSeen() < epochSecond)
            .toList();
    if (!gone.isEmpty()) {
      store.write(tx -> {
        gone.forEach(
            one -> tx.delete(SeriesRow.TABLE, one.name().scope(), Long.toHexString(one.id())));
        return gone;
      });
      gone.forEach(directory::remove);
    }
  }
}
