package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What stays the same while the machine is up.
 *
 * @param bootId another one after each boot of the host
 * @param openFileLimit this process's hard limit: no child may have a higher one
 */
record Host(String bootId, Instant bootedAt, long openFileLimit, String machine) {
  private static final long OPEN_FILES_AT_MOST = 524_288;

  static Host read() throws IOException {
    String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    long bootedAt = CgroupText.field(Files.readString(Path.of("/proc/stat")), "btime");
    return new Host(
        bootId,
        Instant.ofEpochSecond(bootedAt),
        readOpenFileLimit(),
        System.getProperty("os.arch"));
  }

  private static long readOpenFileLimit() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String hard = line.substring("Max open files".length()).strip().split(" +", -1)[1];
        return hard.equals("unlimited")
            ? OPEN_FILES_AT_MOST
            : Math.min(OPEN_FILES_AT_MOST, Long.parseLong(hard));
      }
    }
    return 1024;
  }
}
