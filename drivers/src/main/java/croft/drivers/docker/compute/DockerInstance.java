package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.docker.engine.Engine;
import croft.drivers.docker.engine.EngineException;
import croft.drivers.linux.compute.SpecDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One instance: its record, its container, and what can be done to it, one thing at a time. */
final class DockerInstance {
  /** What an engine says of a container that was running when its host went down. */
  private static final int LOST = 255;

  /** The status of a process that SIGKILL ended. */
  private static final int KILLED = 137;

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final String id;
  private final DockerMachine machine;
  private final DockerImageDriver images;
  private final Containers containers;
  private final ReentrantLock lock = new ReentrantLock();

  DockerInstance(String id, DockerMachine machine, DockerImageDriver images) {
    this.id = id;
    this.machine = machine;
    this.images = images;
    this.containers = machine.containers();
  }

  String id() {
    return id;
  }

  String container() {
    return machine.home().containerName(id);
  }

  Containers containers() {
    return containers;
  }

  /** Its record; empty when there is no such instance. */
  Optional<StoredContainer> stored() {
    try {
      return DockerHome.read(machine.home().instances(), id, StoredContainer.class);
    } catch (IOException e) {
      throw failed("Reading the record of", e);
    }
  }

  private StoredContainer requireStored() {
    return stored().orElseThrow(() -> ComputeException.notFound("instance", id));
  }

  private void remember(StoredContainer record) throws IOException {
    DockerHome.write(machine.home().instances(), id, record);
  }

  void create(InstanceSpec spec) {
    lock.lock();
    try {
      Optional<StoredContainer> known = stored();
      if (known.isPresent() && containers.inspect(container()).isPresent()) {
        requireSame(known.get(), spec);
      } else {
        createAnew(spec);
      }
    } catch (IOException e) {
      throw failed("Creating", e);
    } finally {
      lock.unlock();
    }
  }

  private void requireSame(StoredContainer known, InstanceSpec spec) {
    if (!known.specDigest().equals(SpecDigest.of(spec))) {
      throw new ComputeException(
          Reason.INVALID, "Instance " + id + " exists with another specification");
    }
  }

  private void createAnew(InstanceSpec spec) throws IOException {
    if (spec.rootBytes() > 0) {
      throw new ComputeException(
          Reason.UNSUPPORTED, "A root volume of a size of its own, with Docker");
    }
    Image image = images.get(spec.imageId());
    String engineImage = images.requireInEngine(spec.imageId());
    boolean systemd = wantsSystemd(spec, image);
    Optional<NamespaceHolder> holder =
        spec.networkNamespace().map(path -> new NamespaceHolder(machine, id, path));
    removeContainers(holder);
    try {
      if (holder.isPresent()) {
        holder.get().create(spec.hostname());
      }
      ContainerDefinition.Labels labels = new ContainerDefinition.Labels(machine.home().id(), id);
      ContainerDefinition definition =
          new ContainerDefinition(
              spec, engineImage, labels, systemd, holder.map(NamespaceHolder::name));
      containers.create(container(), definition.json());
      containers.put(container(), new InstanceArchive(spec, systemd)::writeTo);
      remember(
          new StoredContainer(
              SpecDigest.of(spec),
              spec.imageId(),
              spec.networkNamespace().map(Path::toString).orElse(""),
              systemd,
              false,
              false,
              ""));
    } catch (IOException | RuntimeException e) {
      removeContainers(holder);
      throw e;
    }
  }

  private void removeContainers(Optional<NamespaceHolder> holder) throws IOException {
    containers.remove(container());
    if (holder.isPresent()) {
      containers.remove(holder.get().name());
    }
  }

  private static boolean wantsSystemd(InstanceSpec spec, Image image) {
    return switch (spec.initMode()) {
      case AUTO -> image.systemd();
      case PLAIN -> false;
      case SYSTEMD -> {
        if (!image.systemd()) {
          throw new ComputeException(
              Reason.INVALID, "Image " + image.id() + " has no " + InitMode.SYSTEMD);
        }
        yield true;
      }
    };
  }

  InstanceState state() {
    Optional<StoredContainer> record = stored();
    if (record.isEmpty()) {
      return new InstanceState.Absent();
    }
    try {
      return containers
          .inspect(container())
          .<InstanceState>map(container -> state(record.get(), container.path("State")))
          .orElseGet(InstanceState.Absent::new);
    } catch (IOException e) {
      throw failed("Looking at", e);
    }
  }

