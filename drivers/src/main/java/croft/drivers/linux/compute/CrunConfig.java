package croft.drivers.linux.compute;

import croft.drivers.compute.Isolation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An instance's configuration in the form of the OCI runtime specification, a function of what is
 * given here and nothing else.
 *
 * @param root the mounted root
 * @param firstId the host's id of the instance's root, for {@link Isolation#USER_NAMESPACE}
 * @param sysfs a sysfs of the network namespace, mounted by the caller: a user namespace may not
 *     mount one for a network namespace it does not own; empty: mount one inside
 * @param devices a file system in memory of the host's, with the nodes of disks, for /dev
 * @param requests where the instance asks for mounts of its disks, at {@link #REQUESTS} inside
 * @param console the host's file that stands at /dev/console inside
 * @param initArguments process 1
 * @param systemd whether process 1 is systemd, which wants its own /tmp and cgroup tree
 * @param openFileLimit no higher than this process's own hard limit
 * @param machine as the system property os.arch has it
 */
record CrunConfig(
    String hostname,
    Path root,
    Isolation isolation,
    long firstId,
    Optional<Path> networkNamespace,
    Optional<Path> sysfs,
    Path devices,
    Path requests,
    Path console,
    List<String> initArguments,
    boolean systemd,
    long openFileLimit,
    String machine) {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Where an instance asks for what the kernel does for the host only. */
  static final String REQUESTS = "/run/croft/disks";

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int SOFT_OPEN_FILE_LIMIT = 1024;

  /**
   * What systemd and servers need inside a user namespace, where each means the instance's own
   * things only. Not there: MKNOD, SYS_MODULE, SYS_RAWIO, SYS_TIME, SYSLOG, SYS_PACCT,
   * SYS_RESOURCE, MAC_*, AUDIT_CONTROL, AUDIT_READ, BPF, PERFMON, WAKE_ALARM.
   */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_TTY_CONFIG",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_SETFCAP");

  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/block",
          "/sys/dev/block",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sysrq-trigger");

  /** The text of config.json. */
  String json() {
    ObjectNode config = MAPPER.createObjectNode();
    config.put("ociVersion", "1.0.2");
    config.put("hostname", hostname);
    config.putObject("root").put("path", root.toString()).put("readonly", false);
    process(config.putObject("process"), List.of("container=oci"));
    mounts(config.putArray("mounts"));
    linux(config.putObject("linux"));
    return config.toString();
  }

  private void process(ObjectNode process, List<String> environment) {
    process.put("terminal", false).put("cwd", "/").put("noNewPrivileges", false);
    process.putObject("user").put("uid", 0).put("gid", 0);
    addAll(process.putArray("args"), initArguments);
    ArrayNode variables = process.putArray("env").add("PATH=" + SEARCH_PATH).add("HOME=/root");
    addAll(variables, environment);
    capabilities(process.putObject("capabilities"), true);
    limits(process, openFileLimit);
  }

  /** All of them for root; another user starts without, and may gain them as with sudo(8). */
  static void capabilities(ObjectNode target, boolean root) {
    for (String set : List.of("bounding", "effective", "permitted")) {
      ArrayNode names = target.putArray(set);
      if (root || set.equals("bounding")) {
        addAll(names, CAPABILITIES);
      }
    }
  }

  static void limits(ObjectNode process, long openFileLimit) {
    process
        .putArray("rlimits")
        .addObject()
        .put("type", "RLIMIT_NOFILE")
        .put("soft", Math.min(SOFT_OPEN_FILE_LIMIT, openFileLimit))
        .put("hard", openFileLimit);
  }

  private void mounts(ArrayNode mounts) {
    mount(mounts, "/proc", "proc", List.of("nosuid", "noexec", "nodev"));
    devices(mounts);
    mount(
        mounts,
        "/dev/pts",
        "devpts",
        List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
    mount(mounts, "/dev/shm", "tmpfs", List.of("nosuid", "noexec", "nodev", "mode=1777"));
    mount(mounts, "/dev/mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
    List<String> readOnly = List.of("nosuid", "noexec", "nodev", "ro");
    sysfs.ifPresentOrElse(
        path -> bind(mounts, "/sys", path, "ro"), () -> mount(mounts, "/sys", "sysfs", readOnly));
    mount(mounts, "/sys/fs/cgroup", "cgroup2", List.of("nosuid", "noexec", "nodev", "rw"));
    mount(mounts, "/run", "tmpfs", List.of("nosuid", "nodev", "mode=755"));
    bind(mounts, REQUESTS, requests, "rw");
    bind(mounts, "/dev/console", console, "rw");
    if (systemd) {
      mount(mounts, "/run/lock", "tmpfs", List.of("nosuid", "nodev", "noexec", "size=5120k"));
      mount(mounts, "/tmp", "tmpfs", List.of("nosuid", "nodev", "mode=1777"));
    }
  }

  /** A file system of the host's: only there do the nodes of disks that come later work. */
  private void devices(ArrayNode mounts) {
    mounts
        .addObject()
        .put("destination", "/dev")
        .put("type", "bind")
        .put("source", devices.toString())
        .putArray("options")
        .add("bind")
        .add("nosuid");
  }

  private static void mount(ArrayNode mounts, String target, String type, List<String> options) {
    ObjectNode mount =
        mounts.addObject().put("destination", target).put("type", type).put("source", type);
    addAll(mount.putArray("options"), options);
  }

  private static void bind(ArrayNode mounts, String target, Path source, String access) {
    ObjectNode mount =
        mounts
            .addObject()
            .put("destination", target)
            .put("type", "bind")
            .put("source", source.toString());
    addAll(mount.putArray("options"), List.of("bind", "nosuid", "noexec", "nodev", access));
  }

  private void linux(ObjectNode linux) {
    ArrayNode namespaces = linux.putArray("namespaces");
    for (String type : List.of("pid", "ipc", "uts", "mount", "cgroup")) {
      namespaces.addObject().put("type", type);
    }
    ObjectNode network = namespaces.addObject().put("type", "network");
    networkNamespace.ifPresent(path -> network.put("path", path.toString()));
    switch (isolation) {
      case USER_NAMESPACE -> {
        namespaces.addObject().put("type", "user");
        for (String mapping : List.of("uidMappings", "gidMappings")) {
          linux
              .putArray(mapping)
              .addObject()
              .put("containerID", 0)
              .put("hostID", firstId)
              .put("size", IdRanges.SIZE);
        }
      }
      case PRIVILEGED -> {
        // The host's own ids: nothing to map.
      }
    }
    linux.set("seccomp", SeccompProfile.json(MAPPER, machine));
    addAll(linux.putArray("maskedPaths"), MASKED);
    ArrayNode readOnly = linux.putArray("readonlyPaths");
    addAll(readOnly, READ_ONLY);
    if (isolation == Isolation.PRIVILEGED) {
      readOnly.add("/proc/sys"); // In a user namespace the kernel itself refuses the host's.
    }
  }

  private static void addAll(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  /** Variables as {@code NAME=value}. */
  static void environment(ArrayNode target, Map<String, String> variables) {
    variables.forEach((name, value) -> target.add(name + "=" + value));
  }
}
