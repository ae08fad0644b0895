package croft.services.iam.holder;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AttachedPolicy;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.AttachedShapes;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.store.Store;
import croft.store.Transaction;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Attach, Detach and ListAttached of a holder's managed policies, and its permissions boundary,
 * bound to its generated requests.
 *
 * @param <N> the noun that holds them
 */
public final class AttachmentOperations<N> {
  private final Store store;
  private final Markers markers;
  private final PolicyHolder<N> holders;

  public AttachmentOperations(IamParts parts, PolicyHolder<N> holders) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.holders = holders;
  }

  /** What a request names. */
  public record Named(@Nullable String holder, @Nullable String policyArn) {}

  /** What a request wants listed. */
  public record Listed(
      @Nullable String holder, @Nullable String pathPrefix, Markers.Wanted wanted) {}

  private interface Change {
    void make(Transaction tx, Holder holder, String policyArn);
  }

  private <I extends Shape, O extends Shape> Binding<I, O> changing(
      Operation<I, O> operation, Function<I, Named> named, Change change, Supplier<O> done) {
    return bind(
        operation,
        (call, request) -> {
          Named wanted = named.apply(request);
          return holders.access(store, call, operation, wanted.holder(), wanted.policyArn());
        },
        (call, request) -> {
          Named wanted = named.apply(request);
          String arn = required(wanted.policyArn(), "policyArn");
          return store.write(tx -> {
            N noun = holders.requireForChange(tx, call, wanted.holder());
            change.make(tx, holders.holder().apply(noun), arn);
            return done.get();
          });
        });
  }

  /** An operation that attaches a policy. */
  public <I extends Shape, O extends Shape> Binding<I, O> attach(
      Operation<I, O> operation, Function<I, Named> named, Supplier<O> done) {
    return changing(operation, named, Attachments::attach, done);
  }

  /** An operation that detaches a policy. */
  public <I extends Shape, O extends Shape> Binding<I, O> detach(
      Operation<I, O> operation, Function<I, Named> named, Supplier<O> done) {
    return changing(operation, named, Attachments::detach, done);
  }

  /** An operation that shows attached policies in pages. */
  public <I extends Shape, O extends Shape> Binding<I, O> list(
      Operation<I, O> operation,
      Function<I, Listed> listed,
      Function<Markers.Page<AttachedPolicy>, O> shown) {
    return bind(
        operation,
        (call, request) ->
            holders.access(store, call, operation, listed.apply(request).holder(), null),
        (call, request) -> {
          Listed asked = listed.apply(request);
          String prefix = asked.pathPrefix() == null ? "/" : asked.pathPrefix();
          Holder holder =
              store.read(tx -> holders.holder().apply(holders.require(tx, call, asked.holder())));
          List<AttachedPolicy> attached =
              store.read(tx -> Attachments.attached(tx, holder.account(), holder.id())).stream()
                  .filter(arn -> arn.contains(":policy" + prefix))
                  .sorted()
                  .map(AttachedShapes::policy)
                  .toList();
          return shown.apply(
              markers.page(
                  call,
                  "attached policies " + holder.id() + " " + prefix,
                  attached,
                  policy -> required(policy.policyArn(), "policyArn"),
                  asked.wanted()));
        });
  }

  /** An operation that makes a policy the holder's boundary, in place of another. */
  public <I extends Shape, O extends Shape> Binding<I, O> putBoundary(
      Operation<I, O> operation, Function<I, Named> named, Supplier<O> done) {
    return bind(
        operation,
        (call, request) -> {
          Named wanted = named.apply(request);
          Access access =
              holders.noun().access().of(store, call, "iam:" + operation.name(), wanted.holder());
          // Here the key tells the boundary that is asked for, not the one that is there.
          return List.of(
              wanted.policyArn() == null
                  ? access
                  : access.with(
                      Tags.join(
                          access.context(),
                          Map.of("iam:PermissionsBoundary", List.of(wanted.policyArn())))));
        },
        (call, request) -> {
          Named wanted = named.apply(request);
          String arn = required(wanted.policyArn(), "permissionsBoundary");
          return store.write(tx -> {
            N noun = holders.requireForChange(tx, call, wanted.holder());
            Attachments.putBoundary(tx, holders.holder().apply(noun), arn);
            return done.get();
          });
        });
  }

  /** An operation that takes the holder's boundary away, which needs a permission of its own. */
  public <I extends Shape, O extends Shape> Binding<I, O> deleteBoundary(
      Operation<I, O> operation, Function<I, String> holder, Supplier<O> done) {
    return bind(
        operation,
        (call, request) -> holders.access(store, call, operation, holder.apply(request), null),
        (call, request) ->
            store.write(tx -> {
              N noun = holders.requireForChange(tx, call, holder.apply(request));
              Attachments.deleteBoundary(tx, holders.holder().apply(noun));
              return done.get();
            }));
  }
}
