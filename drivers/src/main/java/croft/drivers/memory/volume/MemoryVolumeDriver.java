package croft.drivers.memory.volume;

import croft.drivers.compute.Capability;
import croft.drivers.volume.DiskWriter;
import croft.drivers.volume.SnapshotProgress;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Volumes in memory, whose contents are a text. {@link #hold} and {@link #fill} stand for what goes
 * wrong on a real machine.
 */
public final class MemoryVolumeDriver implements VolumeDriver {
  private static final long ROOM_BYTES = 1L << 40;
  private static final int TEXT_BYTES = 4096;

  /** What is kept of a volume or a snapshot. */
  private record Content(long sizeBytes, String text) {}

  private final Map<String, Content> volumes = new TreeMap<>();
  private final Map<String, Content> snapshots = new TreeMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private boolean full;

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
      text = origin.text();
    }
    volumes.put(spec.id(), new Content(spec.sizeBytes(), text));
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
    require(volumes, "volume", id);
    if (held.contains(id) && !open.contains(id)) {
      throw new VolumeException(Reason.IN_USE, id + " is still used");
    }
    open.add(id);
    return device(id);
  }

  private static Path device(String id) {
    return Path.of("/dev/memory-" + id);
  }

  @Override
  public synchronized void close(String id) {
    open.remove(id);
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
    volumes.put(id, new Content(sizeBytes, content.text()));
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
                open.contains(id) ? Optional.of(device(id)) : Optional.empty())));
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
  public synchronized void createFrom(String id, DiskWriter writer) {
    VolumeSpec.requireId(id);
    if (!volumes.containsKey(id)) {
      requireRoom();
      volumes.put(id, written(writer));
    }
  }

  @Override
  public synchronized void snapshotFrom(String snapshotId, DiskWriter writer) {
    VolumeSpec.requireId(snapshotId);
    if (!snapshots.containsKey(snapshotId)) {
      requireRoom();
      snapshots.put(snapshotId, written(writer));
    }
  }

  /** The text of a file up to its first zero: what follows are holes. */
  private static Content written(DiskWriter writer) {
    try {
      Path file = Files.createTempFile("disk", "");
      try {
        writer.write(file);
        try (InputStream content = Files.newInputStream(file)) {
          String text = new String(content.readNBytes(TEXT_BYTES), StandardCharsets.UTF_8);
          int end = text.indexOf(0);
          return new Content(Files.size(file), end < 0 ? text : text.substring(0, end));
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new VolumeException(Reason.FAILED, "Writing a disk: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void copySnapshot(String snapshotId, String copyId) {
    VolumeSpec.requireId(copyId);
    snapshots.putIfAbsent(copyId, require(snapshots, "snapshot", snapshotId));
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
        new Capability(
            "volumes", true, false, "kept in memory: nothing is on this machine's disk"));
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
    volumes.put(id, new Content(require(volumes, "volume", id).sizeBytes(), text));
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
