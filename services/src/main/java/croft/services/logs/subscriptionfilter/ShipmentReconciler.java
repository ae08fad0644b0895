package croft.services.logs.subscriptionfilter;

import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.outgoing.Outcome;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on, each filter by itself and in order. A destination that does not answer is tried
 * again for a day, as AWS does; a crash between arrival and note makes events arrive twice.
 */
public final class ShipmentReconciler implements KeyedReconciler {
  public static final String NAME = "logs-shipments";

  private static final Logger LOG = LoggerFactory.getLogger(ShipmentReconciler.class);
  private static final int AT_ONCE = 16;
  private static final Duration LONGEST = Duration.ofHours(24);

  private final LogsParts parts;
  private final Carriers carriers;

  public ShipmentReconciler(LogsParts parts, Carriers carriers) {
    this.parts = parts;
    this.carriers = carriers;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Set<String> due() {
    return parts
        .store()
        .<List<SubscriptionFilter>>read(tx -> tx.listAll(SubscriptionFilter.TABLE))
        .stream()
        .map(SubscriptionFilter::key)
        .collect(Collectors.toSet());
  }

  @Override
  public void reconcile(String key) throws InterruptedException, UndeliveredException {
    List<Shipment> some;
    do {
      some = parts.store().<List<Shipment>>read(tx -> tx.list(Shipment.TABLE, key, "", AT_ONCE));
      for (Shipment shipment : some) {
        carry(key, shipment);
      }
    } while (!some.isEmpty());
  }

  private void carry(String key, Shipment shipment)
      throws InterruptedException, UndeliveredException {
    Optional<SubscriptionFilter> filter = filter(key);
    if (filter.isPresent()) {
      Outcome outcome = carriers.carry(filter.get(), DataMessage.of(filter.get(), shipment));
      if (outcome instanceof Outcome.Failed failed) {
        boolean late = shipment.at() < parts.now() - LONGEST.toMillis();
        if (!failed.permanent() && !late) {
          throw new UndeliveredException(failed.reason());
        }
        LOG.warn(
            "{} events of {} do not reach {}: {}",
            shipment.events().size(),
            filter.get().groupName(),
            filter.get().destination(),
            failed.reason());
      }
    }
    parts.store().write(tx -> tx.delete(Shipment.TABLE, key, shipment.id()));
  }

  private Optional<SubscriptionFilter> filter(String key) {
    String[] names = key.split("/", 2);
    return parts.store().read(tx -> tx.get(SubscriptionFilter.TABLE, names[0], names[1]));
  }

  /** Events that are to be tried again. */
  static final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String reason) {
      super(reason);
    }
  }
}
