package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Exports;
import croft.services.cloudformation.stack.ImportedExport;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.stack.StackOutput;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which stacks import which exports. */
final class Imports {
  private Imports() {}

  /** A stack imports these, and no others. */
  static void write(Transaction tx, Stack stack, Set<String> names) {
    for (ImportedExport before :
        tx.findIn(ImportedExport.TABLE, stack.scope(), "stack_id", stack.id())) {
      tx.delete(ImportedExport.TABLE, stack.scope(), before.exportName() + "/" + before.stackId());
    }
    for (String name : names) {
      tx.put(
          ImportedExport.TABLE, new ImportedExport(stack.scope(), name, stack.name(), stack.id()));
    }
  }

  /**
   * Passes when no other stack exports under the same names.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  static boolean requireOwn(Transaction tx, Stack stack, List<StackOutput> outputs) {
    if (outputs.stream().allMatch(output -> output.exportName().isEmpty())) {
      return true;
    }
    Map<String, Exports.Export> all = Exports.all(tx, stack.scope());
    for (StackOutput output : outputs) {
      Exports.Export other = all.get(output.exportName());
      if (other != null && !other.stack().id().equals(stack.id())) {
        throw StackErrors.validation(
            "Export with name %s is already exported by stack %s. Rollback requested by user."
                .formatted(output.exportName(), other.stack().name()));
      }
    }
    return true;
  }
}
