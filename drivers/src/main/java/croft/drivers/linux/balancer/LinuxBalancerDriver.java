package croft.drivers.linux.balancer;

import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerException;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerStatus;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.TrafficReading;
import croft.drivers.network.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Balancers of this machine, for root: HAProxy listens on the host and in the servers' network
 * namespace at once, and reaches them there.
 */
public final class LinuxBalancerDriver implements BalancerDriver {
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/haproxy"), Path.of("/usr/bin/haproxy"), Path.of("/sbin/haproxy"));

  /** Where HAProxy looks for namespaces, as ip-netns(8) keeps them. */
  private static final Path NAMESPACES = Path.of("/var/run/netns");

  private final Path directory;
  private final AccessFiles accessFiles;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<String, TrafficTotals> totals = new ConcurrentHashMap<>();

  /** Over the balancers in a directory, which is made when there is none. */
  public LinuxBalancerDriver(Path directory) {
    this.directory = directory.toAbsolutePath();
    this.accessFiles = new AccessFiles(this.directory.resolve(".access"));
  }

  @Override
  public BalancerStatus ensure(BalancerSpec spec) {
    return locked(
        spec.id(),
        () -> {
          try {
            return make(spec);
          } catch (IOException e) {
            throw new BalancerException(
                "Balancer " + spec.id() + " cannot be made: " + e.getMessage(), e);
          }
        });
  }

  private BalancerStatus make(BalancerSpec spec) throws IOException {
    String program =
        program().orElseThrow(() -> new BalancerException("HAProxy is missing: " + REMEDY));
    BalancerFiles files = files(spec.id());
    files.prepare();
    HaproxyProcess process = new HaproxyProcess(files, program);
    // One begun before there was such a file has nowhere to tell to.
    boolean silent = spec.settings().accessLog() && !process.tells(accessFiles.file(spec.id()));
    boolean running = process.find().isPresent() && process.worker().isPresent() && !silent;
    if (!running) {
      process.stop();
    }
    String namespace = spec.namespace().isPresent() ? linked(spec) : "";
    String before = files.read(files.configuration().getFileName().toString());
    Map<String, String> unavailable = unavailable(spec, running ? before : "");
    String text =
        "# "
            + identity(spec)
            + "\n"
            + new Configuration(spec, files.directory().toString(), namespace, unavailable.keySet())
                .render();
    boolean changed = files.writeCertificates(spec);
    if (running && !changed && text.equals(before)) {
      return new BalancerStatus(List.copyOf(unavailable.values()));
    }
    if (!running || changed || !RuntimeChanges.change(files, before, text)) {
      take(spec, files, process, text, running);
    }
    return new BalancerStatus(List.copyOf(unavailable.values()));
  }

  private void take(
      BalancerSpec spec, BalancerFiles files, HaproxyProcess process, String text, boolean running)
      throws IOException {
    String checked = "checked.cfg";
    files.write(checked, text);
    process.check(files.directory().resolve(checked));
    String states = running ? new RuntimeSocket(files.admin()).ask("show servers state") : "";
    files.write(Configuration.STATE_FILE, ServerStates.render(spec, ServerStates.known(states)));
    files.write(files.configuration().getFileName().toString(), text);
    if (running) {
      // The next process counts from nothing.
      traffic(spec.id());
      process.reload();
    } else {
      process.start(accessFiles.ready(spec.id()));
    }
  }

  /** A namespace that was made anew has the same name, and is another. */
  private static String identity(BalancerSpec spec) throws IOException {
    Optional<Path> namespace = spec.namespace();
    return namespace.isEmpty()
        ? "on the host"
        : "in namespace "
            + Files.getAttribute(namespace.get(), "unix:dev")
            + ":"
            + Files.getAttribute(namespace.get(), "unix:ino");
  }

  private static String namespaceName(String id) {
    return "croft-" + id;
  }

  private static String linked(BalancerSpec spec) throws IOException {
    Files.createDirectories(NAMESPACES);
    String name = namespaceName(spec.id());
    Path link = NAMESPACES.resolve(name);
    Path target = spec.namespace().orElseThrow();
    if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, target);
    }
    return name;
  }

  /** Places on the host that are taken, with why; those the running process has are its own. */
  private static Map<String, String> unavailable(BalancerSpec spec, String before) {
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> own = new HashSet<>();
    before
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("bind ") && !line.contains(" namespace "))
        .forEach(line -> own.add(line.split(" ", -1)[1]));
    for (ListenerSpec listener : spec.listeners()) {
      for (String address : spec.hostAddresses()) {
        String place = address + ":" + listener.port();
        if (!own.contains(place)) {
          try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(
                new InetSocketAddress(Ipv4Address.parse(address).toInetAddress(), listener.port()));
          } catch (IOException e) {
            found.put(place, place + ": " + e.getMessage());
          }
        }
      }
    }
    return found;
  }

  @Override
  public void remove(String id) {
    locked(
        id,
        () -> {
          BalancerFiles files = files(id);
          try {
            if (Files.exists(files.directory())) {
              new HaproxyProcess(files, program().orElse("haproxy")).stop();
              files.delete();
              totals.remove(id);
              accessFiles.leave(id);
            }
            Files.deleteIfExists(NAMESPACES.resolve(namespaceName(id)));
          } catch (IOException e) {
            throw new BalancerException(
                "Balancer " + id + " cannot be removed: " + e.getMessage(), e);
          }
          return true;
        });
  }

  @Override
  public List<String> balancers() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BalancerException("Balancers cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public List<ServerReading> servers(String id) {
    return read(id).map(Readings::servers).orElse(List.of());
  }

  @Override
  public List<TrafficReading> traffic(String id) {
    long process = worker(id);
    Optional<Readings> readings = read(id);
    if (worker(id) != process) {
      // Exchanged in between: whose counters these are is not known.
      return List.of();
    }
    return readings
        .map(Readings::traffic)
        .map(now -> totals.computeIfAbsent(id, fresh -> new TrafficTotals()).of(process, now))
        .orElse(List.of());
  }

  private long worker(String id) {
    return new HaproxyProcess(files(id), program().orElse("haproxy")).worker().orElse(0L);
  }

  private Optional<Readings> read(String id) {
    try {
      return Optional.of(new Readings(new RuntimeSocket(files(id).admin()).ask("show stat")));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  @Override
  public AccessLogs accessLogs() {
    return accessFiles;
  }

  @Override
  public void removeAll() {
    balancers().forEach(this::remove);
    accessFiles.ids().forEach(accessFiles::remove);
  }

  @Override
  public List<BalancerCapability> capabilities() {
    List<BalancerCapability> all = new ArrayList<>();
    all.add(
        new BalancerCapability(
            "haproxy",
            program().isPresent(),
            "load balancers cannot be created",
            program().isPresent() ? "" : REMEDY));
    return all;
  }

  private static final String REMEDY =
      "install it by the machine's package manager (Debian: apt-get install haproxy)";

  private static Optional<String> program() {
    return PROGRAMS.stream().filter(Files::isExecutable).map(Path::toString).findFirst();
  }

  private BalancerFiles files(String id) {
    return new BalancerFiles(directory.resolve(id));
  }

  private <T> T locked(String id, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(id, key -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
