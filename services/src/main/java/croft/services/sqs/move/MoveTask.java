package croft.services.sqs.move;

import croft.store.Table;

/**
 * A task that moves the messages of a queue of dead letters.
 *
 * @param destinationArn empty for the queues they came from
 * @param mostPerSecond 0 for as fast as it goes
 * @param toMove how many there were when it began
 * @param failure why it failed; empty when it did not
 * @param startedAtMillis since the epoch
 */
public record MoveTask(
    String account,
    String region,
    String id,
    String sourceArn,
    String destinationArn,
    int mostPerSecond,
    Status status,
    long moved,
    long toMove,
    String failure,
    long startedAtMillis) {

  /** By {@code account/region} and id. */
  public static final Table<MoveTask> TABLE =
      Table.of("sqs_move", MoveTask.class, MoveTask::scope, MoveTask::id);

  /** What becomes of a task. */
  public enum Status {
    RUNNING,
    CANCELLING,
    CANCELLED,
    COMPLETED,
    FAILED;

    boolean isOver() {
      return this == CANCELLED || this == COMPLETED || this == FAILED;
    }
  }

  public String scope() {
    return account + "/" + region;
  }

  /** What the reconciler knows it by. */
  String key() {
    return account + "/" + region + "/" + id;
  }

  MoveTask with(Status newStatus, long movedNow, String why) {
    return new MoveTask(
        account,
        region,
        id,
        sourceArn,
        destinationArn,
        mostPerSecond,
        newStatus,
        movedNow,
        toMove,
        why,
        startedAtMillis);
  }
}
