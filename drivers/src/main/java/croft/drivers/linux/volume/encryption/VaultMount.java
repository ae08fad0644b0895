package croft.drivers.linux.volume.encryption;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One place where a vault's files are, or were, in the clear.
 *
 * @param cipher the folder of encrypted files
 * @param point the mount point
 */
record VaultMount(Path cipher, Path point) {
  private static final String PROCESS = ".pid";
  private static final int END_TRIES = 100;
  private static final long END_PAUSE_MILLISECONDS = 20;

  int number() {
    return Integer.parseInt(String.valueOf(point.getFileName()));
  }

  private Path processFile() {
    return point.resolveSibling(point.getFileName() + PROCESS);
  }

  void begin(byte[] secret, Path log) throws IOException {
    VaultFolders.make(point);
    Gocryptfs.mount(cipher, point, secret, log);
    Optional<Integer> process = Gocryptfs.processAt(cipher, point);
    if (process.isEmpty()) {
      throw new IOException("gocryptfs ended as soon as it had begun");
    }
    Files.writeString(processFile(), process.get().toString());
  }

  /** The process behind it, if it runs. */
  private Optional<Integer> process() throws IOException {
    if (!Files.exists(processFile())) {
      return Gocryptfs.processAt(cipher, point); // Whoever began it was killed meanwhile.
    }
    String text = Files.readString(processFile()).strip();
    return text.matches("[0-9]{1,9}") && Gocryptfs.shows(Integer.parseInt(text), cipher, point)
        ? Optional.of(Integer.valueOf(text))
        : Optional.empty();
  }

  /** Whether files can be read and written there. Asks nothing of the mount, which may hang. */
  boolean isLive() throws IOException {
    return isMounted() && process().isPresent();
  }

  private boolean isMounted() throws IOException {
    String middle = " " + point + " ";
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (line.contains(middle)) {
        return true;
      }
    }
    return false;
  }

  /** Unmounts, ends the process and removes the mount point. Nothing may have files open there. */
  void end() throws IOException {
    Optional<Integer> process = process();
    while (isMounted()) {
      unmount();
    }
    // Other namespaces may hold a copy of the mount: it does not end by itself then.
    if (process.isPresent() && !endsAfter(process.get(), Flags.SIGTERM)) {
      endsAfter(process.get(), Flags.SIGKILL);
    }
    Files.deleteIfExists(processFile());
    Files.deleteIfExists(point);
  }

  private void unmount() {
    try {
      Mounts.unmount(point, Flags.MNT_DETACH);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private boolean endsAfter(int process, int signal) throws IOException {
    if (Gocryptfs.shows(process, cipher, point)) {
      Syscalls.kill(process, signal);
    }
    for (int tries = 0; tries < END_TRIES; tries++) {
      if (!Gocryptfs.shows(process, cipher, point)) {
        return true;
      }
      pause();
    }
    return false;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(END_PAUSE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a process ends", e);
    }
  }
}
