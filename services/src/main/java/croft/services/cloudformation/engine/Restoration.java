package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Thing;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * One look at a stack whose update is taken back: what was changed is changed back, what was
 * replaced comes to its place again, what is new stays until the end.
 */
final class Restoration {
  private final EngineParts parts;
  private final Rows rows;
  private final Stack stack;
  private final Recorder recorder;
  private final Making making;

  Restoration(EngineParts parts, Rows rows) {
    this.parts = parts;
    this.rows = rows;
    this.stack = rows.stack();
    this.recorder = new Recorder(parts, stack);
    this.making = new Making(parts, new Requested(parts, stack), recorder);
  }

  /** Whether everything of before is as it was. */
  boolean isThrough() {
    return rows.resources().values().stream().allMatch(row -> isNew(row) || isBack(row));
  }

  private boolean isNew(StackResource row) {
    return row.born() == stack.revision();
  }

  private boolean isBack(StackResource row) {
    return row.revision() == stack.settled() && row.status().isComplete();
  }

  /** Whether something came further. */
  boolean advance() throws InterruptedException {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (StackResource row : rows.resources().values()) {
      if (isNew(row) || isBack(row)) {
        continue;
      }
      if (row.revision() == stack.settled()) {
        if (row.status().isWorking()) {
          tasks.add(() -> making.goOn(row, true));
        }
      } else if (row.isReplacement() && !row.acted()) {
        // Its creation was cut off: what it made must be known to be removed.
        tasks.add(() -> making.goOn(row, true));
      } else if (row.before() == null) {
        // Never reached, or found unchanged.
        tasks.add(() -> quietly(row));
      } else if (isFree(row)) {
        tasks.add(() -> restore(row));
      }
    }
    return Parallel.any(tasks);
  }

  private boolean isFree(StackResource row) {
    return Objects.requireNonNull(row.before()).dependsOn().stream()
        .map(rows.resources()::get)
        .allMatch(named -> named == null || isBack(named) || named.before() == null);
  }

  private boolean quietly(StackResource row) {
    recorder.record(List.of(row.at(stack.settled())));
    return true;
  }

  private boolean restore(StackResource row) {
    Thing before = Objects.requireNonNull(row.before());
    if (stack.work().skipped().contains(row.logicalId())) {
      StackResource skipped =
          back(row, before, ResourceStatus.UPDATE_COMPLETE, true)
              .with(
                  ResourceStatus.UPDATE_COMPLETE,
                  "Resource update skipped by ContinueUpdateRollback",
                  recorder.now());
      recorder.record(skipped.settled(), List.of(skipped));
      return true;
    }
    if (row.isReplacement()) {
      comeBack(row, before);
      return true;
    }
    StackResource going = back(row, before, ResourceStatus.UPDATE_IN_PROGRESS, false);
    return recorder.begin(going, "") && making.goOn(going, false);
  }

  /** The thing of before was never gone; the one in its place is left over. */
  private void comeBack(StackResource row, Thing before) {
    StackResource there = back(row, before, ResourceStatus.UPDATE_COMPLETE, true);
    parts
        .store()
        .write(tx -> {
          leave(tx, row);
          tx.put(StackResource.TABLE, there.settled());
          parts.events().tell(tx, stack, there, "");
          return null;
        });
  }

  private static void leave(Transaction tx, StackResource row) {
    if (!row.physicalId().isEmpty()) {
      tx.put(Leftover.TABLE, new Leftover(row.stackId(), row.logicalId(), row.thing()));
    }
  }

  private StackResource back(
      StackResource row, Thing before, ResourceStatus status, boolean acted) {
    return new StackResource(
        row.stackId(),
        row.logicalId(),
        /* thing= */ before,
        /* before= */ row.thing(),
        status,
        "",
        row.born(),
        stack.settled(),
        parts.ids().hex(32),
        acted,
        row.formerIds(),
        recorder.now());
  }
}
