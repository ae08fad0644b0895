package croft.services.cloudformation.signal;

import croft.services.cloudformation.stack.StackResource;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;

/** Which signals came. */
public record Signals(Store store) {

  /** Those for a resource since it was begun. */
  public List<SignalRow> of(StackResource resource) {
    return store.read(tx -> of(tx, resource));
  }

  public static List<SignalRow> of(Transaction tx, StackResource resource) {
    return tx.list(SignalRow.TABLE, resource.stackId()).stream()
        .filter(signal -> signal.logicalId().equals(resource.logicalId()))
        .filter(signal -> !signal.at().isBefore(resource.changed()))
        .toList();
  }
}
