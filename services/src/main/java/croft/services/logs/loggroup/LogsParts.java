package croft.services.logs.loggroup;

import croft.base.Ids;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.logs.block.Blocks;
import croft.services.operation.InnerCalls;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import java.time.InstantSource;

/**
 * What CloudWatch Logs is made of.
 *
 * @param time goes as fast as alarms and queues do
 * @param sink takes what metric filters count
 * @param calls the way to queues
 */
public record LogsParts(
    Store store,
    Blocks blocks,
    Ids ids,
    InstantSource time,
    PolicyCheck policies,
    Pages pages,
    MetricSink sink,
    InnerCalls calls) {
  private static final int KEY_DIGITS = 15;

  /** Now, as logs count it. */
  public long now() {
    return time.instant().toEpochMilli();
  }

  /** A new key of a group or stream. */
  public long key() {
    return 1 + Long.parseLong(ids.digits(KEY_DIGITS));
  }
}
