package croft.drivers.linux.volume.encryption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files that one data key encrypts. They are in the clear only at a mount point, which is there
 * while the key is at hand; one whose process died is left until nothing holds files of it, beside
 * its successor. Who calls sees to it that calls about one vault follow one another.
 */
public final class Vault {
  private static final String CONFIG = "gocryptfs.conf";

  private final Path folder;

  Vault(Path folder) {
    this.folder = folder;
  }

  /** The data key's id. */
  public String id() {
    return String.valueOf(folder.getFileName());
  }

  /** The encrypted files. They may be copied as they are: nothing in them tells their names. */
  public Path cipher() {
    return folder.resolve("cipher");
  }

  /** Where its mount points are. */
  public Path mounts() {
    return folder.resolve("mounts");
  }

  private Path log() {
    return folder.resolve("log");
  }

  private List<VaultMount> points() throws IOException {
    List<VaultMount> points = new ArrayList<>();
    for (Path path : VaultFolders.list(mounts())) {
      if (String.valueOf(path.getFileName()).matches("[0-9]{1,6}")) {
        points.add(new VaultMount(cipher(), path));
      }
    }
    return points;
  }

  /** Where the files are in the clear now, if the key is at hand. */
  public Optional<Path> clear() throws IOException {
    for (VaultMount point : points()) {
      if (point.isLive()) {
        return Optional.of(point.point());
      }
    }
    return Optional.empty();
  }

  /**
   * Shows the files in the clear, and makes the vault if it is not there.
   *
   * @throws WrongKeyException if it was made with another secret
   */
  public Path open(byte[] secret) throws IOException {
    VaultFolders.make(folder);
    VaultFolders.make(mounts());
    if (!Files.exists(log())) {
      Files.createFile(log(), VaultFiles.PRIVATE);
    }
    if (!Files.exists(cipher())) {
      Path part = folder.resolve("cipher.part");
      VaultFolders.remove(part);
      VaultFolders.make(part);
      Gocryptfs.initialize(part, secret, log());
      Files.move(part, cipher());
    }
    Optional<Path> there = clear();
    if (there.isPresent()) {
      return there.get();
    }
    int number = 1;
    for (VaultMount point : points()) {
      // One whose process died is there for those who list it, and for nobody else.
      number = Math.max(number, point.number() + 1);
    }
    VaultMount next = new VaultMount(cipher(), mounts().resolve(Integer.toString(number)));
    try {
      next.begin(secret, log());
    } catch (IOException e) {
      next.end();
      throw e;
    }
    return next.point();
  }

  /** Ends the mounts of which nothing is held. */
  public void close(Predicate<Path> held) throws IOException {
    for (VaultMount point : points()) {
      if (!held.test(point.point())) {
        point.end();
      }
    }
  }

  /** Ends the mounts whose process died and of which nothing is held. */
  public void tidy(Predicate<Path> held) throws IOException {
    for (VaultMount point : points()) {
      if (!held.test(point.point()) && !point.isLive()) {
        point.end();
      }
    }
  }

  /** Whether nothing is in it. */
  public boolean isEmpty() throws IOException {
    return VaultFolders.list(cipher()).stream()
        .allMatch(file -> CONFIG.equals(String.valueOf(file.getFileName())));
  }

  /**
   * Removes it, and with its configuration the only way to what was in it. Its mounts are ended.
   */
  public void remove() throws IOException {
    Files.deleteIfExists(cipher().resolve(CONFIG));
    VaultFolders.remove(folder);
  }
}
