package croft.services.cloudformation.stack;

import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values that stacks tell each other. */
public final class Exports {
  private Exports() {}

  /** A value by the name it is exported under. */
  public record Export(String name, String value, Stack stack) {}

  /** All exports of an account and region, by name. */
  public static Map<String, Export> all(Transaction tx, String scope) {
    Map<String, Export> all = new TreeMap<>();
    for (Stack stack : tx.list(Stack.TABLE, scope)) {
      if (!stack.isGone()) {
        for (StackOutput output : stack.outputs()) {
          if (!output.exportName().isEmpty()) {
            all.put(output.exportName(), new Export(output.exportName(), output.value(), stack));
          }
        }
      }
    }
    return all;
  }

  /** The names of the stacks that import a value, in order. */
  public static List<String> importers(Transaction tx, String scope, String exportName) {
    List<String> names = new ArrayList<>();
    tx.list(ImportedExport.TABLE, scope).stream()
        .filter(one -> one.exportName().equals(exportName))
        .forEach(one -> names.add(one.stackName()));
    return names;
  }
}
