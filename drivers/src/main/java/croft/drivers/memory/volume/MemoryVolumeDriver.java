package croft.drivers.memory.volume;

import croft.drivers.compute.Capability;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Volumes in memory, whose contents are a text. {@link #hold} and {@link #fill} stand for what goes
 * wrong on a real machine.
 */
public final class MemoryVolumeDriver implements VolumeDriver {
  private static final long ROOM_BYTES = 1L << 40;
  private static final int TEXT_BYTES = 4096;

  /** What is kept of a volume or a snapshot. */
  private record Content(long sizeBytes, String text, Optional<String> dataKeyId) {}

  private final Map<String, Content> volumes = new TreeMap<>();
  private final Map<String, Content> snapshots = new TreeMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private final Map<String, Integer> unlocked = new TreeMap<>();
  private final Map<String, String> secrets = new TreeMap<>();
  private boolean full;
  private boolean encrypts = true;

  @Override
  public synchronized Unlocked unlock(DataKey key) {
    if (!encrypts) {
      throw new VolumeException(Reason.UNSUPPORTED, encryption().detail());
    }
    String secret = Arrays.toString(key.secret());
    if (!secret.equals(secrets.computeIfAbsent(key.id(), id -> secret))) {
      throw new VolumeException(Reason.INVALID, key.id() + " was another data key");
    }
    unlocked.merge(key.id(), 1, Integer::sum);
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        lock(key.id());
      }
    };
  }

  private synchronized void lock(String dataKeyId) {
    unlocked.computeIfPresent(dataKeyId, (id, count) -> count == 1 ? null : count - 1);
  }

  private void requireUnlocked(Optional<String> dataKeyId) {
    if (dataKeyId.isPresent() && !unlocked.containsKey(dataKeyId.get())) {
      throw new VolumeException(
          Reason.LOCKED, "The data key " + dataKeyId.get() + " is not at hand");
    }
  }

  /** As a copy under another key is made, or one under the same, which takes none. */
  private void requireCopy(Content origin, Optional<String> dataKeyId) {
    if (!origin.dataKeyId().equals(dataKeyId)) {
      if (dataKeyId.isEmpty()) {
        throw new VolumeException(Reason.INVALID, "It is encrypted, and its copies are too");
      }
      requireUnlocked(origin.dataKeyId());
      requireUnlocked(dataKeyId);
    }
  }

  @Override
  public synchronized void create(VolumeSpec spec) {
    Content there = volumes.get(spec.id());
    if (there != null) {
      if (there.sizeBytes() != spec.sizeBytes()) {
        throw new VolumeException(Reason.INVALID, spec.id() + " exists with another size");
      }
      return;
    }
    requireRoom();
    String text = "";
    if (spec.snapshotId().isPresent()) {
      Content origin = require(snapshots, "snapshot", spec.snapshotId().get());
      if (origin.sizeBytes() > spec.sizeBytes()) {
        throw new VolumeException(Reason.INVALID, spec.id() + " is smaller than its snapshot");
      }
      requireCopy(origin, spec.dataKeyId());
      text = origin.text();
    } else {
      requireUnlocked(spec.dataKeyId());
    }
    volumes.put(spec.id(), new Content(spec.sizeBytes(), text, spec.dataKeyId()));
  }

  private void requireRoom() {
    if (full) {
      throw new VolumeException(Reason.NO_ROOM, "The disk under the volumes is full");
    }
  }

  private static Content require(Map<String, Content> contents, String what, String id) {
    Content found = contents.get(id);
    if (found == null) {
      throw VolumeException.notFound(what, id);
    }
    return found;
  }

  @Override
  public synchronized Path open(String id) {
    Content content = require(volumes, "volume", id);
    if (!open.contains(id) || broken.contains(id)) {
      requireUnlocked(content.dataKeyId());
    }
    if (held.contains(id) && !open.contains(id)) {
      throw new VolumeException(Reason.IN_USE, id + " is still used");
    }
    open.add(id);
    broken.remove(id);
    return device(id);
  }

  private static Path device(String id) {
    return Path.of("/dev/memory-" + id);
  }

  @Override
  public synchronized void close(String id) {
    open.remove(id);
    broken.remove(id);
    if (held.contains(id)) {
      throw new VolumeException(Reason.IN_USE, id + " is still used");
    }
  }

  @Override
  public synchronized void grow(String id, long sizeBytes) {
    Content content = require(volumes, "volume", id);
    if (sizeBytes < content.sizeBytes()) {
      throw new VolumeException(Reason.INVALID, id + " cannot become smaller");
    }
    volumes.put(id, new Content(sizeBytes, content.text(), content.dataKeyId()));
  }

  @Override
  public synchronized void delete(String id) {
    if (open.contains(id) || held.contains(id)) {
      throw new VolumeException(Reason.IN_USE, id + " is open");
    }
    volumes.remove(id);
  }

  @Override
  public synchronized Map<String, VolumeState> volumes() {
    Map<String, VolumeState> states = new TreeMap<>();
    volumes.forEach((id, content) ->
        states.put(
            id,
            new VolumeState(
                content.sizeBytes(),
                open.contains(id) ? Optional.of(device(id)) : Optional.empty(),
                broken.contains(id))));
    return states;
  }

  @Override
  public synchronized void snapshot(String volumeId, String snapshotId, SnapshotProgress progress) {
    if (snapshots.containsKey(snapshotId)) {
      return;
    }
    VolumeSpec.requireId(snapshotId);
    Content content = require(volumes, "volume", volumeId);
    requireRoom();
    snapshots.put(snapshotId, content);
    progress.percent(100);
  }

  @Override
  public synchronized void createFrom(String id, Optional<String> dataKeyId, DiskWriter writer) {
    VolumeSpec.requireId(id);
    if (!volumes.containsKey(id)) {
      requireRoom();
      requireUnlocked(dataKeyId);
      volumes.put(id, written(dataKeyId, writer));
    }
  }

  @Override
  public synchronized void snapshotFrom(
      String snapshotId, Optional<String> dataKeyId, DiskWriter writer) {
    VolumeSpec.requireId(snapshotId);
    if (!snapshots.containsKey(snapshotId)) {
      requireRoom();
      requireUnlocked(dataKeyId);
      snapshots.put(snapshotId, written(dataKeyId, writer));
    }
  }

  /** The text of a file up to its first zero: what follows are holes. */
  private static Content written(Optional<String> dataKeyId, DiskWriter writer) {
    try {
      Path file = Files.createTempFile("disk", "");
      try {
        writer.write(file);
        try (InputStream content = Files.newInputStream(file)) {
          String text = new String(content.readNBytes(TEXT_BYTES), StandardCharsets.UTF_8);
          int end = text.indexOf(0);
          return new Content(Files.size(file), end < 0 ? text : text.substring(0, end), dataKeyId);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new VolumeException(Reason.FAILED, "Writing a disk: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void copySnapshot(
      String snapshotId, String copyId, Optional<String> dataKeyId) {
    VolumeSpec.requireId(copyId);
    Content origin = require(snapshots, "snapshot", snapshotId);
    if (!snapshots.containsKey(copyId)) {
      requireCopy(origin, dataKeyId);
      snapshots.put(copyId, new Content(origin.sizeBytes(), origin.text(), dataKeyId));
    }
  }

  @Override
  public synchronized void deleteSnapshot(String snapshotId) {
    snapshots.remove(snapshotId);
  }

  @Override
  public synchronized Map<String, Long> snapshots() {
    Map<String, Long> sizes = new TreeMap<>();
    snapshots.forEach((id, content) -> sizes.put(id, content.sizeBytes()));
    return sizes;
  }

  @Override
  public synchronized long roomBytes() {
    return full ? 0 : ROOM_BYTES;
  }

  @Override
  public List<Capability> capabilities() {
    return List.of(
        new Capability("volumes", true, false, "kept in memory: nothing is on this machine's disk"),
        encryption());
  }

  @Override
  public synchronized Capability encryption() {
    return new Capability(
        "encrypted volumes",
        encrypts,
        false,
        encrypts ? "kept in memory as all are" : "missing: as the test says");
  }

  @Override
  public void recover() {
    // What is in memory needs no recovery: it ends with the process.
  }

  @Override
  public synchronized void removeAll() {
    volumes.clear();
    snapshots.clear();
    open.clear();
    held.clear();
    broken.clear();
    unlocked.clear();
    secrets.clear();
  }

  /** What is behind an open volume ends, as when the process that encrypts is killed. */
  public synchronized void breakDown(String id) {
    if (open.contains(id)) {
      broken.add(id);
    }
  }

  /** Whether volumes can be encrypted from now on. */
  public synchronized void encrypts(boolean now) {
    encrypts = now;
  }

  /** The data keys at hand. */
  public synchronized Set<String> unlockedKeys() {
    return Set.copyOf(unlocked.keySet());
  }

  /** From now on somebody uses the volume, even after it is closed. */
  public synchronized void hold(String id) {
    held.add(id);
  }

  /** Nobody does any more. */
  public synchronized void letGo(String id) {
    held.remove(id);
  }

  /** Whether the disk under the volumes is full from now on. */
  public synchronized void fill(boolean nowFull) {
    full = nowFull;
  }

  /** Writes the text of an open volume, by its device. */
  public synchronized void write(Path device, String text) {
    String id = openAt(device);
    Content content = require(volumes, "volume", id);
    volumes.put(id, new Content(content.sizeBytes(), text, content.dataKeyId()));
  }

  /** The text of an open volume, by its device. */
  public synchronized String read(Path device) {
    return require(volumes, "volume", openAt(device)).text();
  }

  private String openAt(Path device) {
    return open.stream()
        .filter(id -> device(id).equals(device))
        .findFirst()
        .orElseThrow(() -> VolumeException.notFound("open device", device.toString()));
  }
}
