package croft.services.sqs.queue;

import croft.base.Ids;
import croft.services.operation.Pages;
import croft.services.operation.PolicyCheck;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What SQS is made of.
 *
 * @param time goes as fast as alarms and topics do
 * @param sealing keeps the messages of queues that encrypt
 * @param endpoint where this Croft is asked, for the URLs of queues
 * @param use hears of what queues do
 */
public record SqsParts(
    Store store,
    Ids ids,
    InstantSource time,
    PolicyCheck policies,
    Pages pages,
    Sealing sealing,
    Supplier<String> endpoint,
    QueueUse use) {

  /** Now, as queues count it. */
  public long nowMillis() {
    return time.instant().toEpochMilli();
  }
}
