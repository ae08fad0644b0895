package croft.services.ec2.monitoring;

import croft.agent.InsideReport.FileSystem;
import croft.agent.InsideReport.Interface;
import croft.drivers.compute.InstanceMetrics;
import croft.services.ec2.monitoring.AgentMetrics.Plugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that the CloudWatch agent would find, by its names. Source: the page "Metrics
 * collected by the CloudWatch agent". What an instance does not show of itself is not guessed.
 */
final class AgentNumbers {
  private static final String PERCENT = "Percent";
  private static final String BYTES = "Bytes";
  private static final String COUNT = "Count";

  /** proc(5)'s letters. */
  private static final Map<String, String> STATES =
      Map.of(
          "R",
          "running",
          "S",
          "sleeping",
          "D",
          "blocked",
          "Z",
          "zombies",
          "T",
          "stopped",
          "X",
          "dead",
          "I",
          "idle",
          "W",
          "paging");

  private final AgentLook now;
  private final Optional<AgentLook> before;
  private final Plugin plugin;
  private final List<Measured> all = new ArrayList<>();

  /** One number. */
  record Measured(String name, Map<String, String> dimensions, double value, String unit) {
    /** One that was counted. */
    Measured(String name, Map<String, String> dimensions, long value, String unit) {
      this(name, dimensions, (double) value, unit);
    }
  }

  private AgentNumbers(AgentLook now, Optional<AgentLook> before, Plugin plugin) {
    this.now = now;
    this.before = before;
    this.plugin = plugin;
  }

  /**
   * All numbers of a plugin, asked for or not.
   *
   * @param before the last look at these numbers; without it what counts up has no number yet
   */
  static List<Measured> of(String name, Plugin plugin, AgentLook now, Optional<AgentLook> before) {
    AgentNumbers numbers = new AgentNumbers(now, before, plugin);
    switch (name) {
      case "cpu" -> numbers.cpu();
      case "mem" -> numbers.memory();
      case "swap" -> numbers.swap();
      case "disk" -> now.inside().fileSystems().forEach(numbers::disk);
      case "net" -> now.inside().interfaces().forEach(numbers::net);
      case "processes" -> numbers.processes();
      default -> {}
    }
    return numbers.all;
  }

  private void add(String name, double value, String unit) {
    all.add(new Measured(name, Map.of(), value, unit));
  }

  private void add(String name, long value, String unit) {
    all.add(new Measured(name, Map.of(), value, unit));
  }

  private Optional<Long> counter(AgentLook look, String name) {
    return Optional.ofNullable(look.inside().counters().get(name));
  }

  /** Of all its processors together: the host's kernel counts no time of one processor for it. */
  private void cpu() {
    if (before.isEmpty()) {
      return;
    }
    Map<String, String> total = Map.of("cpu", "cpu-total");
    double seconds = now.secondsSince(before.get());
    Usage used = Usage.between(before.get().numbers(), now.numbers(), seconds);
    double active = used.cpuPercent(now.instance().virtualCpus());
    all.add(new Measured("cpu_usage_active", total, active, PERCENT));
    all.add(new Measured("cpu_usage_idle", total, 100 - active, PERCENT));
    double user = grown("cpu.user_usec");
    double system = grown("cpu.system_usec");
    if (user >= 0 && system >= 0) {
      double part = user + system == 0 ? 0 : user / (user + system);
      all.add(new Measured("cpu_usage_user", total, active * part, PERCENT));
      all.add(new Measured("cpu_usage_system", total, active * (1 - part), PERCENT));
    }
  }

  /** How much a counter grew; below zero where it is not known. */
  private double grown(String name) {
    long last = before.flatMap(look -> counter(look, name)).orElse(Long.MAX_VALUE);
    return counter(now, name).map(value -> (double) value - last).orElse(-1.0);
  }

  private void memory() {
    long total = now.instance().memoryBytes();
    if (total <= 0) {
      return;
    }
    InstanceMetrics numbers = now.numbers();
    long used = Math.clamp(numbers.memoryBytes() - numbers.memoryIdleBytes(), 0, total);
    add("mem_total", total, BYTES);
    add("mem_used", used, BYTES);
    add("mem_used_percent", 100.0 * used / total, PERCENT);
    add("mem_available", total - used, BYTES);
    add("mem_available_percent", 100.0 * (total - used) / total, PERCENT);
    add("mem_free", Math.max(0, total - numbers.memoryBytes()), BYTES);
    counter(now, "memory.file").ifPresent(value -> add("mem_cached", value, BYTES));
    both("mem_active", "memory.active_anon", "memory.active_file");
    both("mem_inactive", "memory.inactive_anon", "memory.inactive_file");
  }

