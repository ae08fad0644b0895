package croft.services.iam.entity;

import croft.api.iam.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tags of IAM's nouns: up to 50, whose keys are not case-sensitive. */
public final class Tags {
  private static final int MOST = 50;

  private Tags() {}

  /**
   * As the API gives them, checked.
   *
   * @throws croft.base.ServiceError {@code InvalidInput} for a key given twice or reserved, {@code
   *     LimitExceeded} for more than fifty
   */
  public static Map<String, String> of(List<Tag> tags) {
    return with(Map.of(), tags);
  }

  /** The tags there are with others put over them. */
  public static Map<String, String> with(Map<String, String> present, List<Tag> added) {
    Map<String, String> fresh = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Tag tag : added) {
      String key = EntityErrors.required(tag.key(), "tags.member.key");
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw EntityErrors.invalidInput(
            "Tag keys that begin with aws: are reserved for system tags: " + key);
      }
      if (fresh.put(key, tag.value() == null ? "" : tag.value()) != null) {
        throw EntityErrors.invalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    Map<String, String> all = without(present, List.copyOf(fresh.keySet()));
    all.putAll(fresh);
    if (all.size() > MOST) {
      throw EntityErrors.limitExceeded("The number of tags has reached the maximum limit.");
    }
    return all;
  }

  /** The tags there are but those keys. */
  public static Map<String, String> without(Map<String, String> present, List<String> keys) {
    Map<String, String> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    rest.putAll(present);
    keys.forEach(rest::remove);
    return rest;
  }

  /** As the API shows them, by key. */
  public static List<Tag> shapes(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** Condition keys of tags in a request. */
  public static Map<String, List<String>> requestKeys(List<Tag> tags) {
    Map<String, List<String>> keys = new HashMap<>();
    for (Tag tag : tags) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value() == null ? "" : tag.value()));
    }
    keys.putAll(tagKeys(tags.stream().map(tag -> tag.key() == null ? "" : tag.key()).toList()));
    return keys;
  }

  /** The condition key of the keys of tags in a request; absent when there are none. */
  public static Map<String, List<String>> tagKeys(List<String> keys) {
    return keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", keys);
  }

  /** Condition keys of the tags a resource has. */
  public static Map<String, List<String>> resourceKeys(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>();
    tags.forEach((key, value) -> {
      keys.put("aws:ResourceTag/" + key, List.of(value));
      keys.put("iam:ResourceTag/" + key, List.of(value));
    });
    return keys;
  }

  /** Both sets of condition keys in one. */
  public static Map<String, List<String>> join(
      Map<String, List<String>> one, Map<String, List<String>> other) {
    Map<String, List<String>> all = new HashMap<>(one);
    all.putAll(other);
    return all;
  }
}
