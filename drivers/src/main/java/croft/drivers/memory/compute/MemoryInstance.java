package croft.drivers.memory.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Disk;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One instance: its state, its files, its console. */
final class MemoryInstance {
  private final InstanceSpec spec;
  private final Map<String, InstanceFile> files = new HashMap<>();
  private final Map<String, Disk> disks = new TreeMap<>();
  private final StringBuilder console = new StringBuilder();
  private InstanceSpec sized;
  private long rootBytes;
  private Optional<Path> rootDevice = Optional.empty();
  private InstanceState state = new InstanceState.Created();
  private InstanceMetrics metrics = new InstanceMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  MemoryInstance(InstanceSpec spec, Map<String, InstanceFile> imageFiles) {
    this.spec = spec;
    this.sized = spec;
    this.rootBytes = spec.rootBytes();
    files.putAll(imageFiles);
    spec.files().forEach(file -> files.put(file.path(), file));
  }

  InstanceSpec spec() {
    return spec;
  }

  synchronized InstanceState state() {
    return state;
  }

  synchronized void start(long processId, Instant at) {
    if (state instanceof InstanceState.Running) {
      return;
    }
    state = new InstanceState.Running(processId, at);
    console.append(spec.hostname()).append(" started\n");
  }

  synchronized void stop(StopReason reason) {
    if (state instanceof InstanceState.Running) {
      state = new InstanceState.Stopped(reason);
      console.append(spec.hostname()).append(" stopped\n");
    }
  }

  synchronized void resize(int virtualCpus, long memoryBytes) {
    sized = spec.withSize(virtualCpus, memoryBytes);
  }

  /** As where the kernel grows no mounted file system: a running one has the room later. */
  synchronized boolean growRoot(long bytes) {
    if (rootBytes == 0 || bytes < rootBytes) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, "The root of " + spec.id() + " cannot be " + bytes);
    }
    rootBytes = bytes;
    return !(state instanceof InstanceState.Running);
  }

  synchronized void setRootDevice(Path device) {
    if (state instanceof InstanceState.Running) {
      return;
    }
    if (spec.rootBytes() > 0) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, spec.id() + " has a root of its own");
    }
    rootDevice = Optional.of(device);
    rootBytes = Math.max(rootBytes, 1);
  }

  synchronized Optional<Path> rootDevice() {
    return rootDevice;
  }

  synchronized void attach(Disk disk) {
    Disk former = disks.get(disk.deviceName());
    if (former != null && !former.equals(disk) && state instanceof InstanceState.Running) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, spec.id() + " has another " + disk.deviceName());
    }
    disks.put(disk.deviceName(), disk);
  }

  synchronized void detach(String deviceName) {
    disks.remove(deviceName);
  }

  synchronized List<Disk> disks() {
    return List.copyOf(disks.values());
  }

  synchronized InstanceSpec sized() {
    return sized;
  }

  synchronized void requireRunning() {
    if (!(state instanceof InstanceState.Running)) {
      throw ComputeException.notRunning(spec.id());
    }
  }

  synchronized Optional<InstanceFile> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  synchronized Map<String, InstanceFile> files() {
    return Map.copyOf(files);
  }

  synchronized void write(InstanceFile file) {
    files.put(file.path(), file);
  }

  synchronized String console() {
    return console.toString();
  }

  synchronized InstanceMetrics metrics() {
    return metrics;
  }

  synchronized void setMetrics(InstanceMetrics next) {
    metrics = next;
  }
}
