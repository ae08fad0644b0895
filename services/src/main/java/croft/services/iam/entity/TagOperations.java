package croft.services.iam.entity;

import croft.api.iam.Tag;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Handler;
import croft.store.Store;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The three operations on the tags of a noun, bound to its generated requests.
 *
 * @param <N> the noun
 */
public final class TagOperations<N> {
  private final Store store;
  private final Markers markers;
  private final Noun<N> noun;
  private final Function<N, Map<String, String>> tags;
  private final Noun.Keep<N> keep;

  public TagOperations(
      IamParts parts, Noun<N> noun, Function<N, Map<String, String>> tags, Noun.Keep<N> keep) {
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.noun = noun;
    this.tags = tags;
    this.keep = keep;
  }

  private <I extends Shape, O extends Shape> Binding<I, O> bound(
      Operation<I, O> operation,
      Function<I, String> name,
      Function<I, Map<String, List<String>>> keys,
      Handler<I, O> handler) {
    AccessRule<I> rule =
        (call, request) -> {
          Access access =
              noun.access().of(store, call, "iam:" + operation.name(), name.apply(request));
          return List.of(access.with(Tags.join(access.context(), keys.apply(request))));
        };
    return Binding.bind(operation, rule, handler);
  }

  /** An operation that puts tags over those there are. */
  public <I extends Shape, O extends Shape> Binding<I, O> tag(
      Operation<I, O> operation,
      Function<I, String> name,
      Function<I, List<Tag>> added,
      Supplier<O> done) {
    return bound(
        operation,
        name,
        request -> Tags.requestKeys(added.apply(request)),
        (call, request) ->
            store.write(tx -> {
              N found = noun.find().require(tx, call.account(), name.apply(request));
              keep.put(tx, found, Tags.with(tags.apply(found), added.apply(request)));
              return done.get();
            }));
  }

  /** An operation that takes tags away. */
  public <I extends Shape, O extends Shape> Binding<I, O> untag(
      Operation<I, O> operation,
      Function<I, String> name,
      Function<I, List<String>> removed,
      Supplier<O> done) {
    return bound(
        operation,
        name,
        request -> Tags.tagKeys(removed.apply(request)),
        (call, request) ->
            store.write(tx -> {
              N found = noun.find().require(tx, call.account(), name.apply(request));
              keep.put(tx, found, Tags.without(tags.apply(found), removed.apply(request)));
              return done.get();
            }));
  }

  /** An operation that shows tags in pages. */
  public <I extends Shape, O extends Shape> Binding<I, O> list(
      Operation<I, O> operation,
      Function<I, String> name,
      Function<I, Markers.Wanted> wanted,
      Function<Markers.Page<Tag>, O> shown) {
    return bound(
        operation,
        name,
        request -> Map.of(),
        (call, request) -> {
          N found = store.read(tx -> noun.find().require(tx, call.account(), name.apply(request)));
          return shown.apply(
              markers.page(
                  call,
                  "tags " + noun.id().apply(found),
                  Tags.shapes(tags.apply(found)),
                  tag -> EntityErrors.required(tag.key(), "key"),
                  wanted.apply(request)));
        });
  }
}
