package croft.drivers.compute;

import java.time.Instant;

/** What a driver sees of an instance now. */
public sealed interface InstanceState {

  /** Never created, or destroyed: nothing of it is left. */
  record Absent() implements InstanceState {}

  /** Has a root layer, was never started. */
  record Created() implements InstanceState {}

  /**
   * Process 1 lives.
   *
   * @param processId process 1 as the host numbers it
   */
  record Running(long processId, Instant startedAt) implements InstanceState {}

  /** Was started and runs no more; its root layer is kept. */
  record Stopped(StopReason reason) implements InstanceState {}

  /** Why an instance runs no more. */
  enum StopReason {
    /** By {@link ComputeDriver#stop} or {@link ComputeDriver#kill}. */
    REQUESTED,
    /** From inside: halted or powered off. */
    SHUT_DOWN,
    /** It rebooted itself from inside, and waits for {@link ComputeDriver#start}. */
    REBOOTED,
    /** Process 1 ended, and the kernel had ended a process of the instance for want of memory. */
    OUT_OF_MEMORY,
    /** Process 1 ended without shutting down: killed from outside, or by a crash. */
    KILLED,
    /** It was running when the host went down. */
    HOST_RESTARTED
  }
}
