package croft.services.cloudformation.stack;

/**
 * Where a stack stands.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html">stack
 * status codes</a>.
 */
public enum StackStatus {
  REVIEW_IN_PROGRESS,
  CREATE_IN_PROGRESS,
  CREATE_FAILED,
  CREATE_COMPLETE,
  ROLLBACK_IN_PROGRESS,
  ROLLBACK_FAILED,
  ROLLBACK_COMPLETE,
  DELETE_IN_PROGRESS,
  DELETE_FAILED,
  DELETE_COMPLETE,
  UPDATE_IN_PROGRESS,
  UPDATE_FAILED,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_COMPLETE,
  UPDATE_ROLLBACK_IN_PROGRESS,
  UPDATE_ROLLBACK_FAILED,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_ROLLBACK_COMPLETE,
  IMPORT_IN_PROGRESS,
  IMPORT_COMPLETE,
  IMPORT_ROLLBACK_IN_PROGRESS,
  IMPORT_ROLLBACK_FAILED,
  IMPORT_ROLLBACK_COMPLETE;

  /** Whether the engine has something to do for it. */
  public boolean isWorking() {
    return this != REVIEW_IN_PROGRESS && name().endsWith("_IN_PROGRESS");
  }

  /** Whether an update may begin from here. */
  public boolean isUpdatable() {
    return switch (this) {
      case CREATE_COMPLETE,
          UPDATE_COMPLETE,
          UPDATE_ROLLBACK_COMPLETE,
          IMPORT_COMPLETE,
          IMPORT_ROLLBACK_COMPLETE ->
          true;
      case REVIEW_IN_PROGRESS,
          CREATE_IN_PROGRESS,
          CREATE_FAILED,
          ROLLBACK_IN_PROGRESS,
          ROLLBACK_FAILED,
          ROLLBACK_COMPLETE,
          DELETE_IN_PROGRESS,
          DELETE_FAILED,
          DELETE_COMPLETE,
          UPDATE_IN_PROGRESS,
          UPDATE_FAILED,
          UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
          UPDATE_ROLLBACK_IN_PROGRESS,
          UPDATE_ROLLBACK_FAILED,
          UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
          IMPORT_IN_PROGRESS,
          IMPORT_ROLLBACK_IN_PROGRESS,
          IMPORT_ROLLBACK_FAILED ->
          false;
    };
  }
}
