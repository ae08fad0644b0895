package croft.agent;

import java.util.List;
import java.util.Map;

/**
 * What an instance itself says, where it is set up to: it has a configuration of the CloudWatch
 * agent. All of it is its owner's word; what it does not know is not there.
 *
 * @param configuration the file as it stands
 * @param hostName as the instance calls itself
 * @param counters numbers of its control group and memory by the kernel's names behind their
 *     file's: {@code cpu.user_usec}, {@code memory.file}, {@code swap.current}, {@code swap.max},
 *     {@code meminfo.SwapTotal}; sizes in bytes
 * @param processes how many there are in each state, by proc(5)'s letters, and {@code threads}
 */
public record InsideReport(
    String configuration,
    List<FileSystem> fileSystems,
    String hostName,
    Map<String, Long> counters,
    List<Interface> interfaces,
    Map<String, Long> processes) {
  public InsideReport {
    fileSystems = List.copyOf(fileSystems);
    counters = Map.copyOf(counters);
    interfaces = List.copyOf(interfaces);
    processes = Map.copyOf(processes);
  }

  /** One that says nothing but this. */
  public InsideReport(String configuration, List<FileSystem> fileSystems) {
    this(configuration, fileSystems, "", Map.of(), List.of(), Map.of());
  }

  /**
   * A file system that is mounted inside. Sizes are in bytes.
   *
   * @param device without {@code /dev/}
   * @param free what its users may still use
   * @param inodes those used and those free; zero where it has no fixed number
   */
  public record FileSystem(
      String device, String type, String path, long total, long used, long free, Inodes inodes) {

    /** Of what its users may use, 0 to 100. */
    public double usedPercent() {
      long all = used + free;
      return all == 0 ? 0 : 100.0 * used / all;
    }
  }

  /** Places for files. */
  public record Inodes(long used, long free) {}

  /** Counters of a network interface since it is there. */
  public record Interface(
      String name,
      long receivedBytes,
      long receivedPackets,
      long receiveErrors,
      long receiveDrops,
      long sentBytes,
      long sentPackets,
      long sendErrors,
      long sendDrops) {}
}
