package croft.services.cloudformation.stack;

import croft.base.Arn;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds stacks by name or ARN. */
public final class Stacks {
  private static final String ARN = "arn:";

  private Stacks() {}

  /** The live stack of that name, or the stack of that ARN, gone or not. */
  public static Optional<Stack> find(Transaction tx, String scope, String nameOrArn) {
    if (nameOrArn.startsWith(ARN)) {
      String id = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
      return tx.get(Stack.TABLE, scope, id).filter(stack -> stack.arn().equals(nameOrArn));
    }
    return tx.findIn(Stack.TABLE, scope, "live_name", nameOrArn).stream().findFirst();
  }

  /**
   * The same.
   *
   * @throws croft.base.ServiceError {@code ValidationError} when there is none
   */
  public static Stack require(Transaction tx, Call call, @Nullable String nameOrArn) {
    String wanted = Objects.requireNonNullElse(nameOrArn, "");
    return find(tx, call.scope(), wanted).orElseThrow(() -> StackErrors.noStack(wanted));
  }

  /** An action on a stack that may not be there. */
  public static List<Access> access(
      Store store, Call call, String action, @Nullable String nameOrArn) {
    return List.of(Access.to(action, arn(store, call, nameOrArn)));
  }

  private static Arn arn(Store store, Call call, @Nullable String nameOrArn) {
    String wanted = Objects.requireNonNullElse(nameOrArn, "");
    String found = store.read(tx -> find(tx, call.scope(), wanted).map(Stack::arn).orElse(wanted));
    return found.startsWith(ARN)
        ? Arn.parse(found)
        : call.arn("cloudformation", "stack/" + found + "/*");
  }
}
