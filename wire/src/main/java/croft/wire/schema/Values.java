package croft.wire.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What generated records do with their values: copy collections, compare and hash blobs. */
public final class Values {
  private Values() {}

  /** An immutable copy without nulls, or null. */
  public static <T> @Nullable List<T> list(@Nullable List<T> values) {
    return values == null ? null : List.copyOf(values);
  }

  /** An immutable copy that may hold nulls, or null. */
  public static <T extends @Nullable Object> @Nullable List<T> sparse(@Nullable List<T> values) {
    return values == null ? null : Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** An immutable copy in the same order, which may hold null values; or null. */
  public static <T extends @Nullable Object> @Nullable Map<String, T> map(
      @Nullable Map<String, T> values) {
    return values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Equality that compares byte arrays, alone or in lists and maps, by content. */
  public static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof byte[] left && other instanceof byte[] right) {
      return Arrays.equals(left, right);
    }
    if (one instanceof List<?> left && other instanceof List<?> right) {
      Iterator<?> rest = right.iterator();
      return left.size() == right.size() && left.stream().allMatch(e -> same(e, rest.next()));
    }
    if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.entrySet().stream().allMatch(e -> same(e.getValue(), right.get(e.getKey())));
    }
    return Objects.equals(one, other);
  }

  /** The hash that belongs to {@link #same}. */
  public static int hash(@Nullable Object... values) {
    int hash = 1;
    for (Object value : values) {
      hash = 31 * hash + hashOne(value);
    }
    return hash;
  }

  private static int hashOne(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case byte[] bytes -> Arrays.hashCode(bytes);
      case List<?> list -> hash(list.toArray());
      case Map<?, ?> map -> map.keySet().hashCode();
      default -> value.hashCode();
    };
  }
}
