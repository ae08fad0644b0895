package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.compute.Isolation;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One instance and what can be done to it. Changes follow one another under its lock. */
final class LinuxInstance {
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final String id;
  private final InstanceFolder folder;
  private final LinuxMachine machine;
  private final ReentrantLock lock = new ReentrantLock();
  private final InstanceDisks disks;
  private volatile StoredInstance stored;
  private volatile Optional<ProcessIdentity> process;
  private volatile boolean destroyed;

  LinuxInstance(String id, InstanceFolder folder, StoredInstance stored, LinuxMachine machine)
      throws IOException {
    this.id = id;
    this.folder = folder;
    this.stored = stored;
    this.machine = machine;
    this.disks = new InstanceDisks(folder.disks(), firstId());
    this.process = machine.crun().firstProcess(id);
  }

  String id() {
    return id;
  }

  InstanceFolder folder() {
    return folder;
  }

  StoredInstance stored() {
    return stored;
  }

  LinuxMachine machine() {
    return machine;
  }

  InstanceState state() {
    StoredInstance now = stored;
    if (!now.started()) {
      return new InstanceState.Created();
    }
    Optional<ProcessIdentity> running = running();
    if (running.isPresent()) {
      ProcessIdentity first = running.get();
      return new InstanceState.Running(
          first.processId(), first.startedAt(machine.host().bootedAt()));
    }
    if (now.stopRequested()) {
      return new InstanceState.Stopped(StopReason.REQUESTED);
    }
    return new InstanceState.Stopped(endOf(now));
  }

  private StopReason endOf(StoredInstance ended) {
    if (ended.ended() != null) {
      return ended.ended();
    }
    return ended.bootId().equals(machine.host().bootId())
        ? Ending.of(folder.requests(), machine.cgroups().wasOutOfMemory(id))
        : StopReason.HOST_RESTARTED;
  }

  /** Process 1 if it lives. */
  Optional<ProcessIdentity> running() {
    boolean sameBoot = stored.bootId().equals(machine.host().bootId());
    return sameBoot ? process.filter(ProcessIdentity::isAlive) : Optional.empty();
  }

  ProcessIdentity requireRunning() {
    return running().orElseThrow(() -> ComputeException.notRunning(id));
  }

  void start(Runnable ready) {
    lock.lock();
    try {
      if (destroyed) {
        throw ComputeException.notFound("instance", id);
      }
      if (running().isPresent()) {
        ready.run();
      } else {
        startAnew(ready);
      }
    } catch (IOException e) {
      throw failed("Starting", e);
    } finally {
      lock.unlock();
    }
  }

  private void startAnew(Runnable ready) throws IOException {
    clearRemains();
    Console.rotate(folder.console());
    Layers layers = machine.images().layers(stored.imageId(), stored.systemd());
    machine.cgroups().create(id, stored.virtualCpus(), stored.memoryBytes(), (int) firstId());
    machine.cgroups().countDisk(id, machine.disk());
    remember(stored.withStart(machine.host().bootId()));
    try {
      new InstanceStart(folder, stored, layers, disks, machine).run(id, ready);
    } finally {
      process = machine.crun().firstProcess(id);
    }
    if (process.isEmpty()) {
      throw new IOException("crun has started nothing");
    }
    serveRequests();
  }

  /** Answers what it asks for while it runs, if this process is the one that answers. */
  void serveRequests() throws IOException {
    machine.requests().serve(id, folder.requests());
  }

  /** The host's id of the instance's root. */
  long firstId() {
    return switch (stored.isolation()) {
      case Isolation.USER_NAMESPACE -> machine.idRanges().firstIdOf(stored.idRange());
      case Isolation.PRIVILEGED -> 0;
    };
  }

  void stop(Duration timeout) {
    lock.lock();
    try {
      Optional<ProcessIdentity> running = running();
      if (running.isPresent()) {
        remember(stored.withStopRequested());
        if (timeout.isPositive()) {
          Console.keepJournal(this);
        }
        shutDown(running.get(), timeout);
      }
      clearRemains();
    } catch (IOException e) {
      throw failed("Stopping", e);
    } finally {
      lock.unlock();
    }
  }

