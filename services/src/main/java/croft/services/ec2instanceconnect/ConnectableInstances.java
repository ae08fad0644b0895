package croft.services.ec2instanceconnect;

import java.util.Optional;

/** What Instance Connect asks of EC2. */
@FunctionalInterface
public interface ConnectableInstances {
  /** An instance that is not gone, where it is and whether it runs. */
  record Found(boolean running, String zone) {}

  /** The instance, in that account and region. */
  Optional<Found> find(String scope, String instanceId);
}
