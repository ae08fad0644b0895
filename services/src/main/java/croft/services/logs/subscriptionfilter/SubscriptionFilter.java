package croft.services.logs.subscriptionfilter;

import croft.store.Table;

/**
 * Passes events of a group on.
 *
 * @param group the group's key
 * @param account of the group
 * @param groupArn without the star
 * @param destination a queue's ARN, or the URL of a web server
 * @param distribution {@code ByLogStream} or {@code Random}: both are one destination here
 * @param createdAt milliseconds since the epoch
 */
public record SubscriptionFilter(
    long group,
    String account,
    String region,
    String groupName,
    String groupArn,
    String name,
    String pattern,
    String destination,
    String distribution,
    long createdAt) {

  /** By the key of the group and name. */
  public static final Table<SubscriptionFilter> TABLE =
      Table.of(
          "logs_subscription_filter",
          SubscriptionFilter.class,
          filter -> Long.toString(filter.group),
          SubscriptionFilter::name);

  /** What tells it from all others. */
  String key() {
    return key(group, name);
  }

  static String key(long group, String name) {
    return group + "/" + name;
  }
}
