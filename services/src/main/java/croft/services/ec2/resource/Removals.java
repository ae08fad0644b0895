package croft.services.ec2.resource;

import croft.base.ServiceError;
import croft.services.resource.Missing;
import croft.services.resource.NotYetException;
import java.util.Set;

/** Removing what others may still hold for a moment. */
public final class Removals {
  private static final Set<String> HELD =
      Set.of(
          "DependencyViolation",
          "InvalidIPAddress.InUse",
          "InvalidNetworkInterface.InUse",
          "InvalidParameterValue.InUse",
          "InvalidPlacementGroup.InUse",
          "VolumeInUse");

  private Removals() {}

  /**
   * Removes it if it is still there.
   *
   * @throws NotYetException while something else holds it, such as an instance that is going
   */
  public static void attempt(Runnable removal) {
    try {
      Missing.passedOver(removal);
    } catch (ServiceError e) {
      if (HELD.contains(e.code())) {
        throw new NotYetException(e.message());
      }
      throw e;
    }
  }
}
