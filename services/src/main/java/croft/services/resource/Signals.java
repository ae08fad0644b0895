package croft.services.resource;

import java.time.Instant;
import java.util.List;

/** Signals that instances send for the resource they belong to, as {@code cfn-signal} does. */
@FunctionalInterface
public interface Signals {

  /** All that came for a resource of a stack and are still known. */
  List<Signal> received(String stackId, String logicalId);

  /**
   * One of them.
   *
   * @param uniqueId who sent it, such as an instance's id
   */
  record Signal(String uniqueId, boolean success, Instant at) {}
}
