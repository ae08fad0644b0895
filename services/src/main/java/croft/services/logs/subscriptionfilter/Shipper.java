package croft.services.logs.subscriptionfilter;

import croft.services.logs.block.Draft;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.event.EventListener;
import croft.services.logs.event.Patterns;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.pattern.FilterPattern;
import croft.store.Transaction;
import croft.store.UntilChanged;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Keeps what subscription filters want passed on, together with the events. */
public final class Shipper implements EventListener {
  /** What a queue takes is the least; text grows when it is written as JSON. */
  private static final int LARGEST_LETTERS = 100_000;

  private final LogsParts parts;
  private final BiConsumer<Transaction, String> wake;
  private final UntilChanged<Long, List<Compiled>> known;

  private record Compiled(SubscriptionFilter filter, FilterPattern pattern) {}

  /**
   * Makes it.
   *
   * @param wake has a filter's shipments looked at once the transaction is committed
   */
  public Shipper(LogsParts parts, BiConsumer<Transaction, String> wake) {
    this.parts = parts;
    this.wake = wake;
    this.known = new UntilChanged<>(parts.store().changes(SubscriptionFilter.TABLE));
  }

  @Override
  public Optional<Reaction> look(LogGroup group, String stream, List<Draft> events) {
    List<Compiled> filters =
        known.get(group.key(), key -> Optional.of(compiled(key))).orElse(List.of());
    Map<SubscriptionFilter, BitSet> wanted = new LinkedHashMap<>();
    for (Compiled filter : filters) {
      BitSet matching = new BitSet();
      for (int i = 0; i < events.size(); i++) {
        matching.set(i, filter.pattern.matches(events.get(i).message()));
      }
      if (!matching.isEmpty()) {
        wanted.put(filter.filter, matching);
      }
    }
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Reaction() {
          @Override
          public void within(Transaction tx, List<StoredEvent> stored) {
            wanted.forEach((filter, matching) -> keep(tx, filter, stream, some(stored, matching)));
          }
        });
  }

  private List<Compiled> compiled(long group) {
    return parts
        .store()
        .<List<SubscriptionFilter>>read(
            tx -> tx.list(SubscriptionFilter.TABLE, Long.toString(group)))
        .stream()
        .map(filter -> new Compiled(filter, Patterns.parse(filter.pattern())))
        .toList();
  }

  private static List<StoredEvent> some(List<StoredEvent> stored, BitSet matching) {
    return matching.stream().mapToObj(stored::get).toList();
  }

  private void keep(
      Transaction tx, SubscriptionFilter filter, String stream, List<StoredEvent> events) {
    List<Shipment.Event> some = new ArrayList<>();
    int letters = 0;
    for (StoredEvent event : events) {
      if (!some.isEmpty() && letters + event.message().length() > LARGEST_LETTERS) {
        put(tx, filter, stream, events.getFirst().ingestedAt(), some);
        some.clear();
        letters = 0;
      }
      some.add(new Shipment.Event(event.position().id(), event.at(), event.message()));
      letters += event.message().length();
    }
    put(tx, filter, stream, events.getFirst().ingestedAt(), some);
    wake.accept(tx, filter.key());
  }

  /** An event is in one shipment of a filter: its id tells the shipment from others. */
  private static void put(
      Transaction tx,
      SubscriptionFilter filter,
      String stream,
      long at,
      List<Shipment.Event> events) {
    String id = "%014d-%s".formatted(at, events.getFirst().id());
    tx.put(Shipment.TABLE, new Shipment(filter.key(), id, stream, at, events));
  }
}
