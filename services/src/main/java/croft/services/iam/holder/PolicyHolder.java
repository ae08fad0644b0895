package croft.services.iam.holder;

import croft.base.ServiceError;
import croft.services.iam.entity.Noun;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import croft.wire.schema.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of noun that holds policies.
 *
 * @param holder the noun as attachments know it
 * @param inlinePolicies its documents by name
 * @param keepInlinePolicies puts changed documents back
 * @param requireModifiable throws for a holder whose policies may not be changed
 */
public record PolicyHolder<N>(
    Noun<N> noun,
    Function<N, Holder> holder,
    Function<N, Map<String, String>> inlinePolicies,
    Noun.Keep<N> keepInlinePolicies,
    Consumer<N> requireModifiable) {

  /** The holder of that name, for a change. */
  N requireForChange(Transaction tx, Call call, @Nullable String name) {
    N found = require(tx, call, name);
    requireModifiable.accept(found);
    return found;
  }

  N require(Transaction tx, Call call, @Nullable String name) {
    return noun.find().require(tx, call.account(), name);
  }

  /**
   * The access an operation on the policies of the holder of that name needs: on the holder, with
   * {@code iam:PermissionsBoundary} when it has one and {@code iam:PolicyARN} when the operation
   * names a policy. So an administrator can be kept to holders with a boundary.
   */
  List<Access> access(
      Store store,
      Call call,
      Operation<?, ?> operation,
      @Nullable String name,
      @Nullable String policyArn) {
    Access access = noun.access().of(store, call, "iam:" + operation.name(), name);
    Map<String, List<String>> keys = new HashMap<>(access.context());
    boundary(store, call, name).ifPresent(arn -> keys.put("iam:PermissionsBoundary", List.of(arn)));
    if (policyArn != null) {
      keys.put("iam:PolicyARN", List.of(policyArn));
    }
    return List.of(access.with(keys));
  }

  private Optional<String> boundary(Store store, Call call, @Nullable String name) {
    try {
      return store.read(tx -> {
        Holder found = holder.apply(require(tx, call, name));
        return Attachments.boundary(tx, found.account(), found.id());
      });
    } catch (ServiceError notThere) {
      // The operation itself tells, once it is known that the caller may ask.
      return Optional.empty();
    }
  }
}
