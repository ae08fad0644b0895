package croft.services.sqs.line;

import croft.store.Table;

/**
 * That a message was sent to a queue with order, so that it is not sent again.
 *
 * @param key its deduplication id, with its group where that counts
 * @param order the place it got
 * @param untilMillis when the same id means another message
 */
public record Deduplication(
    String queueId, String key, String messageId, long order, long untilMillis) {

  static final String BY_TIME = "by_time";

  /** By queue and key. */
  public static final Table<Deduplication> TABLE =
      Table.of("sqs_deduplication", Deduplication.class, Deduplication::queueId, Deduplication::key)
          .index(BY_TIME, row -> Place.id(row.untilMillis()));
}
