package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.OnFailure;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackOutput;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.StackStatus;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Leads every stack with something to do to its end. */
public final class StackReconciler implements KeyedReconciler {
  /** What it is woken by, with a stack's key. */
  public static final String NAME = "cloudformation-stacks";

  private static final Duration LEAST_PAUSE = Duration.ofMillis(10);
  private static final Duration MOST_PAUSE = Duration.ofMillis(500);

  /** How long one look may wait for what is on its way; the next one comes by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EngineParts parts;

  public StackReconciler(EngineParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Set<String> due() {
    return parts.store().<List<Stack>>read(tx -> tx.find(Stack.TABLE, "working", "yes")).stream()
        .map(Stack::key)
        .collect(Collectors.toSet());
  }

  @Override
  public void reconcile(String key) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = LEAST_PAUSE;
    while (true) {
      Optional<Boolean> moved = look(key);
      if (moved.isEmpty()) {
        return;
      }
      if (moved.get()) {
        pause = LEAST_PAUSE;
      } else if (System.nanoTime() > end) {
        return;
      } else {
        // Other services tell nobody when a thing is ready: it has to be asked for.
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause;
      }
    }
  }

  /** One look: whether it came further, or empty when there is nothing more to do. */
  private Optional<Boolean> look(String key) throws InterruptedException {
    int slash = key.lastIndexOf('/');
    Optional<Rows> found =
        parts.store().read(tx -> Rows.read(tx, key.substring(0, slash), key.substring(slash + 1)));
    if (found.isEmpty() || !found.get().stack().status().isWorking()) {
      return Optional.empty();
    }
    return Optional.of(look(found.get()));
  }

  private boolean look(Rows rows) throws InterruptedException {
    return switch (rows.stack().status()) {
      case CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS, IMPORT_IN_PROGRESS -> forward(rows);
      case ROLLBACK_IN_PROGRESS, DELETE_IN_PROGRESS, IMPORT_ROLLBACK_IN_PROGRESS -> delete(rows);
      case UPDATE_ROLLBACK_IN_PROGRESS -> restore(rows);
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
          cleanUp(rows);
      case REVIEW_IN_PROGRESS,
          CREATE_FAILED,
          CREATE_COMPLETE,
          ROLLBACK_FAILED,
          ROLLBACK_COMPLETE,
          DELETE_FAILED,
          DELETE_COMPLETE,
          UPDATE_FAILED,
          UPDATE_COMPLETE,
          UPDATE_ROLLBACK_FAILED,
          UPDATE_ROLLBACK_COMPLETE,
          IMPORT_COMPLETE,
          IMPORT_ROLLBACK_FAILED,
          IMPORT_ROLLBACK_COMPLETE ->
          throw new IllegalStateException("Nothing to do at " + rows.stack().status());
    };
  }

  private StackRevision revision(Stack stack, int number) {
    return parts.store().read(tx -> Rows.revision(tx, stack, number));
  }

  private boolean forward(Rows rows) throws InterruptedException {
    Stack stack = rows.stack();
    List<StackResource> failed =
        rows.those(row -> row.status().isFailed() && row.revision() == stack.revision());
    if (!failed.isEmpty()) {
      fail(rows, failures(rows));
      return true;
    }
    if (isLate(stack)) {
      fail(rows, "Stack creation time exceeded the specified timeout");
      return true;
    }
    StackRevision revision = revision(stack, stack.revision());
    Blueprint blueprint = parts.blueprints().of(stack, revision);
    Forward forward = new Forward(parts, rows, revision, blueprint);
    if (forward.isThrough()) {
      complete(rows, blueprint, forward.evaluation());
      return true;
    }
    return forward.advance();
  }

  private boolean isLate(Stack stack) {
    int minutes = stack.options().timeoutMinutes();
    Instant now = parts.time().instant();
    return stack.status() == StackStatus.CREATE_IN_PROGRESS
        && minutes > 0
        && now.isAfter(stack.work().begun().plus(Duration.ofMinutes(minutes)));
  }

  private static String failures(Rows rows) {
    int revision = rows.stack().revision();
    List<String> words = new ArrayList<>();
    String created =
        rows.named(
            row -> row.status() == ResourceStatus.CREATE_FAILED && row.revision() == revision);
    String updated =
        rows.named(
            row -> row.status() == ResourceStatus.UPDATE_FAILED && row.revision() == revision);
    if (!created.equals("[]")) {
      words.add("The following resource(s) failed to create: " + created + ".");
    }
    if (!updated.equals("[]")) {
      words.add("The following resource(s) failed to update: " + updated + ".");
    }
    return String.join(" ", words);
  }

  private void fail(Rows rows, String reason) {
    Stack stack = rows.stack();
    Endings endings = new Endings(parts, stack);
    endings.cancel(rows.those(row -> row.status().isWorking()));
    boolean creation = stack.status() == StackStatus.CREATE_IN_PROGRESS;
    switch (stack.options().onFailure()) {
      case OnFailure.ROLLBACK ->
          endings.to(
              creation ? StackStatus.ROLLBACK_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
              reason + " Rollback requested by user.");
      case OnFailure.DELETE ->
          endings.to(
              creation ? StackStatus.DELETE_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
              reason + (creation ? " Delete requested by user." : " Rollback requested by user."));
      case OnFailure.DO_NOTHING ->
          endings.to(creation ? StackStatus.CREATE_FAILED : StackStatus.UPDATE_FAILED, reason);
    }
  }

