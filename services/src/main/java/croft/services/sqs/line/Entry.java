package croft.services.sqs.line;

/** A message in the picture; touched only under the lock of its line. */
final class Entry {
  Place place;
  State state;

  /** What becomes of a message. */
  enum State {
    /** Not yet kept. */
    PENDING,
    /** Waits until it may be received for the first time. */
    DELAYED,
    /** May be received. */
    READY,
    /** Was received, and comes again unless it is deleted. */
    IN_FLIGHT,
    /** Is being deleted. */
    LEAVING
  }

  Entry(Place place, State state) {
    this.place = place;
    this.state = state;
  }

  /** Whether a group waits for it to be dealt with. */
  boolean isAway() {
    return state == State.IN_FLIGHT || state == State.LEAVING;
  }

  /** Whether it waits for a time. */
  boolean waits() {
    return state == State.IN_FLIGHT || state == State.DELAYED;
  }
}
