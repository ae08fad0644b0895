package croft.services.cloudformation.signal;

import croft.services.resource.Signals;
import croft.store.Store;
import java.util.List;

/** The signals of stacks, for resource types that wait for them while they are updated. */
public record StackSignals(Store store) implements Signals {

  @Override
  public List<Signal> received(String stackId, String logicalId) {
    String id = stackId.substring(stackId.lastIndexOf('/') + 1);
    return store.read(tx -> tx.list(SignalRow.TABLE, id)).stream()
        .filter(row -> row.logicalId().equals(logicalId))
        .map(row -> new Signal(row.uniqueId(), row.success(), row.at()))
        .toList();
  }
}
