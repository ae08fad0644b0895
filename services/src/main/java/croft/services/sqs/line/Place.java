package croft.services.sqs.line;

import croft.store.Table;

/**
 * A message's place in its queue.
 *
 * @param queueId the queue's own id
 * @param order messages came in this order; also the sequence number of a queue with order
 * @param groupId empty for messages without a group
 * @param sentAtMillis since the epoch
 * @param receives how often it was received
 * @param firstReceivedAtMillis 0 for never
 * @param visibleAtMillis when it may be received, again or for the first time
 */
public record Place(
    String queueId,
    long order,
    String groupId,
    long sentAtMillis,
    int receives,
    long firstReceivedAtMillis,
    long visibleAtMillis) {

  /** By queue and order. */
  public static final Table<Place> TABLE =
      Table.of("sqs_place", Place.class, Place::queueId, Place::id);

  private static final int DIGITS = 20;

  /** The order as text of twenty digits, which sorts like it. */
  public String id() {
    return id(order);
  }

  /** An order as text. */
  public static String id(long order) {
    String digits = Long.toString(order);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  Place received(long nowMillis, long untilMillis) {
    return new Place(
        queueId,
        order,
        groupId,
        sentAtMillis,
        receives + 1,
        firstReceivedAtMillis == 0 ? nowMillis : firstReceivedAtMillis,
        untilMillis);
  }

  Place visibleAt(long millis) {
    return new Place(
        queueId, order, groupId, sentAtMillis, receives, firstReceivedAtMillis, millis);
  }
}
