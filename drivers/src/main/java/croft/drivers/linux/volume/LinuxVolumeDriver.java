package croft.drivers.linux.volume;

import croft.drivers.compute.Capability;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.volume.encryption.Vault;
import croft.drivers.linux.volume.encryption.Vaults;
import croft.drivers.volume.DataKey;
import croft.drivers.volume.DiskWriter;
import croft.drivers.volume.SnapshotProgress;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeException.Reason;
import croft.drivers.volume.VolumeSpec;
import croft.drivers.volume.VolumeState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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

  /** Of snapshots in vaults, where volumes are too. */
  private static final String SNAPSHOT_SUFFIX = ".snapshot";

  /** How long a device that nobody uses takes to go. */
  private static final int CLOSE_TRIES = 100;

  private static final long CLOSE_PAUSE_MILLISECONDS = 10;

  private final Path volumes;
  private final Path snapshots;
  private final EncryptedDisks encrypted;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Keeps them in {@code home}, the data directory. */
  public LinuxVolumeDriver(Path home) {
    try {
      volumes = folder(home.resolve("volumes"));
      snapshots = folder(home.resolve("snapshots"));
      encrypted = new EncryptedDisks(volumes.resolveSibling("encrypted"));
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

  static VolumeException failure(String doing, Exception e) {
    boolean full =
        (e instanceof SyscallException call && call.errno() == Errno.ENOSPC)
            || String.valueOf(e.getMessage()).contains("No space left on device");
    return full
        ? new VolumeException(Reason.NO_ROOM, doing + ": the disk under it is full", e)
        : new VolumeException(Reason.FAILED, doing + ": " + e.getMessage(), e);
  }

  @Override
  public Unlocked unlock(DataKey key) {
    return encrypted.unlock(key);
  }

  private Optional<StoredDisk> volume(String id) throws IOException {
    return StoredDisk.find(volumes.resolve(id + SUFFIX), encrypted, id + SUFFIX);
  }

  private StoredDisk requireVolume(String id) throws IOException {
    VolumeSpec.requireId(id);
    return volume(id).orElseThrow(() -> VolumeException.notFound("volume", id));
  }

  private Optional<StoredDisk> snapshot(String id) throws IOException {
    return StoredDisk.find(snapshots.resolve(id + SUFFIX), encrypted, id + SNAPSHOT_SUFFIX);
  }

  private StoredDisk requireSnapshot(String id) throws IOException {
    VolumeSpec.requireId(id);
    return snapshot(id).orElseThrow(() -> VolumeException.notFound("snapshot", id));
  }

  /** Where a disk shall be: beside others in the clear, or in the vault of its data key. */
  private StoredDisk place(Path clear, String name, Optional<String> dataKeyId) {
    return dataKeyId
        .map(key -> StoredDisk.in(encrypted, encrypted.vault(key), name))
        .orElseGet(() -> StoredDisk.at(clear, encrypted));
  }

  @Override
  public void create(VolumeSpec spec) {
    locked(
        spec.id(),
        "Making the volume",
        () -> {
          Optional<StoredDisk> there = volume(spec.id());
          if (there.isPresent()) {
            if (there.get().sizeBytes() != spec.sizeBytes()) {
              throw new VolumeException(Reason.INVALID, spec.id() + " exists with another size");
            }
            return;
          }
          String name = spec.id() + SUFFIX;
          StoredDisk disk = place(volumes.resolve(name), name, spec.dataKeyId());
          if (spec.snapshotId().isPresent()) {
            restore(spec, disk, requireSnapshot(spec.snapshotId().get()));
          } else {
            DiskFiles.make(disk.clear(), spec.sizeBytes());
          }
        });
  }

  private static void restore(VolumeSpec spec, StoredDisk disk, StoredDisk origin)
      throws IOException {
    if (origin.sizeBytes() > spec.sizeBytes()) {
      throw new VolumeException(Reason.INVALID, spec.id() + " is smaller than its snapshot");
    }
    origin.copyTo(disk, spec.sizeBytes(), percent -> {});
  }

  @Override
  public Path open(String id) {
    Path[] device = new Path[] {volumes};
    locked(id, "Opening the volume", () -> device[0] = openDevice(id));
    return device[0];
  }

  private Path openDevice(String id) throws IOException {
    StoredDisk disk = requireVolume(id);
    Optional<Path> device = disk.device();
    if (device.isEmpty()) {
      // Of a mount that is gone, there may be devices that only fail.
      release(disk, id);
      return LoopDevices.attach(disk.clear());
    }
    if (LoopDevices.isLeaving(device.get())) {
      throw new VolumeException(Reason.IN_USE, id + " is still used at " + device.get());
    }
    return device.get();
  }

  @Override
  public void close(String id) {
    locked(
        id,
        "Closing the volume",
        () -> {
          Optional<StoredDisk> disk = volume(id);
          if (disk.isPresent()) {
            release(disk.get(), id);
            disk.get().closed();
          }
        });
  }

  private static void release(StoredDisk disk, String id) throws IOException {
    for (Path device : disk.devices()) {
      LoopDevices.detach(device);
    }
    for (int tries = 0; !disk.devices().isEmpty(); tries++) {
      if (tries == CLOSE_TRIES) {
        throw new VolumeException(Reason.IN_USE, id + " is still used at " + disk.devices());
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
          StoredDisk disk = requireVolume(id);
          if (disk.sizeBytes() > sizeBytes) {
            throw new VolumeException(Reason.INVALID, id + " cannot become smaller");
          }
          disk.grow(sizeBytes);
          Optional<Path> device = disk.device();
          if (device.isPresent()) {
            LoopDevices.resize(device.get());
          }
        });
  }

  @Override
  public void delete(String id) {
    locked(
        id,
        "Removing the volume",
        () -> {
          Optional<StoredDisk> disk = volume(id);
          if (disk.isPresent()) {
            if (!disk.get().devices().isEmpty()) {
              throw new VolumeException(Reason.IN_USE, id + " is open");
            }
            disk.get().delete();
          }
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
            new VolumeState(Files.size(file), Optional.ofNullable(devices.get(file)), false));
      }
      for (Map.Entry<String, Vault> entry : encrypted.files(SUFFIX).entrySet()) {
        String name = entry.getKey() + SUFFIX;
        states.put(entry.getKey(), StoredDisk.in(encrypted, entry.getValue(), name).state());
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
          if (snapshot(snapshotId).isEmpty()) {
            StoredDisk origin = requireVolume(volumeId);
            origin.copyTo(snapshotPlace(snapshotId, origin.dataKeyId()), 0, progress);
          }
        });
  }

  private StoredDisk snapshotPlace(String id, Optional<String> dataKeyId) {
    return place(snapshots.resolve(id + SUFFIX), id + SNAPSHOT_SUFFIX, dataKeyId);
  }

  @Override
  public void createFrom(String id, Optional<String> dataKeyId, DiskWriter writer) {
    locked(
        id,
        "Writing the volume",
        () -> {
          if (volume(id).isEmpty()) {
            String name = id + SUFFIX;
            DiskFiles.write(place(volumes.resolve(name), name, dataKeyId).clear(), writer);
          }
        });
  }

  @Override
  public void snapshotFrom(String snapshotId, Optional<String> dataKeyId, DiskWriter writer) {
    locked(
        snapshotId,
        "Writing the snapshot",
        () -> {
          if (snapshot(snapshotId).isEmpty()) {
            DiskFiles.write(snapshotPlace(snapshotId, dataKeyId).clear(), writer);
          }
        });
  }

  @Override
  public void copySnapshot(String snapshotId, String copyId, Optional<String> dataKeyId) {
    locked(
        copyId,
        "Copying the snapshot",
        () -> {
          StoredDisk origin = requireSnapshot(snapshotId);
          if (snapshot(copyId).isPresent()) {
            return;
          }
          StoredDisk copy = snapshotPlace(copyId, dataKeyId);
          if (origin.dataKeyId().equals(dataKeyId)) {
            // Snapshots never change: two names for one file are as good as two files.
            Files.createLink(copy.file(), origin.file());
          } else {
            origin.copyTo(copy, 0, percent -> {});
          }
        });
  }

  @Override
  public void deleteSnapshot(String snapshotId) {
    locked(
        snapshotId,
        "Removing the snapshot",
        () -> {
          Optional<StoredDisk> disk = snapshot(snapshotId);
          if (disk.isPresent()) {
            disk.get().delete();
          }
        });
  }

  @Override
  public Map<String, Long> snapshots() {
    try {
      Map<String, Long> sizes = new TreeMap<>();
      for (Map.Entry<String, Path> entry : files(snapshots).entrySet()) {
        sizes.put(entry.getKey(), Files.size(entry.getValue()));
      }
      for (Map.Entry<String, Vault> entry : encrypted.files(SNAPSHOT_SUFFIX).entrySet()) {
        String name = entry.getKey() + SNAPSHOT_SUFFIX;
        sizes.put(entry.getKey(), StoredDisk.in(encrypted, entry.getValue(), name).sizeBytes());
      }
      return sizes;
    } catch (IOException e) {
      throw failure("Listing snapshots", e);
    }
  }

  @Override
  public Capability encryption() {
    return Vaults.capability();
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
      encrypted.recover();
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
