package croft.services.sqs.line;

import croft.store.Table;

/**
 * What a message says, as it is kept: apart from its place, which changes each time it is received.
 *
 * @param id its place
 * @param sealed whether the text is sealed
 * @param text the message as a document
 */
public record Content(String queueId, String id, boolean sealed, String text) {
  /** By queue and place. */
  public static final Table<Content> TABLE =
      Table.of("sqs_message", Content.class, Content::queueId, Content::id);
}
