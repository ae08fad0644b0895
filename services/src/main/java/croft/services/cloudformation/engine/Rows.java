package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackRevision;
import croft.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A stack as it stands in the store: its resources by logical id, and what is left over. */
record Rows(Stack stack, Map<String, StackResource> resources, List<Leftover> leftovers) {

  static Optional<Rows> read(Transaction tx, String scope, String id) {
    return tx.get(Stack.TABLE, scope, id).map(stack -> of(tx, stack));
  }

  private static Rows of(Transaction tx, Stack stack) {
    Map<String, StackResource> resources = new LinkedHashMap<>();
    tx.list(StackResource.TABLE, stack.id()).forEach(row -> resources.put(row.logicalId(), row));
    return new Rows(stack, resources, tx.list(Leftover.TABLE, stack.id()));
  }

  static StackRevision revision(Transaction tx, Stack stack, int number) {
    return tx.get(StackRevision.TABLE, stack.id(), StackRevision.id(number)).orElseThrow();
  }

  List<StackResource> those(Predicate<StackResource> such) {
    return resources.values().stream().filter(such).toList();
  }

  /** The logical ids of such resources, as AWS lists them: {@code [A, B]}. */
  String named(Predicate<StackResource> such) {
    return those(such).stream().map(StackResource::logicalId).toList().toString();
  }
}
