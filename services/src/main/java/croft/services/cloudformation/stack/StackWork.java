package croft.services.cloudformation.stack;

import croft.base.Caller;
import java.time.Instant;
import java.util.List;

/**
 * The operation under way, or the last one.
 *
 * @param caller as whom resources are made
 * @param clientToken the ClientRequestToken, empty for none
 * @param begun when the operation began
 * @param retained logical ids that a deletion leaves alone
 * @param skipped logical ids that a rollback passes over
 */
public record StackWork(
    Caller caller, String clientToken, Instant begun, List<String> retained, List<String> skipped) {
  public StackWork {
    retained = List.copyOf(retained);
    skipped = List.copyOf(skipped);
  }

  /** Work with nothing left alone. */
  public static StackWork of(Caller caller, String clientToken, Instant begun) {
    return new StackWork(caller, clientToken, begun, List.of(), List.of());
  }
}
