package croft.services.cloudformation.stack;

/** What becomes of a stack whose creation or update fails. */
public enum OnFailure {
  ROLLBACK,
  DELETE,
  DO_NOTHING
}
