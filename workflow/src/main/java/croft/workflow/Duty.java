package croft.workflow;

import java.time.Duration;

/** A reconciler at work on this server. */
sealed interface Duty permits SingleDuty, KeyedDuty {
  /** After failures, pauses grow from one second to a minute. */
  static Duration pauseAfter(int failures) {
    return Duration.ofSeconds(Math.min(60, 1L << Math.min(failures - 1, 6)));
  }

  String name();

  /** How many looks failed since this server began. */
  long failures();

  /** Looks soon. */
  void wake();

  void launch();

  /** Another server has it now: breaks off what runs. */
  void leaseLost();

  /** Begins to stop; what runs may end. */
  void beginClosing();

  /** Waits for what runs, then interrupts it. */
  void close(Duration most);
}
