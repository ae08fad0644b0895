package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which controller sits where: all in the unified hierarchy (v2), or some in v1 hierarchies beside
 * it (hybrid).
 *
 * @param versionOne where each controller in a v1 hierarchy is mounted
 * @param unified where cgroup2 is mounted
 * @param unifiedControllers those of {@link #WANTED} the unified hierarchy has
 */
record CgroupLayout(Map<String, Path> versionOne, Path unified, Set<String> unifiedControllers) {
  private static final List<String> WANTED =
      List.of("cpu", "cpuacct", "memory", "pids", "blkio", "io");

  CgroupLayout {
    versionOne = Map.copyOf(versionOne);
    unifiedControllers = new LinkedHashSet<>(unifiedControllers);
  }

  /** This machine's, from {@code /proc/self/mountinfo}. */
  static CgroupLayout detect() throws IOException {
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
    CgroupLayout found = parse(mounts);
    Path controllers = found.unified.resolve("cgroup.controllers");
    Set<String> present = new LinkedHashSet<>();
    for (String controller : Files.readString(controllers).strip().split(" ", -1)) {
      if (WANTED.contains(controller)) {
        present.add(controller);
      }
    }
    return new CgroupLayout(found.versionOne, found.unified, present);
  }

  /** The mounts in the form of proc(5)'s mountinfo; controllers of the unified one left out. */
  static CgroupLayout parse(String mountInfo) throws IOException {
    Map<String, Path> versionOne = new TreeMap<>();
    List<Path> unified = new ArrayList<>();
    for (String line : mountInfo.lines().toList()) {
      int separator = line.indexOf(" - ");
      if (separator < 0) {
        continue;
      }
      Path target = Path.of(line.split(" ", -1)[4]);
      String[] after = line.substring(separator + 3).split(" ", -1);
      if (after[0].equals("cgroup2")) {
        unified.add(target);
      } else if (after[0].equals("cgroup")) {
        for (String option : after[2].split(",", -1)) {
          if (WANTED.contains(option)) {
            versionOne.putIfAbsent(option, target);
          }
        }
      }
    }
    if (unified.isEmpty()) {
      throw new IOException("no cgroup2 file system is mounted");
    }
    return new CgroupLayout(versionOne, unified.getFirst(), Set.of());
  }

  /** Whether there are v1 hierarchies beside the unified one. */
  boolean isHybrid() {
    return !versionOne.isEmpty();
  }

  boolean isVersionOne(String controller) {
    return versionOne.containsKey(controller);
  }

  boolean has(String controller) {
    return isVersionOne(controller) || unifiedControllers.contains(controller);
  }

  Path rootOf(String controller) {
    return versionOne.getOrDefault(controller, unified);
  }

  /** Each v1 hierarchy once, though it may carry several controllers. */
  Set<Path> versionOneRoots() {
    return new LinkedHashSet<>(new TreeMap<>(versionOne).values());
  }
}
