package croft.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a workflow stands.
 *
 * @param attempt failed attempts of the present step, 0 when it goes well
 * @param failure why it fails or failed, or what the last failed attempt said; else null
 * @param finished when it came to its end, else null
 */
public record WorkflowStatus(
    String id,
    String kind,
    State state,
    int attempt,
    @Nullable String failure,
    Instant started,
    @Nullable Instant finished) {

  /** The states of a workflow. */
  public enum State {
    /** It runs, sleeps, or waits for its next attempt. */
    RUNNING,
    /** It failed and takes back what it did. */
    UNDOING,
    SUCCEEDED,
    /** It failed, and all is taken back. */
    FAILED,
    /** It failed, and some undo did too: the log and the failure say which. */
    UNDO_FAILED;

    public boolean isFinished() {
      return switch (this) {
        case RUNNING, UNDOING -> false;
        case SUCCEEDED, FAILED, UNDO_FAILED -> true;
      };
    }
  }
}
