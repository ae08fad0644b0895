package croft.services.operation;

/** Hears of every call whose caller is known, once it has ended. Quick, and never throws. */
@FunctionalInterface
public interface CallLog {
  /** Hears of nothing. */
  CallLog NONE = outcome -> {};

  void record(CallOutcome outcome);
}
