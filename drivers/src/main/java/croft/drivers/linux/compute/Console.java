package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * The file process 1 writes to as its console. It only ever appends (O_APPEND), so the file may be
 * cut while it is written.
 */
final class Console {
  static final int KEPT_BYTES = 64 << 10;

  private static final Command JOURNAL =
      Command.of(
              "journalctl",
              "--boot",
              "--no-pager",
              "--quiet",
              "--output=short-monotonic",
              "--lines=1000")
          .within(Duration.ofSeconds(5));

  private static final long CUT_ABOVE_BYTES = 1 << 20;

  private Console() {}

  /** The last {@link #KEPT_BYTES} bytes. */
  static byte[] tail(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (RandomAccessFile console = new RandomAccessFile(file.toFile(), "r")) {
      long length = console.length();
      byte[] bytes = new byte[(int) Math.min(KEPT_BYTES, length)];
      console.seek(length - bytes.length);
      console.readFully(bytes);
      return bytes;
    }
  }

  /** Cuts a file that has grown long to its end. */
  static void rotate(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > CUT_ABOVE_BYTES) {
      Files.write(file, tail(file), StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  /** What is kept, and of a running systemd what its journal has of this boot. */
  static Content read(LinuxInstance instance) {
    try {
      byte[] kept = tail(instance.folder().console());
      return Content.of(end(join(kept, journal(instance))));
    } catch (IOException e) {
      throw new ComputeException(
          ComputeException.Reason.FAILED, "Reading the console of " + instance.id(), e);
    }
  }

  /** Appends the journal of a systemd that is about to stop: in memory it would be lost. */
  static void keepJournal(LinuxInstance instance) throws IOException {
    byte[] journal = journal(instance);
    if (journal.length > 0) {
      Path file = instance.folder().console();
      Files.write(file, journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /**
   * systemd writes to a console only if that is a terminal, which somebody would have to hold open
   * as long as the instance lives; its journal has the same lines.
   */
  private static byte[] journal(LinuxInstance instance) {
    if (!instance.stored().systemd() || instance.running().isEmpty()) {
      return new byte[0];
    }
    try {
      return new LinuxShell(instance).run(JOURNAL).stdout().bytes();
    } catch (ComputeException e) {
      return new byte[0]; // It is ending: what was kept has to do.
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] end(byte[] bytes) {
    int from = Math.max(0, bytes.length - KEPT_BYTES);
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
