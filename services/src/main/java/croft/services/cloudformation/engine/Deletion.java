package croft.services.cloudformation.engine;

import croft.services.cloudformation.engine.Removing.Removal;
import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackStatus;
import croft.services.cloudformation.stack.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One look at a stack whose resources go: all of them, or those that an update left behind. What
 * others name goes after them.
 */
final class Deletion {
  private final Rows rows;
  private final Stack stack;
  private final Requested requested;
  private final Recorder recorder;
  private final Removing removing;

  Deletion(EngineParts parts, Rows rows) {
    this.rows = rows;
    this.stack = rows.stack();
    this.requested = new Requested(parts, stack);
    this.recorder = new Recorder(parts, stack);
    this.removing = new Removing(parts, requested);
  }

  /** Those that are still to go. */
  List<StackResource> left() {
    return rows.those(row -> !isGone(row));
  }

  private static boolean isGone(StackResource row) {
    return row.status() == ResourceStatus.DELETE_COMPLETE
        || row.status() == ResourceStatus.DELETE_SKIPPED;
  }

  /** Whether one failed to go in this operation. */
  boolean isFailed(StackResource row) {
    return row.status() == ResourceStatus.DELETE_FAILED
        && !row.changed().isBefore(stack.work().begun());
  }

  /** What there is to be done now for these. */
  List<Callable<Boolean>> tasks(List<StackResource> going) {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (StackResource row : going) {
      if (!isFailed(row) && Removing.isFree(row, going)) {
        tasks.add(() -> remove(row));
      }
    }
    return tasks;
  }

  /** What there is to be done for leftovers. */
  List<Callable<Boolean>> leftoverTasks() {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (Leftover leftover : rows.leftovers()) {
      boolean named =
          rows.leftovers().stream()
              .anyMatch(other ->
                  !other.logicalId().equals(leftover.logicalId())
                      && other.thing().dependsOn().contains(leftover.logicalId()));
      if (!named) {
        tasks.add(() -> remove(leftover));
      }
    }
    return tasks;
  }

  private boolean remove(StackResource row) {
    StackResource going = row;
    if (row.status() != ResourceStatus.DELETE_IN_PROGRESS) {
      String policy = policy(row);
      going =
          row.with(
              policy.equals("Retain")
                  ? ResourceStatus.DELETE_SKIPPED
                  : ResourceStatus.DELETE_IN_PROGRESS,
              "",
              recorder.now());
      if (!recorder.begin(going, "") || isGone(going)) {
        return true;
      }
    }
    Removal removal = removing.remove(going, going.thing(), policy(going));
    return end(removal)
        .map(status -> {
          String reason = removal instanceof Removal.Failed failed ? failed.reason() : "";
          StackResource ended = goingTo(row, status, reason);
          recorder.record(ended, List.of(ended));
          return true;
        })
        .orElse(false);
  }

  private StackResource goingTo(StackResource row, ResourceStatus status, String reason) {
    return row.with(status, reason, recorder.now());
  }

  private boolean remove(Leftover leftover) {
    Thing thing = leftover.thing();
    StackResource as =
        new StackResource(
            stack.id(),
            leftover.logicalId(),
            thing,
            null,
            ResourceStatus.DELETE_IN_PROGRESS,
            "",
            0,
            0,
            "0".repeat(32),
            true,
            List.of(),
            recorder.now());
    Removal removal = removing.remove(as, thing, thing.updateReplacePolicy());
    Optional<ResourceStatus> end = end(removal);
    end.ifPresent(status ->
        recorder.tell(
            leftover, status, removal instanceof Removal.Failed failed ? failed.reason() : ""));
    return end.isPresent();
  }

  private static Optional<ResourceStatus> end(Removal removal) {
    return switch (removal) {
      case Removal.Gone gone -> Optional.of(ResourceStatus.DELETE_COMPLETE);
      case Removal.Kept kept -> Optional.of(ResourceStatus.DELETE_SKIPPED);
      case Removal.Failed failed -> Optional.of(ResourceStatus.DELETE_FAILED);
      case Removal.Waiting waiting -> Optional.empty();
    };
  }

  /** What is to become of it: a deletion's own list stands over the template. */
  private String policy(StackResource row) {
    if (stack.work().retained().contains(row.logicalId())) {
      return "Retain";
    }
    String policy = row.thing().deletionPolicy();
    if (policy.equals("RetainExceptOnCreate")) {
      return stack.status() == StackStatus.ROLLBACK_IN_PROGRESS ? "Delete" : "Retain";
    }
    return policy;
  }
}
