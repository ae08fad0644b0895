package croft.drivers.linux.volume;

import croft.drivers.compute.Capability;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.volume.encryption.Vault;
import croft.drivers.linux.volume.encryption.Vaults;
import croft.drivers.linux.volume.encryption.WrongKeyException;
import croft.drivers.volume.DataKey;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Disks in vaults. A vault is open while somebody here has unlocked it or a loop device is over one
 * of its files; whoever lets go last closes it, and removes it when nothing is in it.
 */
final class EncryptedDisks {
  /** Who uses one vault here. */
  private static final class Users {
    private final ReentrantLock lock = new ReentrantLock();
    private int count;
  }

  /** Work on a vault that nobody else works on. */
  @FunctionalInterface
  private interface Work {
    void run(Users users) throws IOException;
  }

  private final Vaults vaults;
  private final Map<String, Users> users = new ConcurrentHashMap<>();

  EncryptedDisks(Path folder) {
    this.vaults = new Vaults(folder);
  }

  private void alone(Vault vault, Work work) throws IOException {
    Users mine = users.computeIfAbsent(vault.id(), id -> new Users());
    mine.lock.lock();
    try {
      work.run(mine);
    } finally {
      mine.lock.unlock();
    }
  }

  Unlocked unlock(DataKey key) {
    Capability capability = Vaults.capability();
    if (!capability.present()) {
      throw new VolumeException(Reason.UNSUPPORTED, capability.detail());
    }
    Vault vault = vaults.of(key.id());
    try {
      vaults.prepare();
      alone(
          vault,
          mine -> {
            vault.open(key.secret());
            mine.count++;
          });
    } catch (WrongKeyException e) {
      throw new VolumeException(Reason.INVALID, key.id() + ": " + e.getMessage(), e);
    } catch (IOException | SyscallException e) {
      throw LinuxVolumeDriver.failure("Unlocking " + key.id(), e);
    }
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        leave(vault);
      }
    };
  }

  private void leave(Vault vault) {
    try {
      alone(vault, mine -> mine.count--);
      release(vault);
    } catch (IOException | SyscallException e) {
      throw LinuxVolumeDriver.failure("Locking " + vault.id(), e);
    }
  }

  /** Closes a vault that nobody uses any more, and removes it if nothing is in it. */
  void release(Vault vault) throws IOException {
    alone(
        vault,
        mine -> {
          if (mine.count > 0 || isHeld(vault.mounts())) {
            vault.tidy(this::isHeld);
            return;
          }
          vault.close(this::isHeld);
          if (vault.isEmpty()) {
            vault.remove();
          }
        });
  }

  private boolean isHeld(Path point) {
    try {
      return !LoopDevices.over(point).isEmpty();
    } catch (IOException e) {
      throw LinuxVolumeDriver.failure("Looking for devices", e);
    }
  }

  Vault vault(String dataKeyId) {
    return vaults.of(dataKeyId);
  }

  /** The vault that has a file of that name. */
  Optional<Vault> holding(String name) throws IOException {
    for (Vault vault : vaults.all()) {
      if (Files.exists(vault.cipher().resolve(name))) {
        return Optional.of(vault);
      }
    }
    return Optional.empty();
  }

  /**
   * A file in the clear.
   *
   * @throws VolumeException LOCKED
   */
  Path clear(Vault vault, String name) throws IOException {
    return vault
        .clear()
        .orElseThrow(() ->
            new VolumeException(Reason.LOCKED, "The data key " + vault.id() + " is not at hand"))
        .resolve(name);
  }

  /** Removes a file, and the vault with the last. */
  void delete(Vault vault, String name) throws IOException {
    Optional<Path> clear = vault.clear();
    // Through the mount where there is one, which otherwise would remember it for a while.
    Files.deleteIfExists((clear.isPresent() ? clear.get() : vault.cipher()).resolve(name));
    release(vault);
  }

  /** Every file with that end of its name, by what comes before it. */
  Map<String, Vault> files(String suffix) throws IOException {
    Map<String, Vault> found = new TreeMap<>();
    for (Vault vault : vaults.all()) {
      if (Files.isDirectory(vault.cipher())) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(vault.cipher(), "*" + suffix)) {
          for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            found.put(name.substring(0, name.length() - suffix.length()), vault);
          }
        }
      }
    }
    return found;
  }

  /** The devices over a file of a vault, by the file at its mount point. */
  static Map<Path, Path> devices(Vault vault, String name) throws IOException {
    Map<Path, Path> found = new TreeMap<>(LoopDevices.over(vault.mounts()));
    found.keySet().removeIf(file -> !name.equals(String.valueOf(file.getFileName())));
    return found;
  }

  /** The device of a file that can be read and written now. */
  static Optional<Path> device(Vault vault, String name) throws IOException {
    Optional<Path> clear = vault.clear();
    return clear.map(point -> point.resolve(name)).map(devices(vault, name)::get);
  }

  /** What a server that was killed left behind goes; what is in use stays. */
  void recover() throws IOException {
    for (Map.Entry<String, Vault> part : files(DiskFiles.PART).entrySet()) {
      Files.deleteIfExists(part.getValue().cipher().resolve(part.getKey() + DiskFiles.PART));
    }
    for (Vault vault : vaults.all()) {
      for (Map.Entry<Path, Path> open : LoopDevices.over(vault.mounts()).entrySet()) {
        Path file = vault.cipher().resolve(String.valueOf(open.getKey().getFileName()));
        if (!Files.exists(file)) {
          LoopDevices.detach(open.getValue());
        }
      }
      release(vault);
    }
    vaults.removeIfEmpty();
  }
}
