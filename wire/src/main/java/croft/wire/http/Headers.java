package croft.wire.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Header fields: names compare without case, a name may have several values, order is kept. */
public final class Headers {
  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public static Headers of(String... namesAndValues) {
    Headers headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  public Headers add(String name, String value) {
    fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    return this;
  }

  /** Replaces every value of that name. */
  public Headers set(String name, String value) {
    fields.put(name, new ArrayList<>(List.of(value)));
    return this;
  }

  /** The first value, or null. */
  public @Nullable String first(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.getFirst();
  }

  public List<String> all(String name) {
    return Collections.unmodifiableList(fields.getOrDefault(name, List.of()));
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** All fields, names in case-insensitive order. */
  public Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public String toString() {
    // Names only: values may be credentials.
    return fields.keySet().toString();
  }
}
