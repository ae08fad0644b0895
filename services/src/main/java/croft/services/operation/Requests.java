package croft.services.operation;

import croft.base.ServiceError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the services that speak JSON share when they read requests. */
public final class Requests {
  private Requests() {}

  /**
   * A member that must be there. The wire checks it for calls from outside; this covers calls
   * between services.
   *
   * @throws ServiceError {@code ValidationException}
   */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw validation(
          "1 validation error detected: Value null at '"
              + member
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value;
  }

  /** 400 {@code ValidationException}. */
  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationException", message);
  }

  /** A flag that was not given is off. */
  public static boolean on(@Nullable Boolean flag) {
    return flag != null && flag;
  }

  /** Condition keys of tags in a request. */
  public static Map<String, List<String>> requestTags(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>(tagKeys(List.copyOf(tags.keySet())));
    tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    return keys;
  }

  /** The condition key of the keys of tags in a request; absent when there are none. */
  public static Map<String, List<String>> tagKeys(List<String> keys) {
    return keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", keys);
  }

  /** Condition keys of the tags a resource has. */
  public static Map<String, List<String>> resourceTags(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>();
    tags.forEach((key, value) -> keys.put("aws:ResourceTag/" + key, List.of(value)));
    return keys;
  }

  /** Both sets of condition keys in one; the second stands over the first. */
  public static Map<String, List<String>> join(
      Map<String, List<String>> one, Map<String, List<String>> other) {
    Map<String, List<String>> all = new HashMap<>(one);
    all.putAll(other);
    return all;
  }

  /** One condition key, or none when the value is not there. */
  public static Map<String, List<String>> key(String name, @Nullable Object value) {
    return value == null ? Map.of() : Map.of(name, List.of(String.valueOf(value)));
  }
}
