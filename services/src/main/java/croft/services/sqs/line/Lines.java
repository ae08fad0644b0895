package croft.services.sqs.line;

import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueContents;
import croft.services.sqs.queue.SqsParts;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lines of all queues, each made from what is kept when it is first asked for. */
public final class Lines implements QueueContents {
  private static final int PAGE = 2000;

  /** Orders go on from the time, so that they grow even when nothing is kept any more. */
  private static final int ORDERS_A_MILLI_BITS = 10;

  private final SqsParts parts;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  /** Where a line is made by the first who asks, while others wait. */
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    volatile @Nullable Line line;
  }

  public Lines(SqsParts parts) {
    this.parts = parts;
  }

  /** What the store must know. */
  public static List<Table<?>> tables() {
    return List.of(Place.TABLE, Content.TABLE, Deduplication.TABLE, Removal.TABLE);
  }

  /** The line of a queue. */
  public Line of(Queue queue) {
    Slot slot = slots.computeIfAbsent(queue.id(), id -> new Slot());
    Line line = slot.line;
    if (line != null) {
      return line;
    }
    slot.lock.lock();
    try {
      line = slot.line;
      if (line == null) {
        line = parts.store().read(tx -> load(tx, queue));
        slot.line = line;
      }
      return line;
    } finally {
      slot.lock.unlock();
    }
  }

  private Line load(Transaction tx, Queue queue) {
    long now = parts.nowMillis();
    String id = queue.id();
    long purged = tx.get(Removal.TABLE, id, Removal.PURGED).map(Removal::upToOrder).orElse(0L);
    long next = Math.max(now << ORDERS_A_MILLI_BITS, purged + 1);
    Line line = new Line(id, queue.isFifo(), parts.time(), next);
    String after = Place.id(purged);
    List<Place> page;
    do {
      page = tx.list(Place.TABLE, id, after, PAGE);
      page.forEach(line::add);
      after = page.isEmpty() ? after : page.getLast().id();
    } while (page.size() == PAGE);
    tx.list(Deduplication.TABLE, id).stream()
        .filter(row -> row.untilMillis() > now)
        .sorted(Comparator.comparingLong(Deduplication::untilMillis))
        .forEach(line::add);
    return line;
  }

  @Override
  public Counts counts(Queue queue) {
    return of(queue).counts();
  }

  @Override
  public void remove(Transaction tx, Queue queue) {
    tx.put(
        Removal.TABLE, new Removal(queue.id(), Removal.DELETED, Long.MAX_VALUE, parts.nowMillis()));
    tx.afterCommit(() -> {
      Slot slot = slots.remove(queue.id());
      Line line = slot == null ? null : slot.line;
      if (line != null) {
        line.close();
      }
    });
  }

  @Override
  public void changed(Transaction tx, Queue queue) {
    tx.afterCommit(() -> of(queue).wake());
  }

  /** Empties a queue; nobody sees what was in it from then on. */
  public void purge(Queue queue) {
    Line line = of(queue);
    long last = line.clear();
    parts
        .store()
        .write(tx -> {
          tx.put(Removal.TABLE, new Removal(queue.id(), Removal.PURGED, last, parts.nowMillis()));
          tx.put(Queue.TABLE, queue.purgedAt(parts.nowMillis()));
          return queue;
        });
  }
}
