package croft.services.sqs.queue;

import croft.store.Transaction;

/** What queues ask of the room of their messages. */
public interface QueueContents {
  /** How many messages there are of each kind. */
  record Counts(long visible, long inFlight, long delayed) {}

  Counts counts(Queue queue);

  /** Removes all messages of a queue that goes. */
  void remove(Transaction tx, Queue queue);

  /** Lets those who wait for messages look anew: the queue's attributes are others. */
  void changed(Transaction tx, Queue queue);
}
