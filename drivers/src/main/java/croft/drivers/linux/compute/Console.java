package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file process 1 writes to as its console. It only ever appends (O_APPEND), so the file may be
 * cut while it is written.
 */
final class Console {
  static final int KEPT_BYTES = 64 << 10;

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

  static Content read(LinuxInstance instance) {
    try {
      return Content.of(tail(instance.folder().console()));
    } catch (IOException e) {
      throw new ComputeException(
          ComputeException.Reason.FAILED, "Reading the console of " + instance.id(), e);
    }
  }

  static void keepJournal(LinuxInstance instance) {}
}
