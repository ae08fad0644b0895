package croft.services.ec2.instance;

import croft.drivers.network.Ipv4Address;
import java.nio.file.Path;

/** The part of an instance that connects it. */
public interface InstanceNetwork extends InstanceParts {
  /** Where the network namespace of its processes is once it was prepared. */
  Path namespacePath(Instance instance);

  /** The resolver it asks. */
  Ipv4Address resolver(Instance instance);
}
