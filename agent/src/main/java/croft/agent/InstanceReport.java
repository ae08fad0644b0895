package croft.agent;

import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceState;
import java.time.Instant;
import java.util.Optional;

/**
 * One look at one instance.
 *
 * @param metrics counters since its start; empty if it does not run
 */
public record InstanceReport(
    String instanceId,
    Instant at,
    InstanceState state,
    Reachability reachability,
    Optional<InstanceMetrics> metrics) {}