  private void both(String name, String one, String other) {
    counter(now, one)
        .flatMap(value -> counter(now, other).map(more -> value + more))
        .ifPresent(sum -> add(name, sum, BYTES));
  }

  /** Its own limit where it has one, or none because the host has none. */
  private void swap() {
    Optional<Long> host = counter(now, "meminfo.SwapTotal");
    Optional<Long> most =
        counter(now, "swap.max").isPresent()
            ? counter(now, "swap.max").map(max -> Math.min(max, host.orElse(max)))
            : host.filter(total -> total == 0);
    Optional<Long> current = counter(now, "swap.current").or(() -> most.filter(max -> max == 0));
    if (most.isEmpty() || current.isEmpty()) {
      return;
    }
    long used = Math.min(current.get(), most.get());
    add("swap_used", used, BYTES);
    add("swap_free", most.get() - used, BYTES);
    add("swap_used_percent", most.get() == 0 ? 0 : 100.0 * used / most.get(), PERCENT);
  }

  private void disk(FileSystem system) {
    if (plugin.ignoredTypes().contains(system.type()) || !plugin.wants(system.path(), true)) {
      return;
    }
    Map<String, String> place = new HashMap<>();
    place.put("path", system.path());
    place.put("fstype", system.type());
    if (!plugin.dropsDevice()) {
      place.put("device", system.device());
    }
    long inodes = system.inodes().used() + system.inodes().free();
    all.add(new Measured("disk_total", place, system.total(), BYTES));
    all.add(new Measured("disk_used", place, system.used(), BYTES));
    all.add(new Measured("disk_free", place, system.free(), BYTES));
    all.add(new Measured("disk_used_percent", place, system.usedPercent(), PERCENT));
    all.add(new Measured("disk_inodes_total", place, inodes, COUNT));
    all.add(new Measured("disk_inodes_used", place, system.inodes().used(), COUNT));
    all.add(new Measured("disk_inodes_free", place, system.inodes().free(), COUNT));
  }

  /** What passed since the last look. */
  private void net(Interface one) {
    Optional<Interface> last =
        before.stream()
            .flatMap(look -> look.inside().interfaces().stream())
            .filter(other -> other.name().equals(one.name()))
            .findFirst();
    if (last.isEmpty() || !plugin.wants(one.name(), !one.name().equals("lo"))) {
      return;
    }
    Interface then = last.get();
    net(one, "bytes_recv", one.receivedBytes(), then.receivedBytes(), BYTES);
    net(one, "bytes_sent", one.sentBytes(), then.sentBytes(), BYTES);
    net(one, "packets_recv", one.receivedPackets(), then.receivedPackets(), COUNT);
    net(one, "packets_sent", one.sentPackets(), then.sentPackets(), COUNT);
    net(one, "err_in", one.receiveErrors(), then.receiveErrors(), COUNT);
    net(one, "err_out", one.sendErrors(), then.sendErrors(), COUNT);
    net(one, "drop_in", one.receiveDrops(), then.receiveDrops(), COUNT);
    net(one, "drop_out", one.sendDrops(), then.sendDrops(), COUNT);
  }

  private void net(Interface one, String name, long value, long last, String unit) {
    // A counter that went back began anew.
    long grown = value < last ? value : value - last;
    all.add(new Measured("net_" + name, Map.of("interface", one.name()), grown, unit));
  }

  private void processes() {
    Map<String, Long> found = now.inside().processes();
    if (found.isEmpty()) {
      return;
    }
    STATES.forEach(
        (letter, name) -> add("processes_" + name, found.getOrDefault(letter, 0L), COUNT));
    long threads = found.getOrDefault("threads", 0L);
    add("processes_total_threads", threads, COUNT);
    long processes = found.values().stream().mapToLong(Long::longValue).sum() - threads;
    add("processes_total", processes, COUNT);
  }
}
