package croft.services.elasticloadbalancingv2.tag;

import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.store.Table;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of one resource. */
public record ElbTags(String scope, String arn, Map<String, String> tags) {
  public static final Table<ElbTags> TABLE =
      Table.of("elbv2_tags", ElbTags.class, ElbTags::scope, ElbTags::arn);
  private static final int MOST = 50;

  public ElbTags {
    tags = Map.copyOf(tags);
  }

  public static Map<String, String> of(Transaction tx, String scope, String arn) {
    return new TreeMap<>(tx.get(TABLE, scope, arn).map(ElbTags::tags).orElse(Map.of()));
  }

  /** Adds tags to those there are. */
  public static void add(Transaction tx, String scope, String arn, Map<String, String> more) {
    Map<String, String> all = of(tx, scope, arn);
    all.putAll(more);
    if (all.size() > MOST) {
      throw ElbErrors.of("TooManyTags", "The number of tags exceeds the limit of " + MOST);
    }
    tx.put(TABLE, new ElbTags(scope, arn, all));
  }

  public static void remove(Transaction tx, String scope, String arn, List<String> keys) {
    Map<String, String> all = of(tx, scope, arn);
    keys.forEach(all::remove);
    tx.put(TABLE, new ElbTags(scope, arn, all));
  }

  public static void clear(Transaction tx, String scope, String arn) {
    tx.delete(TABLE, scope, arn);
  }

  /** Tags of a request, each key once. */
  public static Map<String, String> read(List<croft.api.elasticloadbalancingv2.Tag> tags) {
    Map<String, String> all = new HashMap<>();
    for (croft.api.elasticloadbalancingv2.Tag tag : tags) {
      String key = ElbErrors.given(tag.key(), "Key");
      if (key.startsWith("aws:")) {
        throw ElbErrors.validation("Tag keys cannot start with 'aws:'");
      }
      if (all.put(key, tag.value() == null ? "" : tag.value()) != null) {
        throw ElbErrors.of(
            "DuplicateTagKeys", "Tag key '" + key + "' was specified more than once");
      }
    }
    return all;
  }
}
