package croft.services.ec2.tag;

import croft.api.ec2.Tag;
import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes tags inside a transaction. */
public final class Tags {
  public static final Table<TagRow> TABLE =
      Table.of("ec2_tag", TagRow.class, TagRow::scope, TagRow::id)
          .index("resource_id", TagRow::resourceId);

  private static final int MOST_PER_RESOURCE = 50;
  private static final int LONGEST_KEY = 127;
  private static final int LONGEST_VALUE = 255;

  private Tags() {}

  /** One resource's tags, by key. */
  public static Map<String, String> of(Transaction tx, String scope, String resourceId) {
    Map<String, String> tags = new TreeMap<>();
    for (TagRow row : tx.findIn(TABLE, scope, "resource_id", resourceId)) {
      tags.put(row.key(), row.value());
    }
    return tags;
  }

  /** Every resource's tags in a scope, by resource. */
  public static Map<String, Map<String, String>> all(Transaction tx, String scope) {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (TagRow row : tx.list(TABLE, scope)) {
      all.computeIfAbsent(row.resourceId(), id -> new TreeMap<>()).put(row.key(), row.value());
    }
    return all;
  }

  /**
   * Adds or overwrites tags.
   *
   * @throws ServiceError for a key that is reserved or too long, and past fifty tags
   */
  public static void put(
      Transaction tx, String scope, String resourceId, Map<String, String> added) {
    added.forEach(Tags::check);
    Map<String, String> after = new HashMap<>(of(tx, scope, resourceId));
    after.putAll(added);
    if (after.size() > MOST_PER_RESOURCE) {
      throw ServiceError.badRequest(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
    String type = ResourceType.of(resourceId);
    added.forEach((key, value) -> tx.put(TABLE, new TagRow(scope, resourceId, type, key, value)));
  }

  /** Adds tags in AWS's own name, which callers may not give. */
  public static void mark(
      Transaction tx, String scope, String resourceId, Map<String, String> marks) {
    String type = ResourceType.of(resourceId);
    marks.forEach((key, value) -> tx.put(TABLE, new TagRow(scope, resourceId, type, key, value)));
  }

  /** Removes every tag of a resource that is gone. */
  public static void clear(Transaction tx, String scope, String resourceId) {
    for (TagRow row : tx.findIn(TABLE, scope, "resource_id", resourceId)) {
      tx.delete(TABLE, scope, row.id());
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Tag key " + (key.isEmpty() ? "cannot be empty" : "exceeds the maximum length of 127"));
    }
    if (value.length() > LONGEST_VALUE) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Tag value exceeds the maximum length of 255 characters");
    }
    if (key.startsWith("aws:")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
    }
  }

  /** As the API shows them. */
  public static List<Tag> shapes(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** As the API gives them; a missing value is the empty one. */
  public static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    for (Tag tag : tags) {
      String key = tag.key() == null ? "" : tag.key();
      if (map.put(key, tag.value() == null ? "" : tag.value()) != null) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Duplicate tag key '" + key + "' specified.");
      }
    }
    return map;
  }
}
