package croft.services.operation.outgoing;

/** What came of an attempt. */
public sealed interface Outcome {
  /** It arrived. */
  record Arrived() implements Outcome {}

  /**
   * It did not.
   *
   * @param permanent whether it is of no use to try again
   */
  record Failed(String reason, boolean permanent) implements Outcome {}

  /** It arrived. */
  static Outcome arrived() {
    return new Arrived();
  }

  /** It may arrive another time. */
  static Outcome later(String reason) {
    return new Failed(reason, false);
  }

  /** It will never arrive. */
  static Outcome never(String reason) {
    return new Failed(reason, true);
  }
}