  private void complete(Rows rows, Blueprint blueprint, Evaluation evaluation) {
    Stack stack = rows.stack();
    List<StackOutput> outputs;
    try {
      outputs = blueprint.outputs(evaluation);
      parts.store().read(tx -> Imports.requireOwn(tx, stack, outputs));
    } catch (ServiceError e) {
      fail(rows, e.message());
      return;
    }
    Endings endings = new Endings(parts, stack);
    if (stack.status() == StackStatus.CREATE_IN_PROGRESS) {
      endings.to(
          StackStatus.CREATE_COMPLETE,
          "",
          same -> same.settled(outputs),
          (tx, now) -> Imports.write(tx, now, blueprint.imports()));
    } else {
      endings.to(
          stack.status() == StackStatus.IMPORT_IN_PROGRESS
              ? StackStatus.IMPORT_COMPLETE
              : StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
          "",
          same -> same.settled(outputs),
          (tx, now) -> {
            Endings.settle(tx, rows.those(row -> true));
            Imports.write(tx, now, blueprint.imports());
          });
    }
  }

  private boolean delete(Rows rows) throws InterruptedException {
    Stack stack = rows.stack();
    if (rows.resources().values().stream().anyMatch(row -> row.before() != null)) {
      parts
          .store()
          .write(tx -> {
            Endings.settle(tx, rows.those(row -> true));
            return null;
          });
      return true;
    }
    Deletion deletion = new Deletion(parts, rows);
    List<StackResource> left = deletion.left();
    List<Callable<Boolean>> tasks = deletion.tasks(left);
    tasks.addAll(deletion.leftoverTasks());
    if (!tasks.isEmpty()) {
      return Parallel.any(tasks);
    }
    boolean rollback = stack.status() == StackStatus.ROLLBACK_IN_PROGRESS;
    Endings endings = new Endings(parts, stack);
    if (left.isEmpty()) {
      endings.to(
          rollback ? StackStatus.ROLLBACK_COMPLETE : StackStatus.DELETE_COMPLETE,
          "",
          rollback ? same -> same : same -> same.deletedAt(parts.time().instant()),
          (tx, now) -> Imports.write(tx, now, Set.of()));
    } else {
      endings.to(
          rollback ? StackStatus.ROLLBACK_FAILED : StackStatus.DELETE_FAILED,
          "The following resource(s) failed to delete: " + rows.named(deletion::isFailed) + ". ");
    }
    return true;
  }

  private boolean restore(Rows rows) throws InterruptedException {
    Stack stack = rows.stack();
    List<StackResource> failed =
        rows.those(row -> row.status().isFailed() && row.revision() == stack.settled());
    Endings endings = new Endings(parts, stack);
    if (!failed.isEmpty()) {
      endings.to(
          StackStatus.UPDATE_ROLLBACK_FAILED,
          "The following resource(s) failed to update: "
              + failed.stream().map(StackResource::logicalId).toList()
              + ". ");
      return true;
    }
    Restoration restoration = new Restoration(parts, rows);
    if (restoration.isThrough()) {
      endings.to(
          StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
          "",
          same -> same,
          (tx, now) ->
              rows.those(row -> row.before() != null && row.born() != stack.revision())
                  .forEach(row -> tx.put(StackResource.TABLE, row.settled())));
      return true;
    }
    return restoration.advance();
  }

  /** What the settled revision does not know goes. */
  private boolean cleanUp(Rows rows) throws InterruptedException {
    Stack stack = rows.stack();
    Blueprint blueprint = parts.blueprints().of(stack, revision(stack, stack.settled()));
    Set<String> kept = new HashSet<>(blueprint.logicalIds());
    Deletion deletion = new Deletion(parts, rows);
    List<StackResource> going =
        deletion.left().stream().filter(row -> !kept.contains(row.logicalId())).toList();
    List<Callable<Boolean>> tasks = deletion.tasks(going);
    tasks.addAll(deletion.leftoverTasks());
    if (!tasks.isEmpty()) {
      return Parallel.any(tasks);
    }
    boolean forward = stack.status() == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS;
    new Endings(parts, stack)
        .to(
            forward ? StackStatus.UPDATE_COMPLETE : StackStatus.UPDATE_ROLLBACK_COMPLETE,
            "",
            same -> same,
            (tx, now) -> {
              rows.those(row -> !kept.contains(row.logicalId()))
                  .forEach(row -> tx.delete(StackResource.TABLE, stack.id(), row.logicalId()));
              for (Leftover leftover : rows.leftovers()) {
                tx.delete(Leftover.TABLE, stack.id(), leftover.key());
              }
            });
    return true;
  }
}
