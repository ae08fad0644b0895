package croft.services.sqs.line;

import croft.store.Table;

/**
 * That messages of a queue are to be removed from the store, a few at a time.
 *
 * @param upToOrder the last of them
 * @param atMillis since when nobody sees them
 */
public record Removal(String queueId, String kind, long upToOrder, long atMillis) {
  static final String PURGED = "purged";
  static final String DELETED = "deleted";

  /** By queue and kind. */
  public static final Table<Removal> TABLE =
      Table.of("sqs_removal", Removal.class, Removal::queueId, Removal::kind);
}
