package croft.services.sqs.line;

import croft.base.ServiceError;
import croft.services.sqs.line.Entry.State;
import croft.services.sqs.queue.QueueContents.Counts;
import croft.services.sqs.queue.QueueErrors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All places of one queue, in memory. Nothing here waits for the store: whoever takes a place, or
 * gives one up, marks it here first, so that nobody else gets it, writes, and then says whether
 * that succeeded.
 */
public final class Line {
  private static final int MOST_IN_FLIGHT = 120_000;
  private static final long SHORTEST_PAUSE_MILLIS = 20;

  /** Time may pass up to so many times faster than the machine's. */
  private static final long FASTEST = 64;

  private final String queueId;
  private final InstantSource time;
  private final Turns turns;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Map<Long, Entry> all = new HashMap<>();
  private final RecentIds recent = new RecentIds();
  private final Map<State, Integer> counts = new EnumMap<>(State.class);
  private final TreeSet<Entry> waiting =
      new TreeSet<>(
          Comparator.<Entry>comparingLong(entry -> entry.place.visibleAtMillis())
              .thenComparingLong(entry -> entry.place.order()));
  private long next;
  private boolean closed;

  /**
   * A line without places.
   *
   * @param next the order of the first message to come
   */
  Line(String queueId, boolean groups, InstantSource time, long next) {
    this.queueId = queueId;
    this.time = time;
    this.turns = groups ? new GroupTurns() : new ArrivalTurns();
    this.next = next;
  }

  /** Adds a place that is kept, while the line is made. */
  void add(Place place) {
    lock.lock();
    try {
      boolean waits = place.visibleAtMillis() > now();
      State state = !waits ? State.READY : place.receives() > 0 ? State.IN_FLIGHT : State.DELAYED;
      enter(place, state);
      next = Math.max(next, place.order() + 1);
    } finally {
      lock.unlock();
    }
  }

