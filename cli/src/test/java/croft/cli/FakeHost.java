package croft.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine of a test's making; it begins as one that has everything. */
final class FakeHost implements Host {
  final Map<String, String> files = new HashMap<>();
  final Set<String> programs =
      new HashSet<>(
          Set.of("crun", "nft", "ip", "haproxy", "mkfs.ext4", "docker", "mvn", "aws", "apt-get"));
  long freeBytes = 100L << 30;
  long userId;

  FakeHost() {
    files.put("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    files.put("/proc/sys/user/max_user_namespaces", "95000\n");
    files.put("/proc/sys/fs/inotify/max_user_instances", "8192\n");
    files.put("/proc/self/mountinfo", "29 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    files.put("/proc/filesystems", "nodev\tproc\nnodev\toverlay\n");
    files.put("/proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\n");
    files.put("/var/run/docker.sock", "");
    for (String kind : new String[] {"net", "mnt", "pid", "ipc", "uts", "cgroup", "user"}) {
      files.put("/proc/self/ns/" + kind, "");
    }
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public boolean exists(String path) {
    return files.containsKey(path);
  }

  @Override
  public Optional<Path> program(String name) {
    return programs.contains(name) ? Optional.of(Path.of("/usr/bin", name)) : Optional.empty();
  }

  @Override
  public Optional<String> firstLineOf(String... command) {
    return programs.contains(command[0])
        ? Optional.of(command[0] + " version 1")
        : Optional.empty();
  }

  @Override
  public long freeBytes(Path directory) {
    return freeBytes;
  }

  @Override
  public long userId() {
    return userId;
  }

  @Override
  public String terminalType() {
    return "xterm";
  }

  @Override
  public String javaVersion() {
    return "25";
  }
}
