package croft.services.sqs.line;

import croft.store.Transaction;

/** Places and what is in them, in the store. */
public final class Places {
  private Places() {}

  /** Removes a message. */
  public static void delete(Transaction tx, String queueId, long order) {
    String id = Place.id(order);
    tx.delete(Place.TABLE, queueId, id);
    tx.delete(Content.TABLE, queueId, id);
  }

  /** Keeps what became of a place, unless its message was deleted meanwhile. */
  public static void update(Transaction tx, Place place) {
    if (tx.get(Place.TABLE, place.queueId(), place.id()).isPresent()) {
      tx.put(Place.TABLE, place);
    }
  }
}
