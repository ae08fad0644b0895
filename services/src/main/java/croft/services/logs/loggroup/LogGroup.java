package croft.services.logs.loggroup;

import croft.base.Arn;
import croft.store.Table;
import java.util.Map;

/**
 * A group of streams.
 *
 * @param key tells it from one of the same name before or after it, above zero
 * @param createdAt milliseconds since the epoch
 * @param retentionDays how long events are kept; 0 for ever
 */
public record LogGroup(
    String account,
    String region,
    String name,
    long key,
    long createdAt,
    int retentionDays,
    Map<String, String> tags) {

  /** By {@code account/region} and name. */
  public static final Table<LogGroup> TABLE =
      Table.of("logs_group", LogGroup.class, LogGroup::scope, LogGroup::name);

  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  public LogGroup {
    tags = Map.copyOf(tags);
  }

  public String scope() {
    return account + "/" + region;
  }

  /** The scope of what belongs to the group. */
  public String inside() {
    return Long.toString(key);
  }

  public Arn arn() {
    return Arn.of("logs", region, account, "log-group:" + name);
  }

  /** The earliest time of events that are still kept: milliseconds since the epoch. */
  public long keptSince(long now) {
    return retentionDays == 0 ? 0 : now - retentionDays * DAY_MILLIS;
  }

  LogGroup withRetention(int days) {
    return new LogGroup(account, region, name, key, createdAt, days, tags);
  }

  LogGroup withTags(Map<String, String> all) {
    return new LogGroup(account, region, name, key, createdAt, retentionDays, all);
  }
}
