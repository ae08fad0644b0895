package croft.store;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What was read of the store, kept until the store changes: a call after a change reads anew, so
 * that a revoked key or a detached policy acts on the next call.
 */
public final class UntilChanged<K, V> {
  /** Callers beyond this many are read for each call. */
  private static final int MOST = 10_000;

  private final LongSupplier changes;
  private volatile Generation<K, V> newest = new Generation<>(-1, new ConcurrentHashMap<>());

  private record Generation<K, V>(long change, ConcurrentHashMap<K, V> values) {}

  /**
   * An empty one.
   *
   * @param changes as {@link Store#changes} gives them
   */
  public UntilChanged(LongSupplier changes) {
    this.changes = changes;
  }

  /**
   * The value of a key, read when it is not known as of now. That there is none is not kept: who
   * makes keys up must not fill what others need.
   */
  public Optional<V> get(K key, Function<K, Optional<V>> read) {
    // Before the value: what is read after this look is at least as new.
    long change = changes.getAsLong();
    Generation<K, V> generation = newest;
    if (generation.change != change) {
      generation = new Generation<>(change, new ConcurrentHashMap<>());
      newest = generation;
    }
    V known = generation.values.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<V> value = read.apply(key);
    if (value.isPresent() && generation.values.size() < MOST) {
      generation.values.put(key, value.get());
    }
    return value;
  }
}
