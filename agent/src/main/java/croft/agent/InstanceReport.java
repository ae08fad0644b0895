package croft.agent;

import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceState;
import java.time.Instant;
import java.util.Optional;

/**
 * One look at one instance.
 *
 * @param metrics counters since its start; empty if it does not run
 * @param inside what it says itself; empty when it was not asked this time, or says nothing
 */
public record InstanceReport(
    String instanceId,
    Instant at,
    InstanceState state,
    Reachability reachability,
    Optional<InstanceMetrics> metrics,
    Optional<InsideReport> inside) {

  /** A look from outside only. */
  public InstanceReport(
      String instanceId,
      Instant at,
      InstanceState state,
      Reachability reachability,
      Optional<InstanceMetrics> metrics) {
    this(instanceId, at, state, reachability, metrics, Optional.empty());
  }
}
