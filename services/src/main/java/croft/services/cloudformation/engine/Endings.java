package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackStatus;
import croft.services.cloudformation.stack.Thing;
import croft.store.Transaction;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Leads a stack from one status to the next, unless somebody meanwhile asked for another. */
final class Endings {
  private final EngineParts parts;
  private final Stack stack;

  Endings(EngineParts parts, Stack stack) {
    this.parts = parts;
    this.stack = stack;
  }

  void to(StackStatus next, String reason) {
    to(next, reason, same -> same, (tx, now) -> {});
  }

  /**
   * Leads it there.
   *
   * @param change what else changes of the stack
   * @param also what is written with it
   */
  void to(
      StackStatus next,
      String reason,
      UnaryOperator<Stack> change,
      BiConsumer<Transaction, Stack> also) {
    parts
        .store()
        .write(tx -> {
          Stack present = tx.get(Stack.TABLE, stack.scope(), stack.id()).orElseThrow();
          if (present.status() == stack.status()
              && present.work().begun().equals(stack.work().begun())) {
            Stack after = change.apply(present).with(next, reason);
            tx.put(Stack.TABLE, after);
            parts.events().tell(tx, after);
            also.accept(tx, after);
          }
          return null;
        });
  }

  /** Resources that others' failure breaks off. */
  void cancel(List<StackResource> working) {
    parts
        .store()
        .write(tx -> {
          for (StackResource row : working) {
            boolean creation = row.status() == ResourceStatus.CREATE_IN_PROGRESS;
            StackResource cancelled =
                row.with(
                    creation ? ResourceStatus.CREATE_FAILED : ResourceStatus.UPDATE_FAILED,
                    creation ? "Resource creation cancelled" : "Resource update cancelled",
                    parts.time().instant());
            tx.put(StackResource.TABLE, cancelled);
            parts.events().tell(tx, stack, cancelled, "");
          }
          return null;
        });
  }

  /**
   * What an update replaced becomes a leftover, unless it is to be kept; nothing is there to go
   * back to any more.
   */
  static void settle(Transaction tx, List<StackResource> rows) {
    for (StackResource row : rows) {
      Thing before = row.before();
      if (before != null && row.isReplacement() && !before.physicalId().isEmpty()) {
        tx.put(Leftover.TABLE, new Leftover(row.stackId(), row.logicalId(), before));
      }
      if (before != null) {
        tx.put(StackResource.TABLE, row.settled());
      }
    }
  }
}
