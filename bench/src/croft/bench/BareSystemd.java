package croft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The peer of an instance with systemd: crun alone starts a clone of a running instance, by the
 * configuration that instance was started by, over the same files, with nobody around it.
 */
final class BareSystemd {
  private static final Pattern CGROUP = Pattern.compile("[0-9]+:([^:]*):(.*)");

  private final Path folder;
  private final long modelPid;
  private final Path model;
  private final String id = "bare-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<Path> groups = new ArrayList<>();

  /** {@code model} is the folder of the instance that {@code modelPid} is the process 1 of. */
  BareSystemd(Path folder, Path model, long modelPid) {
    this.folder = folder;
    this.model = model;
    this.modelPid = modelPid;
  }

  /** Milliseconds from calling crun until systemd has booted. */
  double bootMilliseconds() throws IOException, InterruptedException {
    for (String name : List.of("upper", "work", "crun")) {
      Files.createDirectories(folder.resolve(name));
    }
    String owner = owner(Path.of("/proc/" + modelPid + "/root"));
    Host.run(List.of("chown", owner, folder.resolve("upper").toString()));
    Files.copy(model.resolve("config.json"), folder.resolve("config.json"));
    List<Path> joined = joinGroups(owner);
    Inside inside = new Inside(folder.resolve("crun"));
    try {
      long started = System.nanoTime();
      Host.run(List.of("unshare", "--mount", "--propagation", "private", "sh", "-ec",
          script(joined)));
      inside.awaitBooted(id);
      return (System.nanoTime() - started) / 1e6;
    } finally {
      end(inside);
    }
  }

  private static String owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
  }

  /** Groups beside the model's own, in every hierarchy, the new root's where it may divide them. */
  private List<Path> joinGroups(String owner) throws IOException, InterruptedException {
    List<Path> joined = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + modelPid + "/cgroup"))) {
      Matcher matcher = CGROUP.matcher(line);
      if (!matcher.matches() || matcher.group(2).equals("/")) {
        continue;
      }
      boolean unified = matcher.group(1).isEmpty();
      Path root = hierarchy(matcher.group(1));
      // systemd has moved to its own group, below the one it was given.
      Path own = root.resolve(matcher.group(2).substring(1).replaceFirst("/init\\.scope$", ""));
      Path group = (unified ? own.getParent() : own).resolveSibling(id);
      Files.createDirectories(group);
      groups.add(group);
      if (unified) {
        for (String file : List.of("", "cgroup.procs", "cgroup.subtree_control",
            "cgroup.threads")) {
          Host.run(List.of("chown", owner, group.resolve(file).toString()));
        }
      }
      joined.add(group.resolve("cgroup.procs"));
    }
    return joined;
  }

  private static Path hierarchy(String controllers) throws IOException {
    String option = controllers.replace("name=", "").split(",")[0];
    for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
      String[] fields = line.split(" ");
      boolean here =
          controllers.isEmpty()
              ? fields[2].equals("cgroup2")
              : fields[2].equals("cgroup")
                  && List.of(fields[3].replace("name=", "").split(",")).contains(option);
      if (here) {
        return Path.of(fields[1]);
      }
    }
    throw new IOException("no hierarchy of " + controllers + " is mounted");
  }

  private String script(List<Path> joined) {
    StringBuilder script = new StringBuilder();
    joined.forEach(file -> script.append("echo 0 > " + file + "\n"));
    return script
            .append("cd " + folder + "\n")
            .append("mount -t tmpfs -o mode=755 stage /mnt\n")
            .append("mkdir /mnt/root /mnt/sys /mnt/cgroup\n")
            .append("mount -t overlay -o lowerdir=/proc/" + modelPid + "/root")
            .append(",upperdir=upper,workdir=work overlay /mnt/root\n")
            .append("nsenter --net=/proc/" + modelPid + "/ns/net")
            .append(" mount -t sysfs -o nosuid,nodev,noexec,ro sysfs /mnt/sys\n")
            .append("umount -l /sys/fs/cgroup/unified 2>/dev/null || true\n")
            .append("crun --root=crun --cgroup-manager=disabled run --detach --bundle=. " + id)
            .append(" < /dev/null > console.log 2>&1 || { cat console.log >&2; exit 1; }\n")
            .toString();
  }

  private void end(Inside inside) throws IOException, InterruptedException {
    long pid = inside.pid(id);
    if (pid != 0) {
      Host.run(List.of("kill", "-KILL", Long.toString(pid)));
    }
    for (Path group : groups) {
      // Innermost first; the kernel lets a group go once its last process has.
      Host.run(List.of("sh", "-c",
          "for try in 1 2 3 4 5 6 7 8 9 10; do find " + group
              + " -depth -type d -exec rmdir {} + 2>/dev/null; [ -d " + group
              + " ] || exit 0; sleep 0.1; done; exit 0"));
    }
  }
}
