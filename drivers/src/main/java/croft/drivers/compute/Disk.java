package croft.drivers.compute;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block device of the host that an instance has beside its root.
 *
 * @param deviceName as EC2 names it: {@code /dev/sdf} or {@code /dev/xvdf}
 * @param blockDevice the host's device, such as {@code /dev/loop3}
 */
public record Disk(String deviceName, Path blockDevice, boolean readOnly) {
  private static final Pattern NAME = Pattern.compile("/dev/(?:sd|xvd)([a-z]{1,2}[0-9]{0,2})");

  public Disk {
    if (!NAME.matcher(deviceName).matches()) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, "Not a name of a disk: " + deviceName);
    }
  }

  /** The name of its node in /dev: as on Xen, whose names every EC2 image expects. */
  public String nodeName() {
    Matcher name = NAME.matcher(deviceName);
    return name.matches() ? "xvd" + name.group(1) : "";
  }

  /** Other names inside /dev that lead to the node: the one it was given, and the kernel's. */
  public List<String> aliases() {
    String given = deviceName.substring("/dev/".length());
    String kernel = String.valueOf(blockDevice.getFileName());
    return List.of(given, kernel).stream().filter(name -> !name.equals(nodeName())).toList();
  }
}