  /** Adds what is kept of a message sent, while the line is made. */
  void add(Deduplication row) {
    lock.lock();
    try {
      recent.put(row, true);
      next = Math.max(next, row.order() + 1);
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return time.instant().toEpochMilli();
  }

  private void requireOpen() {
    if (closed) {
      throw QueueErrors.noQueue();
    }
  }

  private void enter(Place place, State state) {
    Entry entry = new Entry(place, state);
    all.put(place.order(), entry);
    counts.merge(state, 1, Integer::sum);
    turns.changed(entry, State.PENDING);
    if (entry.waits()) {
      waiting.add(entry);
    }
  }

  private void move(Entry entry, State state, Place place) {
    State before = entry.state;
    if (entry.waits()) {
      waiting.remove(entry);
    }
    counts.merge(before, -1, Integer::sum);
    counts.merge(state, 1, Integer::sum);
    entry.state = state;
    entry.place = place;
    if (entry.waits()) {
      waiting.add(entry);
    }
    turns.changed(entry, before);
  }

  private void drop(Entry entry) {
    if (entry.waits()) {
      waiting.remove(entry);
    }
    counts.merge(entry.state, -1, Integer::sum);
    all.remove(entry.place.order());
    turns.removed(entry);
  }

  /** Those whose time has come may be received. */
  private void promote(long now) {
    while (!waiting.isEmpty() && waiting.first().place.visibleAtMillis() <= now) {
      Entry entry = waiting.first();
      move(entry, State.READY, entry.place);
    }
  }

  /**
   * Takes places for messages that are about to be kept. Those that are the same as one about to be
   * kept by somebody else wait to hear what comes of that.
   */
  public List<Spot> reserve(List<Wanted> wanted) {
    lock.lock();
    try {
      requireOpen();
      while (wanted.stream().anyMatch(this::isUnsettled)) {
        settled.awaitUninterruptibly();
        requireOpen();
      }
      recent.forgetBefore(now());
      List<Spot> spots = new ArrayList<>();
      wanted.forEach(one -> spots.add(reserve(one)));
      return spots;
    } finally {
      lock.unlock();
    }
  }

  private boolean isUnsettled(Wanted wanted) {
    RecentIds.Known known = wanted.key() == null ? null : recent.get(wanted.key(), now());
    return known != null && !known.settled;
  }

  private Spot reserve(Wanted wanted) {
    String key = wanted.key();
    RecentIds.Known known = key == null ? null : recent.get(key, now());
    if (known != null) {
      return new Spot(null, null, known.row.messageId(), known.row.order());
    }
    Place place =
        new Place(
            queueId,
            next++,
            wanted.groupId(),
            wanted.sentAtMillis(),
            wanted.receives(),
            wanted.firstReceivedAtMillis(),
            wanted.visibleAtMillis());
    enter(place, State.PENDING);
    Deduplication row = null;
    if (key != null) {
      long until = now() + RecentIds.SAME_MILLIS;
      row = new Deduplication(queueId, key, wanted.messageId(), place.order(), until);
      recent.put(row, false);
    }
    return new Spot(place, row, wanted.messageId(), place.order());
  }

  /** Whether the messages of places taken by {@link #reserve} were kept. */
  public void settle(List<Spot> spots, boolean kept) {
    lock.lock();
    try {
      long now = now();
      for (Spot spot : spots) {
        Place place = spot.place();
        Entry entry = place == null ? null : all.get(place.order());
        if (entry != null && entry.state == State.PENDING) {
          if (kept) {
            boolean ready = entry.place.visibleAtMillis() <= now;
            move(entry, ready ? State.READY : State.DELAYED, entry.place);
          } else {
            drop(entry);
          }
          came.signal();
        }
        settle(spot.deduplication(), kept);
      }
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void settle(@Nullable Deduplication row, boolean kept) {
    if (row == null) {
      return;
    }
    if (kept) {
      recent.settle(row.key());
    } else {
      recent.remove(row.key());
    }
  }

  /**
   * Takes messages to be received, waiting for some to come. What is taken is invisible from now
   * on.
   *
   * @param waitNanos how long, in the machine's time
   * @throws ServiceError {@code OverLimit}, {@code QueueDoesNotExist}
   */
  public List<Place> take(int most, long visibilityMillis, long waitNanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + waitNanos;
    lock.lockInterruptibly();
    try {
      while (true) {
        requireOpen();
        long now = now();
        promote(now);
        List<Place> taken = takeReady(most, now, visibilityMillis);
        long left = deadline - System.nanoTime();
        if (!taken.isEmpty() || left <= 0) {
          return taken;
        }
        // Whether it was signalled or not does not matter: it looks again.
        long _ = came.awaitNanos(Math.min(left, pauseNanos(now)));
      }
    } finally {
      if (turns.isReady()) {
        came.signal();
      }
      lock.unlock();
    }
  }

  private List<Place> takeReady(int most, long now, long visibilityMillis) {
    if (!turns.isReady()) {
      return List.of();
    }
    if (count(State.IN_FLIGHT) >= MOST_IN_FLIGHT) {
      throw new ServiceError(
          "OverLimit", 403, "The maximum number of in flight messages is reached.");
    }
    List<Place> places = new ArrayList<>();
    for (Entry entry : turns.take(most)) {
      move(entry, State.IN_FLIGHT, entry.place.received(now, now + visibilityMillis));
      places.add(entry.place);
    }
    return places;
  }

  /** Until the next one's time may have come, however fast time passes. */
  private long pauseNanos(long now) {
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long millis = (waiting.first().place.visibleAtMillis() - now) / FASTEST;
    return TimeUnit.MILLISECONDS.toNanos(Math.max(SHORTEST_PAUSE_MILLIS, millis));
  }

  /** Gives back what was taken and not received after all. */
  public void putBack(List<Place> taken) {
    lock.lock();
    try {
      for (Place place : taken) {
        Entry entry = all.get(place.order());
        if (entry != null && entry.place.equals(place)) {
          Place before =
              new Place(
                  queueId,
                  place.order(),
                  place.groupId(),
                  place.sentAtMillis(),
                  place.receives() - 1,
                  place.receives() == 1 ? 0 : place.firstReceivedAtMillis(),
                  place.visibleAtMillis());
          move(entry, State.READY, before);
        }
      }
      came.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hides a message that was received so many times for a while from now on; for no time, it is
   * visible at once.
   *
   * @return null when it was received anew, deleted, or is visible
   */
  public @Nullable Place hide(long order, int receives, long visibilityMillis) {
    lock.lock();
    try {
      long now = now();
      promote(now);
      Entry entry = all.get(order);
      if (entry == null || entry.state != State.IN_FLIGHT || entry.place.receives() != receives) {
        return null;
      }
      move(entry, State.IN_FLIGHT, entry.place.visibleAt(now + visibilityMillis));
      Place hidden = entry.place;
      promote(now);
      came.signal();
      return hidden;
    } finally {
      lock.unlock();
    }
  }

  /** What a receipt handle stands for now. */
  public enum Standing {
    /** Deleted, or never there. */
    GONE,
    /** Received again, so that the handle is an old one. */
    STALE,
    /** Visible again. */
    VISIBLE,
    /** In flight. */
    HELD
  }

  /** How it stands with a message that was received so many times by a handle. */
  public Standing standing(long order, int receives) {
    lock.lock();
    try {
      requireOpen();
      promote(now());
      Entry entry = all.get(order);
      if (entry == null || entry.state == State.LEAVING || entry.state == State.PENDING) {
        return Standing.GONE;
      }
      if (entry.place.receives() != receives) {
        return Standing.STALE;
      }
      return entry.state == State.IN_FLIGHT ? Standing.HELD : Standing.VISIBLE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Marks a message that is about to be deleted; false when somebody else got it, or has deleted
   * it.
   */
  public boolean leave(long order, int receives) {
    lock.lock();
    try {
      Entry entry = all.get(order);
      if (entry == null
          || entry.place.receives() != receives
          || entry.state == State.LEAVING
          || entry.state == State.PENDING) {
        return false;
      }
      move(entry, State.LEAVING, entry.place);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether messages that were marked, or taken, were removed from the store. */
  public void left(List<Long> orders, boolean removed) {
    lock.lock();
    try {
      for (long order : orders) {
        Entry entry = all.get(order);
        if (entry == null) {
          continue;
        }
        if (removed) {
          drop(entry);
        } else if (entry.state == State.LEAVING) {
          boolean waits = entry.place.visibleAtMillis() > now();
          move(entry, waits ? State.IN_FLIGHT : State.READY, entry.place);
        }
      }
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The places of messages sent up to a time, marked as about to be deleted. */
  public List<Place> leaveOlder(long sentUpToMillis, int most) {
    lock.lock();
    try {
      List<Entry> old = new ArrayList<>();
      for (Entry entry : all.values()) {
        if (entry.place.sentAtMillis() <= sentUpToMillis
            && entry.state != State.PENDING
            && entry.state != State.LEAVING) {
          old.add(entry);
          if (old.size() == most) {
            break;
          }
        }
      }
      old.forEach(entry -> move(entry, State.LEAVING, entry.place));
      return old.stream().map(entry -> entry.place).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all messages; the order of the last one. */
  long clear() {
    lock.lock();
    try {
      List.copyOf(all.values()).forEach(this::drop);
      settled.signalAll();
      return next - 1;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the line: the queue is gone. */
  void close() {
    lock.lock();
    try {
      closed = true;
      came.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has those who wait look again. */
  void wake() {
    lock.lock();
    try {
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int count(State state) {
    return counts.getOrDefault(state, 0);
  }

  /** How many messages there are. */
  public Counts counts() {
    lock.lock();
    try {
      promote(now());
      return new Counts(
          count(State.READY), count(State.IN_FLIGHT) + count(State.LEAVING), count(State.DELAYED));
    } finally {
      lock.unlock();
    }
  }

  /** When the oldest message was sent that is still there; 0 for an empty queue. */
  public long oldestMillis() {
    lock.lock();
    try {
      return all.values().stream().mapToLong(entry -> entry.place.sentAtMillis()).min().orElse(0);
    } finally {
      lock.unlock();
    }
  }
}
