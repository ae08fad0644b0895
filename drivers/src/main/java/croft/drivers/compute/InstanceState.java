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
    /** Process 1 ended without being asked: a shutdown from inside, a crash, out of memory. */
    ENDED,
    /** It was running when the host went down. */
    HOST_RESTARTED
  }
}
