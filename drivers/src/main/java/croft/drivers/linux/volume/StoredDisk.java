package croft.drivers.linux.volume;

import croft.drivers.linux.volume.encryption.CipherSize;
import croft.drivers.linux.volume.encryption.Vault;
import croft.drivers.volume.SnapshotProgress;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeException.Reason;
import croft.drivers.volume.VolumeState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a volume or a snapshot, in the clear or in a vault.
 *
 * @param file as it is on the disk, encrypted if it is in a vault
 */
record StoredDisk(Path file, Optional<Vault> vault, EncryptedDisks encrypted) {
  private static final int BLOCK_BYTES = 4096;

  /** One in the clear. */
  static StoredDisk at(Path file, EncryptedDisks encrypted) {
    return new StoredDisk(file, Optional.empty(), encrypted);
  }

  /** One in a vault. */
  static StoredDisk in(EncryptedDisks encrypted, Vault vault, String name) {
    return new StoredDisk(vault.cipher().resolve(name), Optional.of(vault), encrypted);
  }

  /** The one that is there. */
  static Optional<StoredDisk> find(Path clear, EncryptedDisks encrypted, String name)
      throws IOException {
    return Files.exists(clear)
        ? Optional.of(at(clear, encrypted))
        : encrypted.holding(name).map(vault -> in(encrypted, vault, name));
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }

  Optional<String> dataKeyId() {
    return vault.map(Vault::id);
  }

  long sizeBytes() throws IOException {
    long bytes = Files.size(file);
    return vault.isPresent() ? CipherSize.toPlain(bytes) : bytes;
  }

  /** Where it is read and written in the clear. */
  Path clear() throws IOException {
    return vault.isPresent() ? encrypted.clear(vault.get(), name()) : file;
  }

  /** The device over it, if there is one that works. */
  Optional<Path> device() throws IOException {
    return vault.isPresent()
        ? EncryptedDisks.device(vault.get(), name())
        : Optional.ofNullable(LoopDevices.over(file).get(file));
  }

  /** Every device over it. */
  Collection<Path> devices() throws IOException {
    Map<Path, Path> devices =
        vault.isPresent() ? EncryptedDisks.devices(vault.get(), name()) : LoopDevices.over(file);
    return List.copyOf(devices.values());
  }

  VolumeState state() throws IOException {
    Optional<Path> working = device();
    Optional<Path> any = working.isPresent() ? working : devices().stream().findFirst();
    return new VolumeState(sizeBytes(), any, any.isPresent() && working.isEmpty());
  }

  /**
   * Copies it to where nothing is yet. Under the same key it is copied as it is, which needs none.
   *
   * @param sizeBytes of the copy, if it shall be larger
   */
  void copyTo(StoredDisk target, long sizeBytes, SnapshotProgress progress) throws IOException {
    if (dataKeyId().equals(target.dataKeyId())) {
      long stored = vault.isPresent() ? CipherSize.ofPlain(sizeBytes) : sizeBytes;
      DiskFiles.copy(file, target.file(), stored, progress);
    } else if (target.vault().isEmpty()) {
      throw new VolumeException(Reason.INVALID, name() + " is encrypted, and its copies are too");
    } else {
      DiskFiles.copy(clear(), target.clear(), sizeBytes, progress);
    }
  }

  void grow(long sizeBytes) throws IOException {
    if (vault.isPresent() && sizeBytes % BLOCK_BYTES != 0) {
      throw new VolumeException(Reason.INVALID, "Not a size of an encrypted volume: " + sizeBytes);
    }
    boolean open = vault.isPresent() && vault.get().clear().isPresent();
    Path grown = open ? clear() : file;
    // New blocks are holes, which are zeros in the clear and encrypted.
    long length = vault.isPresent() && !open ? CipherSize.ofPlain(sizeBytes) : sizeBytes;
    try (RandomAccessFile opened = new RandomAccessFile(grown.toFile(), "rw")) {
      opened.setLength(length);
    }
  }

  void delete() throws IOException {
    if (vault.isPresent()) {
      encrypted.delete(vault.get(), name());
    } else {
      Files.deleteIfExists(file);
    }
  }

  /** Tells that no device is over it any more: the last of a vault closes it. */
  void closed() throws IOException {
    if (vault.isPresent()) {
      encrypted.release(vault.get());
    }
  }
}
