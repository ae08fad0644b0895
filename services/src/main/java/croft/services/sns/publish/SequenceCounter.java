package croft.services.sns.publish;

import croft.store.Table;
import croft.store.Transaction;

/**
 * How many messages a topic with order has had.
 *
 * @param count so many
 */
record SequenceCounter(String topicArn, String id, long count) {
  static final Table<SequenceCounter> TABLE =
      Table.of(
          "sns_sequence", SequenceCounter.class, SequenceCounter::topicArn, SequenceCounter::id);

  private static final String ID = "messages";

  /** The next number, of twenty digits, so that they are in the order of their texts. */
  static String next(Transaction tx, String topicArn) {
    long count = tx.get(TABLE, topicArn, ID).map(SequenceCounter::count).orElse(0L);
    tx.put(TABLE, new SequenceCounter(topicArn, ID, count + 1));
    return "1%019d".formatted(count);
  }
}
