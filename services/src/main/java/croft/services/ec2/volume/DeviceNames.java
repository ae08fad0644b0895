package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.services.ec2.instance.InstanceShapes;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of devices, as block device mappings and attachments have them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html">Device names</a>.
 */
public final class DeviceNames {
  private static final Pattern NAME = Pattern.compile("/dev/(?:sd|xvd)([a-z]{1,2}[0-9]{0,2})");

  private DeviceNames() {}

  /**
   * Refuses what names no device of a disk.
   *
   * @throws ServiceError {@code InvalidParameterValue}
   */
  static void require(String device) {
    if (!NAME.matcher(device).matches()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ("
              + device
              + ") for parameter device is invalid. "
              + device
              + " is not a valid EBS device name.");
    }
  }

  /** Whether it is the root's, under either of its names. */
  public static boolean isRoot(String device) {
    return inside(device).equals(InstanceShapes.ROOT_DEVICE);
  }

  /** What the device is called inside, whichever of its two names is used. */
  static String inside(String device) {
    Matcher name = NAME.matcher(device);
    return name.matches() ? "/dev/xvd" + name.group(1) : device;
  }

  /**
   * Refuses a device that is taken, under either of its names.
   *
   * @throws ServiceError {@code InvalidParameterValue}
   */
  static void requireFree(String device, Collection<String> taken) {
    if (taken.stream().anyMatch(other -> inside(other).equals(inside(device)))) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '"
              + device
              + "' for unixDevice. Attachment point "
              + device
              + " is already in use");
    }
  }
}
