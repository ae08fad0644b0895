package croft.workflow;

/**
 * A bounded sequence of durable steps, such as the update of a stack.
 *
 * <p>{@link #run} is run again after every pause, failure and crash. Steps already recorded give
 * their recorded results without running, so the code between steps must depend on nothing but the
 * input and those results, and must have no effects. A workflow is stateless: what it needs comes
 * by its constructor.
 *
 * @param <I> the input, a record the store can write
 */
public interface Workflow<I> {

  /** The name runs are stored under: never changed while runs of it are left. */
  String kind();

  Class<I> inputType();

  /**
   * The story, step by step. Returning normally succeeds; {@link TerminalException} fails at once
   * and runs the undos; any other exception is tried again as {@link #retryPolicy} says.
   */
  void run(Steps steps, I input) throws Exception;

  /** How often and how soon a failing step is tried again. */
  default RetryPolicy retryPolicy() {
    return RetryPolicy.STANDARD;
  }
}
