package croft.services.iam.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one request, such as {@code aws:SourceIp} or {@code ec2:InstanceType}, each
 * with its values. Names of keys are not case-sensitive.
 */
public final class RequestContext {
  /** No keys at all. */
  public static final RequestContext EMPTY = new RequestContext(Map.of());

  private final Map<String, List<String>> values;

  private RequestContext(Map<String, List<String>> values) {
    this.values = values;
  }

  /** A context with these keys only. */
  public static RequestContext of(Map<String, List<String>> values) {
    Builder builder = builder();
    values.forEach(builder::put);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** These keys over those already here. */
  public RequestContext with(Map<String, List<String>> more) {
    if (more.isEmpty()) {
      return this;
    }
    Builder builder = new Builder();
    builder.values.putAll(values);
    more.forEach(builder::put);
    return builder.build();
  }

  /** The values of a key; null when the request has no such key. */
  @Nullable List<String> values(String key) {
    return values.get(key.toLowerCase(Locale.ROOT));
  }

  /** The values of a key whose name is in lower case already. */
  @Nullable List<String> valuesOfLowerCaseKey(String key) {
    return values.get(key);
  }

  /** The only value of a key, or null. */
  @Nullable String single(String key) {
    List<String> found = values(key);
    return found != null && found.size() == 1 ? found.getFirst() : null;
  }

  /** Collects keys. */
  public static final class Builder {
    private final Map<String, List<String>> values = new HashMap<>();

    public Builder put(String key, List<String> all) {
      values.put(key.toLowerCase(Locale.ROOT), List.copyOf(all));
      return this;
    }

    public Builder put(String key, String... all) {
      return put(key, Arrays.asList(all));
    }

    /** Puts the key unless the value is null or empty. */
    public Builder putIfKnown(String key, @Nullable String value) {
      return value == null || value.isEmpty() ? this : put(key, List.of(value));
    }

    public RequestContext build() {
      return new RequestContext(Map.copyOf(values));
    }
  }
}
