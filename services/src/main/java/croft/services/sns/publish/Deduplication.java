package croft.services.sns.publish;

import croft.services.sns.message.Delivery;
import croft.store.Table;
import java.time.Instant;

/**
 * That a message was published, for as long as another one with its id is the same.
 *
 * @param scope the topic, or a group of it
 * @param id the deduplication id
 */
record Deduplication(
    String scope, String id, String messageId, String sequenceNumber, Instant publishedAt) {
  static final String BY_TIME = "time";
  static final Table<Deduplication> TABLE =
      Table.of("sns_deduplication", Deduplication.class, Deduplication::scope, Deduplication::id)
          .index(BY_TIME, row -> Delivery.moment(row.publishedAt));
}
