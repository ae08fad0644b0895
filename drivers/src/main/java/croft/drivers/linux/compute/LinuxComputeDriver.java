package croft.drivers.linux.compute;

import croft.drivers.compute.Capability;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Content;
import croft.drivers.compute.Disk;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Instances on this machine, by crun. Needs root; {@link #capabilities} tells what else. */
public final class LinuxComputeDriver implements ComputeDriver {
  private final Path instancesFolder;
  private final LinuxMachine machine;
  private final boolean mountsDisks;
  private final ConcurrentHashMap<String, LinuxInstance> instances = new ConcurrentHashMap<>();

  /**
   * Opens the data directory of {@code options} and finds the instances in it, running or not.
   *
   * @throws ComputeException UNSUPPORTED if this machine can run no instance
   */
  public LinuxComputeDriver(LinuxComputeOptions options, LinuxImageDriver images) {
    Path home = options.home();
    this.mountsDisks = options.mountsDisks();
    this.instancesFolder = home.resolve("instances");
    try {
      for (String name : List.of("instances", "ids", "crun")) {
        LinuxImageDriver.setPrivate(Files.createDirectories(home.resolve(name)));
      }
      this.machine = LinuxMachine.open(options, images);
      load();
      images.captureFrom(this::require);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.UNSUPPORTED, "This machine runs no instances: " + e.getMessage(), e);
    }
  }

  private void load() throws IOException {
    try (Stream<Path> folders = Files.list(instancesFolder)) {
      for (Path path : folders.toList()) {
        InstanceFolder folder = new InstanceFolder(path);
        if (Files.exists(folder.record())) {
          String id = String.valueOf(path.getFileName());
          StoredInstance stored = StoredInstance.read(folder.record());
          machine.images().use(stored.imageId());
          instances.put(id, new LinuxInstance(id, folder, stored, machine));
        }
      }
    }
  }

  @Override
  public void create(InstanceSpec spec) {
    LinuxInstance instance =
        instances.computeIfAbsent(
            spec.id(), id -> new InstanceCreation(spec, instancesFolder, machine).create());
    if (!instance.stored().specDigest().equals(SpecDigest.of(spec))) {
      throw new ComputeException(
          Reason.INVALID, "Instance " + spec.id() + " exists with another specification");
    }
  }

  @Override
  public void start(String id, Runnable ready) {
    require(id).start(ready);
  }

  @Override
  public void stop(String id, Duration timeout) {
    require(id).stop(timeout);
  }

  @Override
  public void resize(String id, int virtualCpus, long memoryBytes) {
    InstanceSpec.requireSize(virtualCpus, memoryBytes);
    require(id).resize(virtualCpus, memoryBytes);
  }

  @Override
  public boolean growRoot(String id, long sizeBytes) {
    return require(id).rootChanges().grow(sizeBytes);
  }

  @Override
  public void setRootDevice(String id, Path device) {
    require(id).rootChanges().setDevice(device);
  }

  @Override
  public void copyRoot(String id, Path file, long leastBytes) {
    require(id).rootChanges().copyTo(file, leastBytes);
  }

  @Override
  public void destroy(String id) {
    LinuxInstance instance = instances.get(id);
    if (instance != null) {
      instance.destroy();
      if (instances.remove(id, instance)) {
        machine.images().release(instance.stored().imageId());
      }
      if (instances.isEmpty()) {
        machine.cgroups().removeGroup();
      }
    }
  }

  /** Side by side: most of a destruction is waiting for processes to end. */
  @Override
  public void destroyAll() {
    List<Callable<Void>> destructions =
        instances.keySet().stream().<Callable<Void>>map(id -> () -> destroyOne(id)).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> destruction : threads.invokeAll(destructions)) {
        destruction.get();
      }
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("destroying all instances", e);
    } catch (ExecutionException e) {
      throw new ComputeException(Reason.FAILED, "Destroying all instances", e);
    }
  }

  private @Nullable Void destroyOne(String id) {
    destroy(id);
    return null;
  }

  @Override
  public void attachDisk(String id, Disk disk) {
    require(id).diskChanges().attach(disk);
  }

  @Override
  public void detachDisk(String id, String deviceName, boolean force) {
    require(id).diskChanges().detach(deviceName, force);
  }

  @Override
  public List<Disk> disks(String id) {
    return Optional.ofNullable(instances.get(id))
        .map(instance -> instance.diskChanges().all())
        .orElse(List.of());
  }

  @Override
  public void whileQuiet(String id, String deviceName, Runnable work) {
    require(id).diskChanges().whileQuiet(deviceName, work);
  }

  @Override
  public InstanceState observe(String id) {
    return Optional.ofNullable(instances.get(id))
        .map(LinuxInstance::state)
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
    return MetricsReader.read(require(id));
  }

  @Override
  public Content consoleOutput(String id) {
    return Console.read(require(id));
  }

  @Override
  public Shell shell(String id) {
    return new LinuxShell(require(id));
  }

  @Override
  public List<Capability> capabilities() {
    return MachineCheck.capabilities(machine.home());
  }

  @Override
  public void recover() {
    try {
      clearUnfinished();
      machine.images().clearUnfinished();
      machine.requests().answerBy(new MountRequests(this::mountInside));
      for (LinuxInstance instance : instances.values()) {
        instance.clearAfterEnd();
        instance.rootChanges().recover();
        instance.diskChanges().recover();
      }
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Recovering: " + e.getMessage(), e);
    }
  }

  private void mountInside(String id, MountRequest request) {
    if (!mountsDisks) {
      throw MountRequests.refused("this Croft is told to mount no disks (disk-mounts=off)");
    }
    require(id).diskChanges().mount(request);
  }

  @Override
  public void close() {
    machine.requests().answerBy(null);
  }

  /** Folders without a record: a create or a destroy did not get to its end. */
  private void clearUnfinished() throws IOException {
    try (Stream<Path> folders = Files.list(instancesFolder)) {
      for (Path path : folders.toList()) {
        if (!instances.containsKey(String.valueOf(path.getFileName()))) {
          FileTree.delete(path);
        }
      }
    }
    machine.idRanges().retain(instances.keySet());
  }

  private LinuxInstance require(String id) {
    LinuxInstance instance = instances.get(id);
    if (instance == null) {
      throw ComputeException.notFound("instance", id);
    }
    return instance;
  }
}
