package croft.services.ec2.describe;

import croft.api.ec2.Filter;
import croft.base.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The filters one Describe operation knows: values of a filter are alternatives, filters must all
 * hold, {@code *} and {@code ?} are wildcards, and a filter nobody knows is refused.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html">Filtering</a>.
 */
public final class Filters<T> {
  private final Map<String, Function<T, Collection<String>>> known = new HashMap<>();
  private @Nullable Function<T, Map<String, String>> tags;

  /** A filter on one value; a resource where it is null never matches. */
  public Filters<T> on(String name, Function<T, @Nullable String> value) {
    return onAll(
        name,
        item -> {
          String found = value.apply(item);
          return found == null ? List.of() : List.of(found);
        });
  }

  /** A filter on several values: one that matches is enough. */
  public Filters<T> onAll(String name, Function<T, Collection<String>> values) {
    known.put(name, values);
    return this;
  }

  /** The tag filters: {@code tag:Key}, {@code tag-key}, {@code tag-value}. */
  public Filters<T> tagged(Function<T, Map<String, String>> tagsOf) {
    tags = tagsOf;
    onAll("tag-key", item -> tagsOf.apply(item).keySet());
    onAll("tag-value", item -> tagsOf.apply(item).values());
    return this;
  }

  /**
   * What a request's filters let through.
   *
   * @throws ServiceError {@code InvalidParameterValue} for a filter that is not known
   */
  public Predicate<T> matching(List<Filter> filters) {
    List<Predicate<T>> all = new ArrayList<>();
    for (Filter filter : filters) {
      String name = filter.name() == null ? "" : filter.name();
      List<String> values = filter.valuesOrEmpty();
      if (values.isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "The filter '" + name + "' has no values");
      }
      Function<T, Collection<String>> found = values(name);
      all.add(item -> found.apply(item).stream().anyMatch(v -> anyMatches(values, v)));
    }
    return item -> all.stream().allMatch(p -> p.test(item));
  }

  private Function<T, Collection<String>> values(String name) {
    Function<T, Map<String, String>> tagsOf = tags;
    if (tagsOf != null && name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return item -> {
        String value = tagsOf.apply(item).get(key);
        return value == null ? List.of() : List.of(value);
      };
    }
    Function<T, Collection<String>> found = known.get(name);
    if (found == null) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return found;
  }

  private static boolean anyMatches(List<String> patterns, String value) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, value));
  }

  /** Greedy wildcard match in linear space; a backslash takes the next character literally. */
  static boolean matches(String pattern, String value) {
    int p = 0;
    int v = 0;
    int star = -1;
    int retry = 0;
    while (v < value.length()) {
      boolean wild = p < pattern.length() && pattern.charAt(p) == '*';
      if (wild) {
        star = p++;
        retry = v;
      } else if (p < pattern.length() && single(pattern, p, value.charAt(v))) {
        p += pattern.charAt(p) == '\\' && p + 1 < pattern.length() ? 2 : 1;
        v++;
      } else if (star >= 0) {
        p = star + 1;
        v = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean single(String pattern, int at, char character) {
    char wanted = pattern.charAt(at);
    if (wanted == '\\' && at + 1 < pattern.length()) {
      return pattern.charAt(at + 1) == character;
    }
    return wanted == '?' || wanted == character;
  }
}
