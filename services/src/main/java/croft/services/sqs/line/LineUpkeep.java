package croft.services.sqs.line;

import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.SqsParts;
import croft.store.Transaction;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Removes what nobody sees any more: messages past their retention, those of queues that were
 * emptied or deleted, and deduplication ids that may mean other messages.
 */
public final class LineUpkeep implements Reconciler {
  private static final int BATCH = 500;

  /** How long a sender that met the removal may still write. */
  private static final long SETTLED_MILLIS = 60_000;

  private final SqsParts parts;
  private final Lines lines;

  public LineUpkeep(SqsParts parts, Lines lines) {
    this.parts = parts;
    this.lines = lines;
  }

  @Override
  public String name() {
    return "sqs-upkeep";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    for (Queue queue : parts.store().read(tx -> tx.listAll(Queue.TABLE))) {
      removeOld(queue);
    }
    for (Removal removal : parts.store().read(tx -> tx.listAll(Removal.TABLE))) {
      remove(removal);
    }
    forgetIds();
  }

  private void removeOld(Queue queue) {
    Line line = lines.of(queue);
    long upTo = parts.nowMillis() - queue.retentionMillis();
    List<Place> old;
    do {
      old = line.leaveOlder(upTo, BATCH);
      List<Long> orders = old.stream().map(Place::order).toList();
      boolean removed = false;
      try {
        if (!orders.isEmpty()) {
          batch(tx -> {
            orders.forEach(order -> Places.delete(tx, queue.id(), order));
            return orders.size();
          });
        }
        removed = true;
      } finally {
        line.left(orders, removed);
      }
    } while (old.size() == BATCH);
  }

  private int batch(ToIntFunction<Transaction> body) {
    return parts.store().<Integer>write(body::applyAsInt);
  }

  private void remove(Removal removal) {
    while (batch(tx -> removeSome(tx, removal)) == BATCH) {
      // There may be more.
    }
    if (removal.atMillis() + SETTLED_MILLIS <= parts.nowMillis()) {
      batch(tx -> {
        tx.delete(Removal.TABLE, removal.queueId(), removal.kind());
        return 0;
      });
    }
  }

  private static int removeSome(Transaction tx, Removal removal) {
    List<Place> places =
        tx.list(Place.TABLE, removal.queueId(), "", BATCH).stream()
            .filter(place -> place.order() <= removal.upToOrder())
            .toList();
    places.forEach(place -> Places.delete(tx, place.queueId(), place.order()));
    if (places.isEmpty() && removal.kind().equals(Removal.DELETED)) {
      List<Deduplication> ids = tx.list(Deduplication.TABLE, removal.queueId(), "", BATCH);
      ids.forEach(row -> tx.delete(Deduplication.TABLE, row.queueId(), row.key()));
      return ids.size();
    }
    return places.size();
  }

  private void forgetIds() {
    String before = Place.id(parts.nowMillis());
    while (batch(
            tx -> {
              List<Deduplication> old =
                  new ArrayList<>(
                      tx.findBetween(
                          Deduplication.TABLE, Deduplication.BY_TIME, "", before, BATCH));
              old.forEach(row -> tx.delete(Deduplication.TABLE, row.queueId(), row.key()));
              return old.size();
            })
        == BATCH) {
      // There may be more.
    }
  }
}
