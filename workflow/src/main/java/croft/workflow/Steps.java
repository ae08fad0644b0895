package croft.workflow;

import croft.store.Transaction;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Workflow} is made of. Names are unique within a workflow: put what distinguishes
 * repeated steps into them ({@code "create " + logicalId}).
 */
public interface Steps {

  /** The id the workflow was started with. */
  String workflowId();

  /**
   * Does something once and remembers its result. When the process dies between the deed and its
   * record, the step runs again with the same {@link StepContext#token}: a body must be idempotent.
   *
   * @param type of the result: a record, String, number or boolean the store can write, or Void
   * @throws TerminalException when the body threw it, now or in an earlier run
   */
  <T extends @Nullable Object> T step(String name, Class<T> type, Step<T> body);

  /** A step without a result. */
  default void step(String name, Action body) {
    boolean done =
        step(
            name,
            Boolean.class,
            context -> {
              body.run(context);
              return true;
            });
    assert done;
  }

  /**
   * A step that only changes the store, in one transaction with its own record: it happens exactly
   * once. The body follows the rules of {@link croft.store.Store#write}.
   */
  <T extends @Nullable Object> T write(String name, Class<T> type, Function<Transaction, T> body);

  /**
   * Says how to take back what was done so far. When the workflow fails, the undos said until then
   * run once each, the last one first. Say it after the step it takes back, or before it when the
   * step may leave half of its effect. An undo must be idempotent, and content when there is
   * nothing to undo. One that keeps failing is given up after the retries, and the others go on.
   */
  void undo(String name, Action body);

  /** Goes on after a time, across restarts; no thread waits. */
  void sleep(String name, Duration duration);

  /**
   * Goes on when a condition holds.
   *
   * @param pollInterval how often to look; {@link WorkflowEngine#wake} looks at once
   * @throws TerminalException when it does not hold within the timeout
   */
  void await(String name, Condition condition, Duration pollInterval, Duration timeout);

  /** A deed with a result. */
  @FunctionalInterface
  interface Step<T extends @Nullable Object> {
    T run(StepContext context) throws Exception;
  }

  /** A deed without a result. */
  @FunctionalInterface
  interface Action {
    void run(StepContext context) throws Exception;
  }

  /** Something to wait for; looking must change nothing. */
  @FunctionalInterface
  interface Condition {
    boolean holds(StepContext context) throws Exception;
  }
}
