package croft.services.cloudformation.stack;

import croft.base.Ids;
import croft.services.cloudformation.event.Events;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import croft.store.Transaction;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/**
 * What CloudFormation's operations are made of.
 *
 * @param time goes as fast as alarms do
 * @param calls the way to other services
 * @param wake has the engine look at a stack by its key, once the transaction is committed
 */
public record CloudFormationParts(
    Store store,
    Ids ids,
    InstantSource time,
    Pages pages,
    Sealing sealing,
    InnerCalls calls,
    Events events,
    BiConsumer<Transaction, String> wake) {

  void wake(Transaction tx, Stack stack) {
    wake.accept(tx, stack.key());
  }
}
