package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.InstanceMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an instance's numbers from its cgroups, its layer and its network namespace. */
final class MetricsReader {
  /** Receive and send counters of interfaces: bytes and packets. */
  record Network(long receivedBytes, long sentBytes, long receivedPackets, long sentPackets) {}

  private MetricsReader() {}

  static InstanceMetrics read(LinuxInstance instance) {
    ProcessIdentity first = instance.requireRunning();
    Cgroups cgroups = instance.machine().cgroups();
    String id = instance.id();
    try {
      Console.rotate(instance.folder().console());
      CgroupText.Disk disk = cgroups.disk(id);
      Path devices = Path.of("/proc", Integer.toString(first.processId()), "net/dev");
      Network network = network(Files.readString(devices));
      return new InstanceMetrics(
          cgroups.cpuNanoseconds(id),
          cgroups.memoryBytes(id),
          disk.readBytes(),
          disk.writeBytes(),
          disk.readOperations(),
          disk.writeOperations(),
          FileTree.sizeBytes(instance.folder().upper()),
          network.receivedBytes(),
          network.sentBytes(),
          network.receivedPackets(),
          network.sentPackets(),
          cgroups.memoryIdleBytes(id));
    } catch (IOException e) {
      if (instance.running().isEmpty()) {
        throw ComputeException.notRunning(id);
      }
      throw new ComputeException(
          Reason.FAILED, "Reading the metrics of " + id + ": " + e.getMessage(), e);
    }
  }

  /** Sums up proc(5)'s net/dev over all interfaces but loopback. */
  static Network network(String text) {
    long[] sums = new long[4];
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
        continue;
      }
      String[] fields = line.substring(colon + 1).strip().split(" +", -1);
      sums[0] += Long.parseLong(fields[0]);
      sums[1] += Long.parseLong(fields[8]);
      sums[2] += Long.parseLong(fields[1]);
      sums[3] += Long.parseLong(fields[9]);
    }
    return new Network(sums[0], sums[1], sums[2], sums[3]);
  }
}
