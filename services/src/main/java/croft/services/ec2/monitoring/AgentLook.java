package croft.services.ec2.monitoring;

import croft.agent.InsideReport;
import croft.drivers.compute.InstanceMetrics;
import croft.services.ec2.monitoring.MeteredInstances.Metered;
import java.time.Duration;
import java.time.Instant;

/**
 * What an instance says at one time, and what the host sees of it.
 *
 * @param at by the machine's clock
 */
record AgentLook(Metered instance, InstanceMetrics numbers, InsideReport inside, Instant at) {
  double secondsSince(AgentLook before) {
    return Duration.between(before.at, at).toMillis() / 1e3;
  }
}
