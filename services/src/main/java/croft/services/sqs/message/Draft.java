package croft.services.sqs.message;

import croft.services.sqs.line.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be kept.
 *
 * @param key within what, and by which id, it is the same as another; null for one like no other
 */
public record Draft(
    Message message,
    @Nullable String key,
    long sentAtMillis,
    int receives,
    long firstReceivedAtMillis,
    long visibleAtMillis) {

  /** A message sent now. */
  static Draft sent(Message message, @Nullable String key, long nowMillis, long delayMillis) {
    return new Draft(message, key, nowMillis, 0, 0, nowMillis + delayMillis);
  }

  Wanted wanted() {
    return new Wanted(
        message.id(),
        message.groupId(),
        key,
        sentAtMillis,
        receives,
        firstReceivedAtMillis,
        visibleAtMillis);
  }
}
