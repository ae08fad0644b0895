package croft.drivers.linux.volume.encryption;

import croft.drivers.compute.Capability;
import croft.drivers.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All vaults of a data directory. */
public final class Vaults {
  private static final String REMEDY =
      "missing: Encrypted=true is refused; install the packages gocryptfs and fuse3 (apt-get"
          + " install gocryptfs fuse3)";

  private final Path folder;

  /** Keeps them in {@code folder}, which is made when it is first needed. */
  public Vaults(Path folder) {
    this.folder = folder;
  }

  /** The vault of a data key, there or not yet. */
  public Vault of(String dataKeyId) {
    VolumeSpec.requireId(dataKeyId);
    return new Vault(folder.resolve(dataKeyId));
  }

  /** Those that are there. */
  public List<Vault> all() throws IOException {
    List<Vault> all = new ArrayList<>();
    for (Path path : VaultFolders.list(folder)) {
      all.add(new Vault(path));
    }
    return all;
  }

  /** Makes the folder that vaults are in. */
  public void prepare() throws IOException {
    VaultFolders.make(folder);
  }

  /** Removes the folder when no vault is left. */
  public void removeIfEmpty() throws IOException {
    if (VaultFolders.list(folder).isEmpty()) {
      Files.deleteIfExists(folder);
    }
  }

  /** Whether this machine can encrypt. */
  public static Capability capability() {
    boolean device = Files.exists(Path.of("/dev/fuse"));
    boolean program = Gocryptfs.program("gocryptfs").isPresent();
    boolean helper =
        Gocryptfs.program("fusermount").isPresent() || Gocryptfs.program("fusermount3").isPresent();
    boolean present = device && program && helper;
    String detail =
        present
            ? "volumes can be encrypted, by gocryptfs"
            : device ? REMEDY : "missing: Encrypted=true is refused; try: modprobe fuse";
    return new Capability("encrypted volumes", present, false, detail);
  }
}
