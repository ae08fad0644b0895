package croft.drivers.docker.compute;

import croft.drivers.compute.InstanceSpec;
import croft.drivers.docker.engine.Engine;
import croft.drivers.linux.compute.InitProgram;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The container of an instance as the engine's {@code POST /containers/create} takes it: a function
 * of what is given here.
 *
 * @param image the engine's name of the image
 * @param labels whose it is
 * @param holder the container that holds its network namespace; empty: no network but loopback
 */
record ContainerDefinition(
    InstanceSpec spec, String image, Labels labels, boolean systemd, Optional<String> holder) {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Where the instance's own /etc/hosts and its like lie while the engine's cover them. */
  static final String KEPT_FOLDER = "/var/lib/croft/etc";

  /** The engine mounts files of its own over these. */
  static final List<String> COVERED = List.of("hostname", "hosts", "resolv.conf");

  private static final long NANO_CPUS = 1_000_000_000L;

  /**
   * Before process 1 proper: the engine's /etc/hosts, hostname and resolv.conf go, so that the
   * instance's own show. Without the right to unmount, their content is put over the engine's.
   */
  private static final String UNCOVER =
      """
      for name in hostname hosts resolv.conf; do
        umount "/etc/$name" 2>/dev/null || cat "KEPT/$name" > "/etc/$name" 2>/dev/null
      done
      exec "$@"
      """
          .replace("KEPT", KEPT_FOLDER);

  /** Whose a container is. */
  record Labels(String home, String instanceId) {
    static final String HOME = "croft.installation";
    private static final String INSTANCE = "croft.instance";

    void addTo(ObjectNode document) {
      document.putObject("Labels").put(HOME, home).put(INSTANCE, instanceId);
    }
  }

  JsonNode json() {
    InitProgram init = systemd ? InitProgram.SYSTEMD : InitProgram.PLAIN;
    ObjectNode document = Engine.document();
    document.put("Image", image).put("User", "0").put("WorkingDir", "/").put("Tty", systemd);
    add(document.putArray("Entrypoint"), List.of("/bin/sh", "-c", UNCOVER, "sh"));
    add(document.putArray("Cmd"), init.arguments());
    add(
        document.putArray("Env"),
        List.of("PATH=" + SEARCH_PATH, "LANG=C.UTF-8", "container=docker"));
    document.put("StopSignal", systemd ? "SIGRTMIN+3" : "SIGTERM");
    document.putObject("Healthcheck").putArray("Test").add("NONE");
    labels.addTo(document);
    if (holder.isEmpty()) {
      document.put("Hostname", spec.hostname()); // Else it is the holder's.
    }
    host(document.putObject("HostConfig"));
    return document;
  }

  private void host(ObjectNode host) {
    host.put("NetworkMode", holder.map(name -> "container:" + name).orElse("none"));
    host.put("CgroupnsMode", "private");
    addLimits(host, spec.virtualCpus(), spec.memoryBytes());
    ObjectNode temporary = host.putObject("Tmpfs").put("/run", "rw,exec,nosuid,nodev,mode=755");
    ArrayNode capabilities = host.putArray("CapAdd");
    if (systemd) {
      temporary.put("/run/lock", "rw,nosuid,nodev,noexec,size=5120k");
      temporary.put("/tmp", "rw,exec,nosuid,nodev,mode=1777");
      capabilities.add("SYS_ADMIN"); // To mount its own; the engine's filter would forbid it.
      add(host.putArray("SecurityOpt"), List.of("seccomp=unconfined", "apparmor=unconfined"));
    }
    ObjectNode log = host.putObject("LogConfig").put("Type", "json-file");
    log.putObject("Config").put("max-size", "1m").put("max-file", "2");
  }

  /** Memory and swap are told together: what is above memory would be swap. */
  static void addLimits(ObjectNode target, int virtualCpus, long memoryBytes) {
    target.put("NanoCpus", virtualCpus * NANO_CPUS);
    target.put("Memory", memoryBytes).put("MemorySwap", memoryBytes);
  }

  private static void add(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
