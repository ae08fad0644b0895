package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One start of an instance, on a thread with a mount namespace of its own: the root and what it
 * needs are mounted there, crun is started from there, and its container keeps the mounts when the
 * thread ends.
 */
final class InstanceStart {
  private static final Path HYBRID_UNIFIED = Path.of("/sys/fs/cgroup/unified");

  private final InstanceFolder folder;
  private final StoredInstance stored;
  private final Layers layers;
  private final long firstId;
  private final LinuxMachine machine;
  private final InstanceDisks disks;
  private final Stage stage;

  InstanceStart(
      InstanceFolder folder,
      StoredInstance stored,
      Layers layers,
      InstanceDisks disks,
      LinuxMachine machine) {
    this.folder = folder;
    this.stored = stored;
    this.layers = layers;
    this.disks = disks;
    this.firstId = disks.firstId();
    this.machine = machine;
    this.stage = machine.stage();
  }

  /**
   * Starts it; its cgroups exist.
   *
   * @param ready returns once its network is there
   */
  void run(String id, Runnable ready) {
    machine.starts().acquireUninterruptibly();
    try {
      start(id, () -> waitWithoutTurn(ready));
    } finally {
      machine.starts().release();
    }
  }

  /** Others start meanwhile. */
  private void waitWithoutTurn(Runnable ready) {
    machine.starts().release();
    try {
      ready.run();
    } finally {
      machine.starts().acquireUninterruptibly();
    }
  }

  private void start(String id, Runnable ready) {
    try (OwnLayer own = OwnLayer.open(folder, stage)) {
      prepare();
      countDisk(id, own);
      // Before the mounts are this thread's own: it would not see the namespace's file appear.
      ready.run();
      stage.with(
          "start-" + id,
          () -> {
            List<Path> joinFiles = hideHybrid(machine.cgroups().joinFiles(id));
            launch(machine.crun().runCommand(id, folder, joinFiles), () -> mountAll(own));
            return id;
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("starting " + id, e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(
          Reason.FAILED, "Starting instance " + id + ": " + e.getMessage(), e);
    }
  }

  private void mountAll(OwnLayer own) throws IOException {
    own.mount();
    new RootMount(stage, layers, firstId).mount(own, stored.isolation());
    mountDevices();
    mountSysfs();
  }

  private void countDisk(String id, OwnLayer own) throws IOException {
    Optional<Path> device = own.blockDevice();
    if (device.isPresent()) {
      machine.cgroups().countDisk(id, LinuxMachine.BlockDevice.at(device.get()));
    }
  }

  private void prepare() throws IOException {
    prepareConsole();
    MountRequests.prepare(folder.requests(), firstId);
    Files.writeString(folder.config(), config().json());
    Files.deleteIfExists(folder.crunLog());
  }

  /** The instance's root may write to its console, and nobody else but the host's root. */
  private void prepareConsole() throws IOException {
    if (!Files.exists(folder.console())) {
      PrivateFiles.write(folder.console(), "");
    }
    FileTree.apply(folder.console(), new FileTree.Access(0, 0, 0600).shifted(firstId));
  }

  private CrunConfig config() {
    return new CrunConfig(
        stored.hostname(),
        stage.root(),
        stored.isolation(),
        firstId,
        stored.networkNamespacePath(),
        stored.networkNamespacePath().map(path -> stage.sysfs()),
        stage.devices(),
        folder.requests(),
        folder.console(),
        InitProgram.of(stored).arguments(),
        stored.systemd(),
        machine.host().openFileLimit(),
        machine.host().machine());
  }

  /** Owned by the host, so device nodes work in it, and in its top writable by the instance. */
  private void mountDevices() throws IOException {
    String options = "mode=755,size=64k,uid=" + firstId + ",gid=" + firstId;
    Mounts.mount("tmpfs", stage.devices(), "tmpfs", Flags.MS_NOSUID, options);
    DeviceNodes.make(stage.devices(), firstId);
    disks.makeNodes(stage.devices());
  }

  /** A sysfs shows the network namespace of whoever mounts it. */
  private void mountSysfs() {
    Optional<Path> network = stored.networkNamespacePath();
    if (network.isPresent()) {
      Syscalls.enter(network.get(), Flags.CLONE_NEWNET);
      long flags = Flags.MS_NOSUID | Flags.MS_NODEV | Flags.MS_NOEXEC | Flags.MS_RDONLY;
      Mounts.mount("sysfs", stage.sysfs(), "sysfs", flags, "");
    }
  }

  /**
   * Beside v1 hierarchies crun refuses a unified one that has controllers. It need not see it:
   * here, and only here, it moves out of crun's sight; the files to join by move along.
   */
  private List<Path> hideHybrid(List<Path> joinFiles) {
    Path unified = machine.cgroups().layout().unified();
    if (!machine.cgroups().layout().isHybrid() || !unified.equals(HYBRID_UNIFIED)) {
      return joinFiles;
    }
    Mounts.bind(unified, stage.unifiedCgroup());
    Mounts.unmount(unified, Flags.MNT_DETACH);
    List<Path> moved = new ArrayList<>();
    for (Path file : joinFiles) {
      moved.add(
          file.startsWith(unified)
              ? stage.unifiedCgroup().resolve(unified.relativize(file))
              : file);
    }
    return moved;
  }

  /** What crun needs mounted. */
  @FunctionalInterface
  private interface Mounting {
    void mount() throws IOException;
  }

  /** Mounts while the command joins the instance's groups, and lets it go on then. */
  private void launch(List<String> command, Mounting mounting) throws IOException {
    ProcessBuilder builder = Processes.builder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.console().toFile()));
    builder.redirectErrorStream(true);
    Process crun = builder.start();
    try (OutputStream word = crun.getOutputStream()) {
      mounting.mount();
      word.write("go\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException | RuntimeException e) {
      // It has joined the groups, which would not go while it lives.
      crun.destroyForcibly();
      Processes.waitFor(crun, "crun");
      throw e;
    }
    int status = Processes.waitFor(crun, "crun");
    if (status != 0) {
      String log = Files.exists(folder.crunLog()) ? Files.readString(folder.crunLog()) : "";
      throw new IOException("crun ended with " + status + ": " + log.strip());
    }
  }
}
