package croft.cli;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import java.util.List;

/**
 * The instances of this host, entered through the driver itself: whoever may run it is root here,
 * and so a way through the server would only add one more thing that can be down.
 */
final class LocalInstances implements Environment.Instances {
  private final ServerFacts server;

  LocalInstances(ServerFacts server) {
    this.server = server;
  }

  @Override
  public Shell shell(String instanceId) {
    throw new ComputeException(
        ComputeException.Reason.UNSUPPORTED, "no way into the instances of " + server.home());
  }

  @Override
  public List<Finding> capabilities() {
    return List.of();
  }
}
