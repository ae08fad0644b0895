package croft.services.route53.healthcheck;

import java.io.IOException;
import java.net.InetAddress;

/** Finds the address of a health check's target. */
@FunctionalInterface
public interface TargetNames {
  /**
   * The address behind a name.
   *
   * @throws IOException when there is none
   */
  InetAddress resolve(String name) throws IOException;
}
