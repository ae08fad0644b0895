package croft.services.logs.event;

import croft.services.logs.block.Draft;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.loggroup.LogGroup;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Hears of events that are put. Any number of threads may tell it at once. */
@FunctionalInterface
public interface EventListener {

  /** Looks at events that are about to be kept, in the order of time; empty to do nothing. */
  Optional<Reaction> look(LogGroup group, String stream, List<Draft> events);

  /** What is done about them. */
  interface Reaction {
    /**
     * Does what must be kept with them, in the same transaction.
     *
     * @param events the events looked at, with their positions
     */
    default void within(Transaction tx, List<StoredEvent> events) {}

    /** Does what can be done once they are kept. */
    default void after() {}
  }
}