  private InstanceState state(StoredContainer record, JsonNode state) {
    if (state.path("Running").asBoolean()) {
      return new InstanceState.Running(
          state.path("Pid").asLong(), Instant.parse(state.path("StartedAt").asString()));
    }
    if (!record.started()) {
      return new InstanceState.Created();
    }
    if (record.stopRequested()) {
      return new InstanceState.Stopped(StopReason.REQUESTED);
    }
    boolean otherBoot = !record.bootId().equals(machine.bootId());
    boolean lost = record.bootId().isEmpty() && state.path("ExitCode").asInt() == LOST;
    return new InstanceState.Stopped(otherBoot || lost ? StopReason.HOST_RESTARTED : ending(state));
  }

  /** The engine tells how process 1 ended, but not what it ended for: a reboot ends like a halt. */
  private static StopReason ending(JsonNode state) {
    if (state.path("OOMKilled").asBoolean()) {
      return StopReason.OUT_OF_MEMORY;
    }
    return state.path("ExitCode").asInt() == KILLED ? StopReason.KILLED : StopReason.SHUT_DOWN;
  }

  void requireRunning() {
    if (!(state() instanceof InstanceState.Running)) {
      throw ComputeException.notRunning(id);
    }
  }

  void start() {
    lock.lock();
    try {
      StoredContainer record = requireStored();
      if (state() instanceof InstanceState.Running) {
        return;
      }
      remember(record.withStart(machine.bootId()));
      Optional<Path> namespace = record.networkNamespacePath();
      if (namespace.isPresent()) {
        new NamespaceHolder(machine, id, namespace.get()).start();
      }
      containers.start(container());
    } catch (IOException e) {
      throw failed("Starting", e);
    } finally {
      lock.unlock();
    }
  }

  void stop(Duration timeout) {
    lock.lock();
    try {
      StoredContainer record = requireStored();
      if (!(state() instanceof InstanceState.Running)) {
        return;
      }
      remember(record.withStopRequested());
      if (timeout.isPositive()) {
        containers.stop(container(), timeout);
      } else {
        containers.kill(container());
      }
      if (record.networkNamespacePath().isPresent()) {
        containers.kill(NamespaceHolder.nameFor(machine, id));
      }
    } catch (IOException e) {
      throw failed("Stopping", e);
    } finally {
      lock.unlock();
    }
  }

  void resize(int virtualCpus, long memoryBytes) {
    lock.lock();
    try {
      requireStored();
      ObjectNode limits = Engine.document();
      ContainerDefinition.addLimits(limits, virtualCpus, memoryBytes);
      containers.update(container(), limits);
    } catch (EngineException e) {
      if (e.status() == NOT_FOUND) {
        throw new ComputeException(
            Reason.UNSUPPORTED,
            "This engine changes no limits of a container; Docker and Podman 5 do",
            e);
      }
      throw failed("Resizing", e);
    } catch (IOException e) {
      throw failed("Resizing", e);
    } finally {
      lock.unlock();
    }
  }

  /** The record goes first, so a crash leaves only remains. */
  void destroy() {
    lock.lock();
    try {
      if (stored().isPresent()) {
        DockerHome.remove(machine.home().instances(), id);
        containers.remove(container());
        containers.remove(NamespaceHolder.nameFor(machine, id));
      }
    } catch (IOException e) {
      throw failed("Destroying", e);
    } finally {
      lock.unlock();
    }
  }

  /** Reads its root as of one moment, as a tar archive; a running one stands still meanwhile. */
  void readRoot(Engine.StreamReader reader) {
    lock.lock();
    try {
      boolean runs = state() instanceof InstanceState.Running;
      if (runs) {
        containers.pause(container());
      }
      try {
        machine.engine().receive("/containers/" + container() + "/export", reader);
      } finally {
        if (runs) {
          containers.unpause(container());
        }
      }
    } catch (IOException e) {
      throw failed("Reading the root of", e);
    } finally {
      lock.unlock();
    }
  }

  /** What a failure means to callers. */
  ComputeException failed(String doing, IOException cause) {
    boolean notRunning =
        cause instanceof EngineException refusal
            && refusal.status() == CONFLICT
            && String.valueOf(cause.getMessage()).contains("not running");
    return notRunning
        ? ComputeException.notRunning(id)
        : new ComputeException(
            Reason.FAILED, doing + " instance " + id + ": " + cause.getMessage(), cause);
  }
}
