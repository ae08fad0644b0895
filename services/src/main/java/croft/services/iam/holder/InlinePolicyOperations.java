package croft.services.iam.holder;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.inlinepolicy.InlinePolicies;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.operation.Binding;
import croft.services.operation.Handler;
import croft.store.Store;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Put, Get, List and Delete of a holder's inline policies, bound to its generated requests.
 *
 * @param <N> the noun that holds them
 */
public final class InlinePolicyOperations<N> {
  private final Store store;
  private final Markers markers;
  private final InlinePolicies policies;
  private final PolicyHolder<N> holders;

  public InlinePolicyOperations(IamParts parts, PolicyHolder<N> holders) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.policies = new InlinePolicies(parts.policies());
    this.holders = holders;
  }

  /** What a request names. */
  public record Named(@Nullable String holder, @Nullable String policy) {}

  /** A policy as a request gives it. */
  public record Given(
      @Nullable String holder, @Nullable String policy, @Nullable String document) {}

  /** A policy as it is shown, the document percent-encoded. */
  public record Shown(String holder, String policy, String document) {}

  private <I extends Shape, O extends Shape> Binding<I, O> bound(
      Operation<I, O> operation, Function<I, String> holder, Handler<I, O> handler) {
    return bind(
        operation,
        (call, request) -> holders.access(store, call, operation, holder.apply(request), null),
        handler);
  }

  /** An operation that puts a policy, in place of one of its name. */
  public <I extends Shape, O extends Shape> Binding<I, O> put(
      Operation<I, O> operation, Function<I, Given> given, Supplier<O> done) {
    return bound(
        operation,
        request -> given.apply(request).holder(),
        (call, request) -> {
          Given wanted = given.apply(request);
          String name = required(wanted.policy(), "policyName");
          String document = required(wanted.document(), "policyDocument");
          return store.write(tx -> {
            N noun = holders.requireForChange(tx, call, wanted.holder());
            Holder holder = holders.holder().apply(noun);
            Map<String, String> all =
                policies.put(
                    holder.kind(),
                    holder.name(),
                    holders.inlinePolicies().apply(noun),
                    name,
                    document);
            holders.keepInlinePolicies().put(tx, noun, all);
            return done.get();
          });
        });
  }

  /** An operation that shows a policy. */
  public <I extends Shape, O extends Shape> Binding<I, O> get(
      Operation<I, O> operation, Function<I, Named> named, Function<Shown, O> shown) {
    return bound(
        operation,
        request -> named.apply(request).holder(),
        (call, request) -> {
          Named wanted = named.apply(request);
          String name = required(wanted.policy(), "policyName");
          N noun = store.read(tx -> holders.require(tx, call, wanted.holder()));
          Holder holder = holders.holder().apply(noun);
          String document =
              InlinePolicies.get(holder.kind(), holders.inlinePolicies().apply(noun), name);
          return shown.apply(new Shown(holder.name(), name, DocumentText.encoded(document)));
        });
  }

  /** An operation that shows the names of policies in pages. */
  public <I extends Shape, O extends Shape> Binding<I, O> list(
      Operation<I, O> operation,
      Function<I, String> holder,
      Function<I, Markers.Wanted> wanted,
      Function<Markers.Page<String>, O> shown) {
    return bound(
        operation,
        holder,
        (call, request) -> {
          N noun = store.read(tx -> holders.require(tx, call, holder.apply(request)));
          return shown.apply(
              markers.page(
                  call,
                  "inline policies " + holders.noun().id().apply(noun),
                  holders.inlinePolicies().apply(noun).keySet().stream().sorted().toList(),
                  Function.identity(),
                  wanted.apply(request)));
        });
  }

  /** An operation that deletes a policy. */
  public <I extends Shape, O extends Shape> Binding<I, O> delete(
      Operation<I, O> operation, Function<I, Named> named, Supplier<O> done) {
    return bound(
        operation,
        request -> named.apply(request).holder(),
        (call, request) -> {
          Named wanted = named.apply(request);
          String name = required(wanted.policy(), "policyName");
          return store.write(tx -> {
            N noun = holders.requireForChange(tx, call, wanted.holder());
            HolderKind kind = holders.holder().apply(noun).kind();
            holders
                .keepInlinePolicies()
                .put(
                    tx,
                    noun,
                    InlinePolicies.remove(kind, holders.inlinePolicies().apply(noun), name));
            return done.get();
          });
        });
  }
}
