package croft.services.logs.subscriptionfilter;

import croft.store.Table;
import java.util.List;

/**
 * Events that are still to be passed on: kept with the events themselves, removed once they
 * arrived.
 *
 * @param filter the filter's key
 * @param id in the order they came
 * @param at when they came, in milliseconds since the epoch
 */
public record Shipment(String filter, String id, String stream, long at, List<Event> events) {

  /** By the filter's key and id. */
  public static final Table<Shipment> TABLE =
      Table.of("logs_shipment", Shipment.class, Shipment::filter, Shipment::id);

  public Shipment {
    events = List.copyOf(events);
  }

  /**
   * An event.
   *
   * @param at when it happened, in milliseconds since the epoch
   */
  public record Event(String id, long at, String message) {}
}
