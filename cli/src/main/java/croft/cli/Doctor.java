package croft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at each capability of a machine that Croft uses: what is there, what a missing one costs,
 * and the one line that mends it. It only looks: what the drivers can find out by trying is theirs
 * to tell.
 */
final class Doctor {
  private static final long GIBIBYTE = 1L << 30;
  private static final long COMFORTABLE_FREE_BYTES = 5 * GIBIBYTE;
  private static final long COMFORTABLE_MEMORY_BYTES = GIBIBYTE;
  private static final long COMFORTABLE_INOTIFY_INSTANCES = 1024;
  private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

  private final Host host;
  private final Path home;

  Doctor(Host host, Path home) {
    this.host = host;
    this.home = home;
  }

  List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(root());
    findings.add(kernel());
    findings.add(namespaces());
    findings.add(userNamespaces());
    findings.add(controlGroups());
    findings.add(overlay());
    findings.add(program("crun", "crun", "no instance can start", Finding.Status.MISSING));
    findings.add(program("nft", "nftables", "no security group can hold", Finding.Status.MISSING));
    findings.add(
        program("ip", "iproute2", "networks cannot be looked at by hand", Finding.Status.LIMITED));
    findings.add(
        program("haproxy", "haproxy", "load balancers cannot serve", Finding.Status.LIMITED));
    findings.add(
        program("mkfs.ext4", "e2fsprogs", "volumes cannot be made", Finding.Status.LIMITED));
    findings.add(docker());
    findings.add(memory());
    findings.add(diskSpace());
    findings.add(inotify());
    findings.add(Finding.present("JDK", host.javaVersion()));
    findings.add(
        program("mvn", "maven", "Croft cannot be built or tested again", Finding.Status.LIMITED));
    findings.add(program("aws", "awscli", "`croft aws` cannot run", Finding.Status.LIMITED));
    return findings;
  }

  private Finding root() {
    return host.userId() == 0
        ? Finding.present("root", "running as root")
        : Finding.missing(
            "root",
            "user id " + host.userId(),
            "namespaces, networks and control groups cannot be made",
            "run `croft up` as root");
  }

  private Finding kernel() {
    String release = host.read("/proc/sys/kernel/osrelease").orElse("unknown").strip();
    Matcher matcher = KERNEL.matcher(release);
    boolean recent =
        matcher.matches()
            && Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2))
                >= 5019;
    // Linux 5.19 is the first whose overlayfs takes id-mapped layers.
    return recent
        ? Finding.present("kernel", release)
        : Finding.limited(
            "kernel",
            release,
            "overlays cannot be id-mapped: instances need --isolation privileged",
            "boot Linux 5.19 or newer");
  }

  private Finding namespaces() {
    List<String> lacking =
        Stream.of("net", "mnt", "pid", "ipc", "uts", "cgroup")
            .filter(kind -> !host.exists("/proc/self/ns/" + kind))
            .toList();
    return lacking.isEmpty()
        ? Finding.present("namespaces", "net, mount, pid, ipc, uts, cgroup")
        : Finding.missing(
            "namespaces",
            "without " + String.join(", ", lacking),
            "instances cannot be kept apart",
            "boot a kernel with CONFIG_NAMESPACES and each of these");
  }

  private Finding userNamespaces() {
    long limit = number("/proc/sys/user/max_user_namespaces");
    if (host.exists("/proc/self/ns/user") && limit > 0) {
      return Finding.present("user namespaces", "up to " + limit);
    }
    return Finding.limited(
        "user namespaces",
        "not available",
        "root in an instance would be root on the host: only --isolation privileged works",
        "sysctl -w user.max_user_namespaces=65536");
  }

  private Finding controlGroups() {
    String mounts = host.read("/proc/self/mountinfo").orElse("");
    boolean second = mounts.contains(" - cgroup2 ");
    boolean first = mounts.contains(" - cgroup ");
    if (second) {
      return Finding.present("control groups", first ? "hybrid: v1 with a v2 hierarchy" : "v2");
    }
    if (first) {
      return Finding.limited(
          "control groups",
          "v1 only",
          "systemd cannot be process 1 of an isolated instance",
          "boot with systemd.unified_cgroup_hierarchy=1");
    }
    return Finding.missing(
        "control groups",
        "not mounted",
        "instances cannot be limited, measured or ended as a whole",
        "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
  }

  private Finding overlay() {
    boolean there =
        host.read("/proc/filesystems").stream()
            .flatMap(String::lines)
            .anyMatch(line -> line.strip().endsWith("overlay"));
    return there
        ? Finding.present("overlay", "overlayfs")
        : Finding.missing(
            "overlay", "not loaded", "instances cannot share an image", "modprobe overlay");
  }

  private Finding program(
      String name, String packageName, String cost, Finding.Status statusWithout) {
    Optional<Path> found = host.program(name);
    if (found.isPresent()) {
      return Finding.present(name, version(name).orElse(found.get().toString()));
    }
    return new Finding(name, statusWithout, "not found", cost, installCommand(packageName));
  }

  private Optional<String> version(String name) {
    return switch (name) {
      case "ip", "mkfs.ext4" -> host.firstLineOf(name, "-V");
      case "haproxy" -> host.firstLineOf(name, "-v");
      // These start slowly, and any version will do.
      case "mvn", "aws" -> Optional.empty();
      default -> host.firstLineOf(name, "--version");
    };
  }

  private Finding docker() {
    if (host.program("docker").isEmpty()) {
      return Finding.limited(
          "docker",
          "not found",
          "nothing with --drivers linux: instances run under crun",
          installCommand("docker.io"));
    }
    if (!host.exists("/var/run/docker.sock")) {
      return Finding.limited(
          "docker",
          "installed, but its engine does not run",
          "nothing with --drivers linux: instances run under crun",
          "systemctl start docker");
    }
    return Finding.present("docker", host.firstLineOf("docker", "--version").orElse("installed"));
  }

  private String installCommand(String packageName) {
    if (host.program("apt-get").isPresent()) {
      return "apt-get install " + packageName;
    }
    return "install the package " + packageName + " (`croft up` as root does)";
  }

  private Finding memory() {
    Matcher matcher =
        Pattern.compile("MemAvailable:\\s+(\\d+) kB")
            .matcher(host.read("/proc/meminfo").orElse(""));
    long available = matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
    return atLeast(
        "memory",
        available,
        bytes -> bytes >= COMFORTABLE_MEMORY_BYTES,
        "few instances fit beside the server",
        "free some, or give this machine more");
  }

  private Finding diskSpace() {
    return atLeast(
        "disk space",
        host.freeBytes(home),
        bytes -> bytes >= COMFORTABLE_FREE_BYTES,
        "images and volumes soon fill the disk",
        "free some, or set CROFT_HOME to a larger file system");
  }

  private static Finding atLeast(
      String name, long bytes, LongPredicate enough, String cost, String remedy) {
    String detail = "%.1f GiB free".formatted(bytes / (double) GIBIBYTE);
    return enough.test(bytes)
        ? Finding.present(name, detail)
        : Finding.limited(name, detail, cost, remedy);
  }

  private Finding inotify() {
    long limit = number("/proc/sys/fs/inotify/max_user_instances");
    return limit >= COMFORTABLE_INOTIFY_INSTANCES
        ? Finding.present("inotify", limit + " watchers per user")
        : Finding.limited(
            "inotify",
            limit + " watchers per user",
            "instances stall while booting systemd once there are about " + limit / 5,
            "sysctl -w fs.inotify.max_user_instances=" + COMFORTABLE_INOTIFY_INSTANCES);
  }

  private long number(String file) {
    try {
      return host.read(file).map(text -> Long.parseLong(text.strip())).orElse(0L);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The findings as a table, one line each, with cost and remedy below what is lacking. */
  static String table(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      String mark =
          switch (finding.status()) {
            case PRESENT -> "ok";
            case LIMITED -> "limited";
            case MISSING -> "MISSING";
          };
      String head = String.format(Locale.ROOT, "%-8s %-" + width + "s  ", mark, finding.name());
      text.append(head).append(finding.detail()).append('\n');
      if (finding.status() != Finding.Status.PRESENT) {
        String indent = " ".repeat(head.length());
        text.append(indent).append("costs: ").append(finding.cost()).append('\n');
        text.append(indent).append("mend:  ").append(finding.remedy()).append('\n');
      }
    }
    return text.toString();
  }
}
