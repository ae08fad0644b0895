package croft.drivers.memory.compute;

import croft.drivers.compute.Capability;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.Disk;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.compute.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Instances in memory. {@link #failNextStart} and {@link #end} stand for what goes wrong on a real
 * machine, {@link #setMetrics} and {@link #programs} for what an instance does.
 */
public final class MemoryComputeDriver implements ComputeDriver {
  private static final long GIBIBYTE = 1L << 30;

  private final MemoryImageDriver images;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, MemoryInstance> instances = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> startFailures = new ConcurrentHashMap<>();
  private final Set<String> mounted = ConcurrentHashMap.newKeySet();
  private final MemoryPrograms programs = new MemoryPrograms();
  private final AtomicLong processIds = new AtomicLong(1000);

  public MemoryComputeDriver(MemoryImageDriver images, InstantSource clock) {
    this.images = images;
    this.clock = clock;
    images.captureFrom(this::require);
  }

  @Override
  public void create(InstanceSpec spec) {
    MemoryInstance instance =
        instances.computeIfAbsent(
            spec.id(),
            id -> {
              images.use(spec.imageId());
              return new MemoryInstance(spec, images.files(spec.imageId()));
            });
    if (!instance.spec().equals(spec)) {
      throw new ComputeException(
          ComputeException.Reason.INVALID,
          "Instance " + spec.id() + " exists with another specification");
    }
  }

  @Override
  public void start(String id, Runnable ready) {
    MemoryInstance instance = require(id);
    ready.run();
    String failure = startFailures.remove(id);
    if (failure != null) {
      throw new ComputeException(ComputeException.Reason.FAILED, failure);
    }
    instance.start(processIds.incrementAndGet(), clock.instant());
  }

  @Override
  public void stop(String id, Duration timeout) {
    require(id).stop(StopReason.REQUESTED);
  }

  @Override
  public void resize(String id, int virtualCpus, long memoryBytes) {
    InstanceSpec.requireSize(virtualCpus, memoryBytes);
    require(id).resize(virtualCpus, memoryBytes);
  }

  @Override
  public boolean growRoot(String id, long sizeBytes) {
    return require(id).growRoot(sizeBytes);
  }

  @Override
  public void setRootDevice(String id, Path device) {
    require(id).setRootDevice(device);
  }

  /** What its root is on, if that was said. */
  public Optional<Path> rootDevice(String id) {
    return require(id).rootDevice();
  }

  /** A sparse file that begins with the paths of the instance's files, one a line. */
  @Override
  public void copyRoot(String id, Path file, long leastBytes) {
    String paths = String.join("\n", new TreeMap<>(require(id).files()).keySet());
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.write(paths.getBytes(StandardCharsets.UTF_8));
      disk.setLength((Math.max(leastBytes, 1) + GIBIBYTE - 1) / GIBIBYTE * GIBIBYTE);
    } catch (IOException e) {
      throw new ComputeException(ComputeException.Reason.FAILED, "Copying a root", e);
    }
  }

  @Override
  public void attachDisk(String id, Disk disk) {
    require(id).attach(disk);
  }

  @Override
  public void detachDisk(String id, String deviceName, boolean force) {
    if (!force && mounted.contains(id + " " + deviceName)) {
      throw new ComputeException(
          ComputeException.Reason.IN_USE, deviceName + " is mounted inside " + id);
    }
    mounted.remove(id + " " + deviceName);
    require(id).detach(deviceName);
  }

  @Override
  public List<Disk> disks(String id) {
    return Optional.ofNullable(instances.get(id)).map(MemoryInstance::disks).orElse(List.of());
  }

  @Override
  public void whileQuiet(String id, String deviceName, Runnable work) {
    work.run();
  }

  /** A file system on the disk is mounted inside from now on. */
  public void mount(String id, String deviceName) {
    mounted.add(id + " " + deviceName);
  }

  /** It is mounted no more. */
  public void unmount(String id, String deviceName) {
    mounted.remove(id + " " + deviceName);
  }

  /** The size an instance has now, in the specification it was made from. */
  public InstanceSpec sizeOf(String id) {
    return require(id).sized();
  }

  @Override
  public void destroy(String id) {
    MemoryInstance instance = instances.remove(id);
    if (instance != null) {
      instance.stop(StopReason.REQUESTED);
      images.release(instance.spec().imageId());
    }
  }

  @Override
  public InstanceState observe(String id) {
    return Optional.ofNullable(instances.get(id))
        .map(MemoryInstance::state)
        .orElseGet(InstanceState.Absent::new);
  }

  @Override
  public Map<String, InstanceState> observeAll() {
    Map<String, InstanceState> states = new TreeMap<>();
    instances.forEach((id, instance) -> states.put(id, instance.state()));
    return states;
  }

  @Override
  public InstanceMetrics metrics(String id) {
    MemoryInstance instance = require(id);
    instance.requireRunning();
    return instance.metrics();
  }

  @Override
  public Content consoleOutput(String id) {
    return Content.text(require(id).console());
  }

  @Override
  public Shell shell(String id) {
    return new MemoryShell(require(id), programs);
  }

  @Override
  public List<Capability> capabilities() {
    return List.of(
        new Capability("instances", true, true, "kept in memory: nothing runs on this machine"));
  }

  @Override
  public void recover() {
    // What is in memory needs no recovery: it ends with the process.
  }

  /** The next {@link #start} of the instance fails with the message. */
  public void failNextStart(String id, String message) {
    startFailures.put(id, message);
  }

  /** The instance ends by itself. */
  public void end(String id, StopReason reason) {
    require(id).stop(reason);
  }

  /** What {@link #metrics} answers from now on. */
  public void setMetrics(String id, InstanceMetrics metrics) {
    require(id).setMetrics(metrics);
  }

  /** What instances can run; tests add programs of their own. */
  public MemoryPrograms programs() {
    return programs;
  }

  private MemoryInstance require(String id) {
    MemoryInstance instance = instances.get(id);
    if (instance == null) {
      throw ComputeException.notFound("instance", id);
    }
    return instance;
  }
}
