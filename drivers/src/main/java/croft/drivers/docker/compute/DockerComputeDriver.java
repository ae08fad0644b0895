package croft.drivers.docker.compute;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Instances as containers of an engine that speaks the Docker Engine API. The engine keeps them: a
 * driver opened anew on the same data directory finds them by their records and labels.
 */
public final class DockerComputeDriver implements ComputeDriver {
  private final DockerMachine machine;
  private final DockerImageDriver images;
  private final Containers containers;
  private final ConcurrentHashMap<String, DockerInstance> instances = new ConcurrentHashMap<>();

  /** Opens the records; the engine is first asked when something is to be done. */
  public DockerComputeDriver(DockerMachine machine, DockerImageDriver images) {
    this.machine = machine;
    this.images = images;
    this.containers = machine.containers();
    images.captureFrom(this::require);
  }

  private DockerInstance instance(String id) {
    return instances.computeIfAbsent(id, key -> new DockerInstance(key, machine, images));
  }

  /** NOT_FOUND for one without a record. */
  private DockerInstance require(String id) {
    DockerInstance instance = instance(id);
    if (instance.stored().isEmpty()) {
      instances.remove(id, instance);
      throw ComputeException.notFound("instance", id);
    }
    return instance;
  }

  @Override
  public void create(InstanceSpec spec) {
    instance(spec.id()).create(spec);
  }

  @Override
  public void start(String id, Runnable ready) {
    ready.run();
    require(id).start();
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
  public void destroy(String id) {
    instance(id).destroy();
  }

  @Override
  public void attachDisk(String id, Disk disk) {
    require(id);
    throw new ComputeException(
        Reason.UNSUPPORTED,
        "Disks cannot be attached to instances in Docker: a container that may open one block"
            + " device of a kind may open them all. Volumes need --drivers linux");
  }

  @Override
  public void detachDisk(String id, String deviceName, boolean force) {
    require(id); // It has no disk of any name.
  }

  @Override
  public List<Disk> disks(String id) {
    return List.of();
  }

  @Override
  public void whileQuiet(String id, String deviceName, Runnable work) {
    require(id);
    throw ComputeException.notFound("disk of " + id, deviceName);
  }

  @Override
  public InstanceState observe(String id) {
    return instance(id).state();
  }

  @Override
  public Map<String, InstanceState> observeAll() {
    Map<String, InstanceState> states = new TreeMap<>();
    for (String id : recordedIds()) {
      InstanceState state = observe(id);
      if (!(state instanceof InstanceState.Absent)) {
        states.put(id, state);
      }
    }
    return states;
  }

  private List<String> recordedIds() {
    try {
      return DockerHome.ids(machine.home().instances());
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Listing instances: " + e.getMessage(), e);
    }
  }

  @Override
  public InstanceMetrics metrics(String id) {
    return DockerMetrics.read(require(id));
  }

  @Override
  public Content consoleOutput(String id) {
    return DockerConsole.read(require(id));
  }

  @Override
  public Shell shell(String id) {
    return new DockerShell(require(id));
  }

  @Override
  public List<Capability> capabilities() {
    return EngineCheck.capabilities(machine);
  }

  /**
   * Removes containers of this installation that have no record: a create or a destroy did not get
   * to its end.
   */
  @Override
  public void recover() {
    try {
      List<String> known =
          recordedIds().stream()
              .flatMap(id ->
                  List.of(machine.home().containerName(id), NamespaceHolder.nameFor(machine, id))
                      .stream())
              .toList();
      String home = machine.home().id();
      for (String name : containers.named(ContainerDefinition.Labels.HOME, home)) {
        if (!known.contains(name)) {
          containers.remove(name);
        }
      }
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Recovering: " + e.getMessage(), e);
    }
  }
}
