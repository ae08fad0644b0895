package croft.drivers.linux.compute;

/** Reads the kernel's cgroup statistics files. */
final class CgroupText {
  /** What was read from and written to all disks. */
  record Disk(long readBytes, long writeBytes, long readOperations, long writeOperations) {}

  private CgroupText() {}

  /** The number behind a name on a line of its own; 0 if there is no such line. */
  static long field(String text, String name) {
    for (String line : text.lines().toList()) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1).strip());
      }
    }
    return 0;
  }

  /** From blkio's lines of the form {@code 8:0 Read 4096}. */
  static Disk versionOneDisk(String serviceBytes, String serviced) {
    return new Disk(
        sum(serviceBytes, " Read "),
        sum(serviceBytes, " Write "),
        sum(serviced, " Read "),
        sum(serviced, " Write "));
  }

  private static long sum(String text, String kind) {
    return text.lines()
        .filter(line -> line.contains(kind))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** From io.stat's lines of the form {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4 …}. */
  static Disk unifiedDisk(String text) {
    return new Disk(
        sumOf(text, "rbytes="), sumOf(text, "wbytes="), sumOf(text, "rios="), sumOf(text, "wios="));
  }

  private static long sumOf(String text, String key) {
    long sum = 0;
    for (String word : text.split("\\s+", -1)) {
      if (word.startsWith(key)) {
        sum += Long.parseLong(word.substring(key.length()));
      }
    }
    return sum;
  }
}
