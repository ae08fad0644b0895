package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an instance's limits where the kernel has them. */
final class LimitFiles {
  private final CgroupLayout layout;
  private final String group;

  LimitFiles(Path home) throws IOException {
    this.layout = CgroupLayout.detect();
    this.group = LinuxMachine.groupName(home);
  }

  /** Processors' worth of time it may use. */
  int virtualCpus(String id) throws IOException {
    if (layout.isVersionOne("cpu")) {
      return Math.toIntExact(
          number("cpu", id, "cpu.cfs_quota_us") / number("cpu", id, "cpu.cfs_period_us"));
    }
    String[] words = read("cpu", id, "cpu.max").split(" ", -1);
    return Math.toIntExact(Long.parseLong(words[0]) / Long.parseLong(words[1]));
  }

  long memoryBytes(String id) throws IOException {
    boolean old = layout.isVersionOne("memory");
    return number("memory", id, old ? "memory.limit_in_bytes" : "memory.max");
  }

  private long number(String controller, String id, String name) throws IOException {
    return Long.parseLong(read(controller, id, name));
  }

  private String read(String controller, String id, String name) throws IOException {
    Path file = layout.rootOf(controller).resolve(group).resolve(id).resolve(name);
    return Files.readString(file).strip();
  }
}