  private void shutDown(ProcessIdentity first, Duration timeout) {
    if (timeout.isPositive()) {
      Syscalls.kill(first.processId(), InitProgram.of(stored).stopSignal());
      if (Waiting.until(timeout, () -> !first.isAlive())) {
        return;
      }
    }
    if (first.isAlive()) {
      // The end of process 1 is the end of its whole PID namespace.
      Syscalls.kill(first.processId(), Flags.SIGKILL);
    }
    if (!Waiting.until(KILL_TIMEOUT, () -> !first.isAlive())) {
      throw new ComputeException(Reason.FAILED, "Instance " + id + " does not end");
    }
  }

  DiskChanges diskChanges() {
    return new DiskChanges(this, disks, lock);
  }

  /** What an ended run left: processes that joined from outside, crun's state. */
  private void clearRemains() throws IOException {
    if (machine.cgroups().populated(id)) {
      machine.cgroups().kill(id);
      if (!Waiting.until(KILL_TIMEOUT, this::isDeserted)) {
        throw new ComputeException(Reason.FAILED, "Processes of instance " + id + " do not end");
      }
    }
    machine.crun().forget(id);
    machine.cgroups().remove(id);
    machine.requests().forget(id);
    process = Optional.empty();
  }

  /** Clears up after a run that ended while no server watched. */
  void clearAfterEnd() {
    lock.lock();
    try {
      if (running().isEmpty()) {
        if (stored.started() && !stored.stopRequested()) {
          remember(stored.withEnd(endOf(stored)));
        }
        clearRemains();
      } else {
        machine.cgroups().thaw(id); // A capture may have been cut short.
      }
    } catch (IOException e) {
      throw failed("Clearing up after", e);
    } finally {
      lock.unlock();
    }
  }

  /** The limits first: where the kernel refuses one, the record still says what holds. */
  void resize(int virtualCpus, long memoryBytes) {
    lock.lock();
    try {
      if (destroyed) {
        throw ComputeException.notFound("instance", id);
      }
      if (running().isPresent()) {
        machine.cgroups().limit(id, virtualCpus, memoryBytes);
      }
      remember(stored.withSize(virtualCpus, memoryBytes));
    } catch (IOException e) {
      throw failed("Resizing", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean isDeserted() {
    try {
      return !machine.cgroups().populated(id);
    } catch (IOException e) {
      return false;
    }
  }

  /** Copies its own layer, as of one moment, to an empty folder. */
  void captureTo(Path layer, Runnable meanwhile) {
    whileStill(own -> {
      new InstanceCapture(own, firstId(), machine.stage()).copyTo(layer);
      meanwhile.run();
    });
  }

  /** Work on its own layer while nothing inside runs. */
  void whileStill(Consumer<OwnLayer> work) {
    lock.lock();
    try {
      if (destroyed) {
        throw ComputeException.notFound("instance", id);
      }
      try (OwnLayer own = OwnLayer.open(folder, machine.stage())) {
        whileFrozen(() -> work.accept(own));
      }
    } catch (IOException e) {
      throw failed("Reading the root of", e);
    } finally {
      lock.unlock();
    }
  }

  private void whileFrozen(Runnable work) throws IOException {
    boolean runs = running().isPresent();
    if (runs) {
      machine.cgroups().freeze(id);
    }
    try {
      work.run();
    } finally {
      if (runs) {
        machine.cgroups().thaw(id);
      }
    }
  }

  RootChanges rootChanges() {
    return new RootChanges(this, lock);
  }

  /** Ends it and removes all of it; the record goes first, so a crash leaves only remains. */
  void destroy() {
    stop(Duration.ZERO);
    lock.lock();
    try {
      destroyed = true;
      Files.deleteIfExists(folder.record());
      FileTree.delete(folder.path());
      machine.idRanges().release(stored.idRange());
    } catch (IOException e) {
      throw failed("Destroying", e);
    } finally {
      lock.unlock();
    }
  }

  private void remember(StoredInstance next) throws IOException {
    next.write(folder.record());
    stored = next;
  }

  private ComputeException failed(String doing, IOException cause) {
    return new ComputeException(
        Reason.FAILED, doing + " instance " + id + ": " + cause.getMessage(), cause);
  }
}
