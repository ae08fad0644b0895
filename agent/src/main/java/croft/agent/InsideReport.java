package croft.agent;

import java.util.List;

/**
 * What an instance itself says, where it is set up to: it has a configuration of the CloudWatch
 * agent. All of it is its owner's word.
 *
 * @param configuration the file as it stands
 */
public record InsideReport(String configuration, List<FileSystem> fileSystems) {
  public InsideReport {
    fileSystems = List.copyOf(fileSystems);
  }

  /**
   * A file system that is mounted inside.
   *
   * @param device without {@code /dev/}
   * @param usedPercent of what its users may use, 0 to 100
   */
  public record FileSystem(String device, String type, String path, double usedPercent) {}
}
