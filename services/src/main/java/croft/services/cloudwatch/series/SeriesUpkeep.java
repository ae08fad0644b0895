package croft.services.cloudwatch.series;

import croft.store.Store;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Settles the journal each minute, moves a sixteenth of all points into chunks every few minutes,
 * and each hour makes old points coarser and forgets the oldest.
 */
public final class SeriesUpkeep implements Reconciler {
  public static final String NAME = "cloudwatch-series";

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int AT_ONCE = 200;

  private final SeriesStore series;
  private final Store store;
  private final InstantSource time;
  private long minutes;

  public SeriesUpkeep(SeriesStore series, Store store, InstantSource time) {
    this.series = series;
    this.store = store;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() {
    series.settle();
    // Sixteen shards in an hour, one at a time: none holds up the store for long.
    long round = minutes++;
    if (round % 4 == 3) {
      series.keep((int) (round / 4 % Shard.COUNT));
    }
    if (round % 60 == 0) {
      retain();
    }
  }

  /** Makes points coarser that are older than their kind is kept. */
  void retain() {
    Instant now = time.instant();
    drop(Tier.SECOND, now);
    coarsen(Tier.MINUTE, Tier.FIVE_MINUTES, now);
    coarsen(Tier.FIVE_MINUTES, Tier.HOUR, now);
    drop(Tier.HOUR, now);
    series.forgetBefore(now.minus(Tier.HOUR.kept()).getEpochSecond());
  }

  /** Chunks that began before this hold nothing that is still to be kept as it is. */
  private static long ended(Tier tier, Instant now) {
    return tier.chunkOf(now.minus(tier.kept()).getEpochSecond());
  }

  private void drop(Tier tier, Instant now) {
    repeat(() ->
        store.write(tx -> {
          List<Tables.ChunkKey> old = Tables.ended(tx.sql(), tier, ended(tier, now), AT_ONCE);
          old.forEach(key -> Tables.delete(tx.sql(), key));
          return old.size();
        }));
  }

  private void coarsen(Tier fine, Tier coarse, Instant now) {
    repeat(() ->
        store.write(tx -> {
          List<Tables.ChunkKey> old = Tables.ended(tx.sql(), fine, ended(fine, now), AT_ONCE);
          for (Tables.ChunkKey key : old) {
            NavigableMap<Long, Aggregate> points = new TreeMap<>();
            Tables.chunk(tx.sql(), key)
                .forEach((begin, aggregate) ->
                    points
                        .computeIfAbsent(coarse.pointOf(begin), at -> new Aggregate())
                        .merge(aggregate));
            // A chunk of the finer kind never reaches over the end of one of the coarser.
            Tables.merge(
                tx.sql(),
                new Tables.ChunkKey(key.series(), coarse, coarse.chunkOf(key.begins())),
                points);
            Tables.delete(tx.sql(), key);
          }
          return old.size();
        }));
  }

  /** How many a step took. */
  @FunctionalInterface
  private interface Step {
    int take();
  }

  private static void repeat(Step step) {
    while (step.take() == AT_ONCE) {
      // The next ones.
    }
  }
}
