package croft.drivers.linux.compute;

import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.linux.syscall.SyscallException;
import java.nio.file.Path;
import java.util.List;

/**
 * Why an instance ended that nobody asked to. What shuts down says so in the instance's folder for
 * requests first: a unit of {@link SystemdSeed} and the script of {@link InitProgram}. What says
 * nothing was killed, from outside, by the kernel or by itself.
 */
final class Ending {
  /** Holds {@code poweroff} or {@code reboot}. */
  static final String FILE = "ending";

  private Ending() {}

  /**
   * The reason.
   *
   * @param requests the instance's folder for requests, which it may have written anything to
   */
  static StopReason of(Path requests, boolean outOfMemory) {
    return switch (verb(requests)) {
      case "reboot" -> StopReason.REBOOTED;
      case "poweroff" -> StopReason.SHUT_DOWN;
      default -> outOfMemory ? StopReason.OUT_OF_MEMORY : StopReason.KILLED;
    };
  }

  private static String verb(Path requests) {
    try {
      List<String> lines = MountRequests.read(requests, FILE);
      return lines.isEmpty() ? "" : lines.getFirst().strip();
    } catch (SyscallException e) {
      return "";
    }
  }
}
