package croft.services.secretsmanager.secret;

import croft.api.secretsmanager.Tag;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tags as the API takes and shows them. */
final class SecretTags {
  private static final int MOST = 50;

  private SecretTags() {}

  /** Tags of a request for condition keys, unchecked. */
  static Map<String, String> requested(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.key() != null) {
        all.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return all;
  }

  /** Tags of a request put over those there are, checked. */
  static Map<String, String> with(Map<String, String> present, List<Tag> added) {
    for (Tag tag : added) {
      if (Requests.required(tag.key(), "tags.member.key").regionMatches(true, 0, "aws:", 0, 4)) {
        throw SecretErrors.parameter("Tag keys that begin with aws: are reserved: " + tag.key());
      }
    }
    Map<String, String> fresh = requested(added);
    if (fresh.size() < added.size()) {
      throw SecretErrors.parameter("Duplicate tag keys are not allowed.");
    }
    Map<String, String> all = new TreeMap<>(present);
    all.putAll(fresh);
    if (all.size() > MOST) {
      throw SecretErrors.parameter("A secret can have at most " + MOST + " tags.");
    }
    return all;
  }

  static List<Tag> shapes(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }
}
