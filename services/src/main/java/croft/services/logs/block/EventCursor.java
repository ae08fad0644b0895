package croft.services.logs.block;

import croft.services.logs.block.BlockTable.Place;
import croft.store.Store;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a selection one by one in the order of time. A block is opened when its
 * events may be next, so that no more of them are in memory than streams spoke at once. What is
 * put, packed or removed meanwhile does no harm. Not safe for several threads.
 */
public final class EventCursor {
  private final Store store;
  private final Selection selection;
  private final Comparator<Position> order;
  private final PriorityQueue<Opened> opened;
  private final Deque<Place> ahead = new ArrayDeque<>();
  private @Nullable Position last;

  /** An opened block, at its next event. */
  private static final class Opened {
    private final List<StoredEvent> events;
    private int next;

    Opened(List<StoredEvent> events) {
      this.events = events;
    }

    StoredEvent head() {
      return events.get(next);
    }

    boolean advance() {
      next++;
      return next < events.size();
    }
  }

  EventCursor(Store store, Selection selection) {
    this.store = store;
    this.selection = selection;
    this.order = selection.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    this.opened = new PriorityQueue<>(Comparator.comparing(one -> one.head().position(), order));
    look();
  }

  /** The next event; empty at the end. */
  public Optional<StoredEvent> next() {
    while (!ahead.isEmpty() && mayComeNext(ahead.element())) {
      open(ahead.remove());
    }
    Opened first = opened.poll();
    if (first == null) {
      return Optional.empty();
    }
    StoredEvent event = first.head();
    last = event.position();
    if (first.advance()) {
      opened.add(first);
    }
    return Optional.of(event);
  }

  private boolean mayComeNext(Place place) {
    Opened first = opened.peek();
    if (first == null) {
      return true;
    }
    long at = first.head().at();
    return selection.descending() ? place.ends() >= at : place.begins() <= at;
  }

  private void open(Place place) {
    byte[] body = store.<Optional<byte[]>>read(tx -> BlockTable.body(tx.sql(), place)).orElse(null);
    if (body == null) {
      // It was packed into another one, or removed, since this looked.
      look();
      return;
    }
    Selection rest = rest();
    List<StoredEvent> events =
        Batch.decode(place.stream(), body).stream()
            .filter(event -> rest.has(event.position()))
            .sorted(Comparator.comparing(StoredEvent::position, order))
            .toList();
    if (!events.isEmpty()) {
      opened.add(new Opened(events));
    }
  }

  private Selection rest() {
    return last == null ? selection : selection.beyond(last);
  }

  /** Finds the blocks of what is left. */
  private void look() {
    Selection rest = rest();
    opened.clear();
    ahead.clear();
    Comparator<Place> next =
        selection.descending()
            ? Comparator.comparingLong(Place::ends).reversed()
            : Comparator.comparingLong(Place::begins);
    store
        .<List<Place>>read(
            tx -> BlockTable.places(tx.sql(), rest.group(), rest.earliest(), rest.latest()))
        .stream()
        .filter(place -> rest.streams().isEmpty() || rest.streams().contains(place.stream()))
        .sorted(next)
        .forEach(ahead::add);
  }
}
