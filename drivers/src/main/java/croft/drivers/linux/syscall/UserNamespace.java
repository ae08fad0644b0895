package croft.drivers.linux.syscall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A user namespace that maps its ids 0 to {@code size - 1} to the host's ids from {@code firstId}
 * on, as a descriptor; open until {@link #close}. Mounts made with it keep their mapping.
 */
public final class UserNamespace implements AutoCloseable {
  /** In the namespace, it says back what it is told, and ends when nobody is left to tell it. */
  private static final List<String> HOLDER = List.of("unshare", "--user", "cat");

  private final int descriptor;

  private UserNamespace(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Makes one. A process with threads cannot unshare its user namespace, so a small one does for a
   * moment: to clone this process would copy the tables of all its memory.
   */
  public static UserNamespace mapping(long firstId, int size) {
    return mapping(0, firstId, size);
  }

  /**
   * One that maps the other way: its ids from {@code firstId} on are the host's from 0 on. A mount
   * made with it shows as root's what belongs to {@code firstId} on disk.
   */
  public static UserNamespace unmapping(long firstId, int size) {
    return mapping(firstId, 0, size);
  }

  private static UserNamespace mapping(long firstInside, long firstOutside, int size) {
    try {
      Process holder = new ProcessBuilder(HOLDER).redirectError(Redirect.DISCARD).start();
      try {
        awaitUnshared(holder);
        String mapping = firstInside + " " + firstOutside + " " + size;
        Path process = Path.of("/proc", Long.toString(holder.pid()));
        Files.writeString(process.resolve("uid_map"), mapping, StandardOpenOption.WRITE);
        Files.writeString(process.resolve("gid_map"), mapping, StandardOpenOption.WRITE);
        return new UserNamespace(Syscalls.open(process.resolve("ns/user"), Flags.O_RDONLY));
      } finally {
        holder.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Mapping the ids of a user namespace", e);
    }
  }

  /** An echo comes when the program runs, which is after it has left for its namespace. */
  private static void awaitUnshared(Process holder) throws IOException {
    holder.getOutputStream().write('\n');
    holder.getOutputStream().flush();
    if (holder.getInputStream().read() != '\n') {
      throw new IOException(String.join(" ", HOLDER) + " did not start");
    }
  }

  /** For {@link Mounts#bindMapped}. */
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    Syscalls.close(descriptor);
  }
}
