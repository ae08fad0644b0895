package croft.services.sqs.queue;

import croft.base.Arn;
import croft.store.Table;
import java.util.Map;

/**
 * A queue.
 *
 * @param id tells it from one of the same name before or after it
 * @param attributes those that were set, by AWS's names
 * @param createdAtSeconds since the epoch
 * @param modifiedAtSeconds when its attributes were last set
 * @param purgedAtMillis when it was last emptied; 0 for never
 */
public record Queue(
    String account,
    String region,
    String name,
    String id,
    Map<String, String> attributes,
    Map<String, String> tags,
    long createdAtSeconds,
    long modifiedAtSeconds,
    long purgedAtMillis) {

  /** By {@code account/region} and name. */
  public static final Table<Queue> TABLE =
      Table.of("sqs_queue", Queue.class, Queue::scope, Queue::name);

  private static final long MILLIS = 1000;

  public Queue {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  public String scope() {
    return account + "/" + region;
  }

  public Arn arn() {
    return Arn.of("sqs", region, account, name);
  }

  /** Where clients ask for it. */
  public String url(String endpoint) {
    return endpoint + "/" + account + "/" + name;
  }

  /** An attribute, its default where it was not set, or empty where it has none. */
  public String attribute(String attribute) {
    return attributes.getOrDefault(attribute, QueueAttributes.defaultOf(attribute));
  }

  private long number(String attribute) {
    return Long.parseLong(attribute(attribute));
  }

  public boolean isFifo() {
    return isOn(QueueAttributes.FIFO);
  }

  private boolean isOn(String attribute) {
    return attribute(attribute).equals("true");
  }

  /** Whether a message's body stands for its deduplication id. */
  public boolean deduplicatesByContent() {
    return isOn(QueueAttributes.CONTENT_DEDUPLICATION);
  }

  /** Whether messages are the same only within their group. */
  public boolean deduplicatesInGroups() {
    return attribute(QueueAttributes.DEDUPLICATION_SCOPE).equals("messageGroup");
  }

  /** Whether messages are encrypted where they are kept. */
  public boolean encrypts() {
    return isOn(QueueAttributes.ENCRYPTION);
  }

  public long visibilityMillis() {
    return number(QueueAttributes.VISIBILITY) * MILLIS;
  }

  public long delayMillis() {
    return number(QueueAttributes.DELAY) * MILLIS;
  }

  public long retentionMillis() {
    return number(QueueAttributes.RETENTION) * MILLIS;
  }

  public int waitSeconds() {
    return (int) number(QueueAttributes.WAIT);
  }

  public long mostBytes() {
    return number(QueueAttributes.MOST_BYTES);
  }

  Queue withAttributes(Map<String, String> all, long nowSeconds) {
    return new Queue(
        account, region, name, id, all, tags, createdAtSeconds, nowSeconds, purgedAtMillis);
  }

  Queue withTags(Map<String, String> all) {
    return new Queue(
        account,
        region,
        name,
        id,
        attributes,
        all,
        createdAtSeconds,
        modifiedAtSeconds,
        purgedAtMillis);
  }

  /** The same queue, emptied at a time. */
  public Queue purgedAt(long nowMillis) {
    return new Queue(
        account,
        region,
        name,
        id,
        attributes,
        tags,
        createdAtSeconds,
        modifiedAtSeconds,
        nowMillis);
  }
}
