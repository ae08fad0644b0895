package croft.services.logs.block;

/**
 * An event as it is kept.
 *
 * @param ingestedAt when it came, in milliseconds since the epoch
 */
public record StoredEvent(Position position, long ingestedAt, String message) {

  /** When it happened, in milliseconds since the epoch. */
  public long at() {
    return position.at();
  }
}
