package croft.services.sns.subscription;

import croft.services.sns.filter.FilterPolicy;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to hear of what is published.
 *
 * @param account whose subscription it is, which need not be the topic's
 * @param attributes those that were set, by AWS's names
 * @param token what confirms it
 * @param authenticated whether somebody known confirmed it: only somebody known may then end it
 * @param principal the ARN of who asked for it
 */
public record Subscription(
    String topicArn,
    String id,
    String account,
    String region,
    String protocol,
    String endpoint,
    Map<String, String> attributes,
    String token,
    boolean confirmed,
    boolean authenticated,
    Instant createdAt,
    String principal) {
  static final String BY_OWNER = "owner";
  static final String BY_ENDPOINT = "endpoint";
  static final String BY_PENDING = "pending";

  /** By topic and id. */
  public static final Table<Subscription> TABLE =
      Table.of("sns_subscription", Subscription.class, Subscription::topicArn, Subscription::id)
          .index(BY_OWNER, subscription -> subscription.account + "/" + subscription.region)
          .index(BY_ENDPOINT, subscription -> key(subscription.protocol, subscription.endpoint))
          .index(
              BY_PENDING,
              subscription ->
                  subscription.confirmed
                      ? null
                      : "%020d".formatted(subscription.createdAt.toEpochMilli()));

  public Subscription {
    attributes = Map.copyOf(attributes);
  }

  static String key(String protocol, String endpoint) {
    return protocol + " " + endpoint;
  }

  /** The topic's ARN and the id. */
  public String arn() {
    return topicArn + ":" + id;
  }

  /** The ARN, or that there is none yet. */
  String shownArn() {
    return confirmed ? arn() : "PendingConfirmation";
  }

  /** An attribute that was set, or null. */
  public @Nullable String attribute(String name) {
    return attributes.get(name);
  }

  /** Whether the message goes alone, without the document around it. */
  public boolean isRaw() {
    return "true".equals(attributes.get(SubscriptionAttributes.RAW));
  }

  /** What the filter policy looks at. */
  public FilterPolicy.Scope filterScope() {
    return SubscriptionAttributes.scope(attributes);
  }

  Subscription withAttributes(Map<String, String> all) {
    return new Subscription(
        topicArn,
        id,
        account,
        region,
        protocol,
        endpoint,
        all,
        token,
        confirmed,
        authenticated,
        createdAt,
        principal);
  }

  Subscription withToken(String fresh, Instant at) {
    return new Subscription(
        topicArn,
        id,
        account,
        region,
        protocol,
        endpoint,
        attributes,
        fresh,
        confirmed,
        authenticated,
        at,
        principal);
  }

  /** The same, which waits for its confirmation again, by the token it had. */
  Subscription asPending(Instant at) {
    return new Subscription(
        topicArn,
        id,
        account,
        region,
        protocol,
        endpoint,
        attributes,
        token,
        false,
        false,
        at,
        principal);
  }

  Subscription asConfirmed(boolean bySomebodyKnown) {
    return new Subscription(
        topicArn,
        id,
        account,
        region,
        protocol,
        endpoint,
        attributes,
        token,
        true,
        bySomebodyKnown,
        createdAt,
        principal);
  }
}
