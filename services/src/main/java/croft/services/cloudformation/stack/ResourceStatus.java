package croft.services.cloudformation.stack;

/** Where a resource of a stack stands. */
public enum ResourceStatus {
  CREATE_IN_PROGRESS,
  CREATE_FAILED,
  CREATE_COMPLETE,
  UPDATE_IN_PROGRESS,
  UPDATE_FAILED,
  UPDATE_COMPLETE,
  DELETE_IN_PROGRESS,
  DELETE_FAILED,
  DELETE_COMPLETE,
  DELETE_SKIPPED,
  IMPORT_IN_PROGRESS,
  IMPORT_FAILED,
  IMPORT_COMPLETE;

  /** Whether it is what a template said. */
  public boolean isComplete() {
    return this == CREATE_COMPLETE || this == UPDATE_COMPLETE || this == IMPORT_COMPLETE;
  }

  public boolean isFailed() {
    return name().endsWith("_FAILED");
  }

  public boolean isWorking() {
    return name().endsWith("_IN_PROGRESS");
  }
}
