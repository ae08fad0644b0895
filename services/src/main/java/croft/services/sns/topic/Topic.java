package croft.services.sns.topic;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic.
 *
 * @param attributes those that were set, by AWS's names
 * @param deletedSubscriptions how many subscriptions it lost
 */
public record Topic(
    String account,
    String region,
    String name,
    Map<String, String> attributes,
    Map<String, String> tags,
    Instant createdAt,
    long deletedSubscriptions) {

  /** By {@code account/region} and name. */
  public static final Table<Topic> TABLE =
      Table.of("sns_topic", Topic.class, Topic::scope, Topic::name);

  public Topic {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  public String scope() {
    return account + "/" + region;
  }

  public Arn arn() {
    return Arn.of("sns", region, account, name);
  }

  /** An attribute that was set, or null. */
  public @Nullable String attribute(String attribute) {
    return attributes.get(attribute);
  }

  /** Whether an attribute was set to true. */
  public boolean is(String attribute) {
    return "true".equals(attributes.get(attribute));
  }

  public boolean isFifo() {
    return is(TopicAttributes.FIFO);
  }

  /** What the topic says of its users. */
  public String policy() {
    return attributes.getOrDefault(TopicAttributes.POLICY, TopicAttributes.defaultPolicy(arn()));
  }

  Topic withAttributes(Map<String, String> all) {
    return new Topic(account, region, name, all, tags, createdAt, deletedSubscriptions);
  }

  Topic withTags(Map<String, String> all) {
    return new Topic(account, region, name, attributes, all, createdAt, deletedSubscriptions);
  }

  /** The same topic with one subscription less. */
  public Topic withOneDeleted() {
    return new Topic(account, region, name, attributes, tags, createdAt, deletedSubscriptions + 1);
  }
}
