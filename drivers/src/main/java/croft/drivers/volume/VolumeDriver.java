package croft.drivers.volume;

import croft.drivers.compute.Capability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps volumes and snapshots. Every call is idempotent and safe from any thread; calls about the
 * same id follow one another. Failures are {@link VolumeException}; what was interrupted, by a
 * failure or the end of the process, is as if it never began.
 *
 * <p>An open volume stays open when the process that opened it ends, however it ends.
 */
public interface VolumeDriver {
  /** What of encryption the machine offers, as one of {@link #capabilities}. */
  Capability encryption();

  /**
   * Has a data key at hand for the calls until it is closed. A volume that is opened meanwhile
   * keeps it at hand until that is closed, also when this process ends.
   *
   * @throws VolumeException UNSUPPORTED where nothing can be encrypted; INVALID if volumes of the
   *     key's id were encrypted with another secret
   */
  Unlocked unlock(DataKey key);

  /**
   * Makes a volume. Nothing happens if it is there with that size; with another: INVALID.
   *
   * @throws VolumeException LOCKED if its data key is not at hand, or the snapshot's where that has
   *     another
   */
  void create(VolumeSpec spec);

  /**
   * The block device a volume is used by, the same until it is closed.
   *
   * @throws VolumeException IN_USE if it was closed or broke, and something still uses it; LOCKED
   *     if its data key is not at hand
   */
  Path open(String id);

  /**
   * Lets the block device go. Nothing happens if it is not open.
   *
   * @throws VolumeException IN_USE if something still uses it: it goes once that lets go, and until
   *     then this may be asked again
   */
  void close(String id);

  /** Makes it larger, open or not, with zeros at the end. Never smaller: INVALID. */
  void grow(String id, long sizeBytes);

  /**
   * Removes a volume. Nothing happens if it is absent.
   *
   * @throws VolumeException IN_USE if it is open
   */
  void delete(String id);

  /** Every volume, by id. */
  Map<String, VolumeState> volumes();

  /**
   * Keeps what a volume holds now as a snapshot; returns when it is complete. Nothing happens if
   * the snapshot is there. It is encrypted as the volume is, which takes no key. What is written to
   * the volume meanwhile is in it or not: the caller keeps writers quiet.
   */
  void snapshot(String volumeId, String snapshotId, SnapshotProgress progress);

  /**
   * Makes a volume of what a writer writes, whose exceptions pass. Nothing happens if the volume is
   * there.
   *
   * @param dataKeyId what it is encrypted with; empty for one in the clear
   * @throws VolumeException LOCKED if its data key is not at hand
   */
  void createFrom(String id, Optional<String> dataKeyId, DiskWriter writer);

  /** The same as a snapshot. Nothing happens if the snapshot is there. */
  void snapshotFrom(String snapshotId, Optional<String> dataKeyId, DiskWriter writer);

  /**
   * Keeps a snapshot under another id too.
   *
   * @param dataKeyId what the copy is encrypted with; empty for a copy in the clear
   * @throws VolumeException LOCKED if the snapshot has another and one of them is not at hand
   */
  void copySnapshot(String snapshotId, String copyId, Optional<String> dataKeyId);

  /** Removes a snapshot; volumes made from it stay as they are. Nothing happens if absent. */
  void deleteSnapshot(String snapshotId);

  /** The size of each complete snapshot's volume in bytes, by the snapshot's id. */
  Map<String, Long> snapshots();

  /** Room left on the disk under the volumes, in bytes. */
  long roomBytes();

  /** What the machine offers and lacks. Never throws for something lacking. */
  List<Capability> capabilities();

  /** Called once after the process starts: clears up what interrupted calls left behind. */
  void recover();

  /** Closes and removes every volume and snapshot. */
  void removeAll();
}
