package croft.drivers.linux.volume;

import croft.drivers.compute.Capability;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.volume.DiskWriter;
import croft.drivers.volume.SnapshotProgress;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeException.Reason;
import croft.drivers.volume.VolumeSpec;
import croft.drivers.volume.VolumeState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Volumes on this machine: sparse files, open on loop devices. Needs root. */
public final class LinuxVolumeDriver implements VolumeDriver {
  private static final String SUFFIX = ".disk";

  /** How long a device that nobody uses takes to go. */
  private static final int CLOSE_TRIES = 100;

  private static final long CLOSE_PAUSE_MILLISECONDS = 10;

  private final Path volumes;
  private final Path snapshots;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Keeps them in {@code home}, the data directory. */
  public LinuxVolumeDriver(Path home) {
    try {
      volumes = folder(home.resolve("volumes"));
      snapshots = folder(home.resolve("snapshots"));
    } catch (IOException e) {
      throw new VolumeException(Reason.FAILED, "No folder for volumes: " + e.getMessage(), e);
    }
  }

  private static Path folder(Path path) throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    return path.toRealPath();
  }

  /** Work on files and devices. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void locked(String id, String doing, Work work) {
    VolumeSpec.requireId(id);
    ReentrantLock lock = locks.computeIfAbsent(id, key -> new ReentrantLock());
    lock.lock();
    try {
      work.run();
    } catch (IOException | SyscallException e) {
      throw failure(doing + " " + id, e);
    } finally {
      lock.unlock();
    }
  }

  private static VolumeException failure(String doing, Exception e) {
    boolean full =
        (e instanceof SyscallException call && call.errno() == Errno.ENOSPC)
            || String.valueOf(e.getMessage()).contains("No space left on device");
    return full
        ? new VolumeException(Reason.NO_ROOM, doing + ": the disk under it is full", e)
        : new VolumeException(Reason.FAILED, doing + ": " + e.getMessage(), e);
  }

  private Path volume(String id) {
    return volumes.resolve(id + SUFFIX);
  }

  private Path snapshotFile(String id) {
    return snapshots.resolve(id + SUFFIX);
  }

  private Path require(Path file, String what, String id) {
    if (!Files.exists(file)) {
      throw VolumeException.notFound(what, id);
    }
    return file;
  }

  @Override
  public void create(VolumeSpec spec) {
    locked(
        spec.id(),
        "Making the volume",
        () -> {
          Path file = volume(spec.id());
          if (Files.exists(file)) {
            if (Files.size(file) != spec.sizeBytes()) {
              throw new VolumeException(Reason.INVALID, spec.id() + " exists with another size");
            }
          } else if (spec.snapshotId().isPresent()) {
            restore(spec, file, spec.snapshotId().get());
          } else {
            DiskFiles.make(file, spec.sizeBytes());
          }
        });
  }

  private void restore(VolumeSpec spec, Path file, String snapshotId) throws IOException {
    VolumeSpec.requireId(snapshotId);
    Path origin = require(snapshotFile(snapshotId), "snapshot", snapshotId);
    if (Files.size(origin) > spec.sizeBytes()) {
      throw new VolumeException(Reason.INVALID, spec.id() + " is smaller than its snapshot");
    }
    DiskFiles.copy(origin, file, spec.sizeBytes(), percent -> {});
  }

  @Override
  public Path open(String id) {
    Path[] device = new Path[] {volume(id)};
    locked(id, "Opening the volume", () -> device[0] = openDevice(id));
    return device[0];
  }

  private Path openDevice(String id) throws IOException {
    Path file = require(volume(id), "volume", id);
    Path device = LoopDevices.over(volumes).get(file);
    if (device == null) {
      return LoopDevices.attach(file);
    }
    if (LoopDevices.isLeaving(device)) {
      throw new VolumeException(Reason.IN_USE, id + " is still used at " + device);
    }
    return device;
  }

  @Override
  public void close(String id) {
    locked(
        id,
        "Closing the volume",
        () -> {
          release(volume(id), id);
        });
  }

  private void release(Path file, String id) throws IOException {
    Path device = LoopDevices.over(volumes).get(file);
    if (device == null) {
      return;
    }
    LoopDevices.detach(device);
    for (int tries = 0; LoopDevices.over(volumes).containsKey(file); tries++) {
      if (tries == CLOSE_TRIES) {
        throw new VolumeException(Reason.IN_USE, id + " is still used at " + device);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(CLOSE_PAUSE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolumeException(Reason.FAILED, "Interrupted while a device goes", e);
    }
  }

  @Override
  public void grow(String id, long sizeBytes) {
    locked(
        id,
        "Growing the volume",
        () -> {
          Path file = require(volume(id), "volume", id);
          if (Files.size(file) > sizeBytes) {
            throw new VolumeException(Reason.INVALID, id + " cannot become smaller");
          }
          try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(sizeBytes);
          }
          Path device = LoopDevices.over(volumes).get(file);
          if (device != null) {
            LoopDevices.resize(device);
          }
        });
  }

  @Override
  public void delete(String id) {
    locked(
        id,
        "Removing the volume",
        () -> {
          Path file = volume(id);
          if (LoopDevices.over(volumes).containsKey(file)) {
            throw new VolumeException(Reason.IN_USE, id + " is open");
          }
          Files.deleteIfExists(file);
        });
  }

  @Override
  public Map<String, VolumeState> volumes() {
    try {
      Map<Path, Path> devices = LoopDevices.over(volumes);
      Map<String, VolumeState> states = new TreeMap<>();
      for (Map.Entry<String, Path> entry : files(volumes).entrySet()) {
        Path file = entry.getValue();
        states.put(
            entry.getKey(),
            new VolumeState(Files.size(file), Optional.ofNullable(devices.get(file))));
      }
      return states;
    } catch (IOException e) {
      throw failure("Listing volumes", e);
    }
  }

  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        found.put(name.substring(0, name.length() - SUFFIX.length()), file);
      }
    }
    return found;
  }

  @Override
  public void snapshot(String volumeId, String snapshotId, SnapshotProgress progress) {
    locked(
        snapshotId,
        "Making the snapshot",
        () -> {
          Path file = snapshotFile(snapshotId);
          if (!Files.exists(file)) {
            VolumeSpec.requireId(volumeId);
            Path origin = require(volume(volumeId), "volume", volumeId);
            DiskFiles.copy(origin, file, 0, progress);
          }
        });
  }

  @Override
  public void createFrom(String id, DiskWriter writer) {
    locked(id, "Writing the volume", () -> write(volume(id), writer));
  }

  @Override
  public void snapshotFrom(String snapshotId, DiskWriter writer) {
    locked(snapshotId, "Writing the snapshot", () -> write(snapshotFile(snapshotId), writer));
  }

  private static void write(Path file, DiskWriter writer) throws IOException {
    if (!Files.exists(file)) {
      DiskFiles.write(file, writer);
    }
  }

  @Override
  public void copySnapshot(String snapshotId, String copyId) {
    locked(
        copyId,
        "Copying the snapshot",
        () -> {
          VolumeSpec.requireId(snapshotId);
          Path origin = require(snapshotFile(snapshotId), "snapshot", snapshotId);
          try {
            // Snapshots never change: two names for one file are as good as two files.
            Files.createLink(snapshotFile(copyId), origin);
          } catch (FileAlreadyExistsException made) {
            // By a call before.
          }
        });
  }

  @Override
  public void deleteSnapshot(String snapshotId) {
    locked(
        snapshotId, "Removing the snapshot", () -> Files.deleteIfExists(snapshotFile(snapshotId)));
  }

  @Override
  public Map<String, Long> snapshots() {
    try {
      Map<String, Long> sizes = new TreeMap<>();
      for (Map.Entry<String, Path> entry : files(snapshots).entrySet()) {
        sizes.put(entry.getKey(), Files.size(entry.getValue()));
      }
      return sizes;
    } catch (IOException e) {
      throw failure("Listing snapshots", e);
    }
  }

  @Override
  public long roomBytes() {
    try {
      return Files.getFileStore(volumes).getUsableSpace();
    } catch (IOException e) {
      throw failure("Asking for room", e);
    }
  }

  @Override
  public List<Capability> capabilities() {
    return VolumeCheck.capabilities(volumes);
  }

  /** Copies that were not finished go, and devices over files that are gone. */
  @Override
  public void recover() {
    try {
      for (Path folder : List.of(volumes, snapshots)) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + DiskFiles.PART)) {
          for (Path part : parts) {
            Files.deleteIfExists(part);
          }
        }
      }
      LoopDevices.over(volumes)
          .forEach((file, device) -> {
            if (!Files.exists(file)) {
              LoopDevices.detach(device);
            }
          });
    } catch (IOException | SyscallException e) {
      throw failure("Recovering volumes", e);
    }
  }

  @Override
  public void removeAll() {
    for (String id : volumes().keySet()) {
      close(id);
      delete(id);
    }
    snapshots().keySet().forEach(this::deleteSnapshot);
    recover();
  }
}
