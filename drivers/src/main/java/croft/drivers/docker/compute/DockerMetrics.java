package croft.drivers.docker.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.docker.engine.Engine;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Numbers of a running instance: the engine's, and what its own devices have counted. */
final class DockerMetrics {
  private static final String LOOPBACK = "lo";
  private static final int RECEIVED_BYTES = 0;
  private static final int RECEIVED_PACKETS = 1;
  private static final int SENT_BYTES = 8;
  private static final int SENT_PACKETS = 9;

  private DockerMetrics() {}

  /** Named as control groups of version 1 and 2 name it. */
  private static long idle(JsonNode memory) {
    return memory.path("total_inactive_file").asLong(memory.path("inactive_file").asLong(0));
  }

  static InstanceMetrics read(DockerInstance instance) {
    instance.requireRunning();
    Engine engine = instance.containers().engine();
    String path = "/containers/" + instance.container();
    try {
      JsonNode stats = engine.get(path + "/stats?stream=false&one-shot=true");
      JsonNode disk = stats.path("blkio_stats");
      JsonNode size = engine.get(path + "/json?size=true").path("SizeRw");
      List<long[]> devices = devices(instance);
      return new InstanceMetrics(
          stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(0),
          stats.path("memory_stats").path("usage").asLong(0),
          sum(disk.path("io_service_bytes_recursive"), "read"),
          sum(disk.path("io_service_bytes_recursive"), "write"),
          sum(disk.path("io_serviced_recursive"), "read"),
          sum(disk.path("io_serviced_recursive"), "write"),
          size.asLong(0),
          sum(devices, RECEIVED_BYTES),
          sum(devices, SENT_BYTES),
          sum(devices, RECEIVED_PACKETS),
          sum(devices, SENT_PACKETS),
          idle(stats.path("memory_stats").path("stats")));
    } catch (IOException e) {
      throw instance.failed("Measuring", e);
    }
  }

  private static long sum(JsonNode entries, String operation) {
    long sum = 0;
    for (JsonNode entry : entries) {
      if (entry.path("op").asString("").equalsIgnoreCase(operation)) {
        sum += entry.path("value").asLong(0);
      }
    }
    return sum;
  }

  /** The engine counts only networks of its own making. */
  private static List<long[]> devices(DockerInstance instance) {
    String table =
        new DockerShell(instance).run(Command.of("cat", "/proc/net/dev")).stdout().text();
    return table
        .lines()
        .map(line -> line.strip().split("[:\\s]+", -1))
        .filter(words -> words.length > SENT_PACKETS + 1 && words[1].matches("[0-9]+"))
        .filter(words -> !words[0].equals(LOOPBACK))
        .map(words ->
            List.of(words).subList(1, words.length).stream().mapToLong(Long::parseLong).toArray())
        .toList();
  }

  private static long sum(List<long[]> devices, int column) {
    return devices.stream().mapToLong(numbers -> numbers[column]).sum();
  }
}
