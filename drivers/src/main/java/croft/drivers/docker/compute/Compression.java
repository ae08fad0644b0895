package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive, unpacked by what its first bytes say: nothing, gzip, or xz and zstd by the programs
 * of these names, of which a machine may have none.
 */
final class Compression implements Closeable {
  private static final int LONGEST_MAGIC_BYTES = 6;

  private final InputStream plain;
  private final @Nullable Process process;

  private Compression(InputStream plain, @Nullable Process process) {
    this.plain = plain;
    this.process = process;
  }

  static Compression of(InputStream archive) {
    BufferedInputStream source = new BufferedInputStream(archive, 64 << 10);
    try {
      source.mark(LONGEST_MAGIC_BYTES);
      String magic = HexFormat.of().formatHex(source.readNBytes(LONGEST_MAGIC_BYTES));
      source.reset();
      if (magic.startsWith("1f8b")) {
        return new Compression(new GZIPInputStream(source, 64 << 10), null);
      }
      if (magic.equals("fd377a585a00")) {
        return through("xz", source);
      }
      return magic.startsWith("28b52ffd") ? through("zstd", source) : new Compression(source, null);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.INVALID, "The archive cannot be read: " + e.getMessage(), e);
    }
  }

  private static Compression through(String program, InputStream source) {
    try {
      ProcessBuilder builder = new ProcessBuilder(List.of(program, "-dc"));
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread.startVirtualThread(() -> feed(source, process));
      return new Compression(process.getInputStream(), process);
    } catch (IOException e) {
      throw new ComputeException(
          Reason.UNSUPPORTED,
          "This archive is compressed by "
              + program
              + ", which is not installed: gzip it, or"
              + " install "
              + program,
          e);
    }
  }

  private static void feed(InputStream source, Process process) {
    try (OutputStream target = process.getOutputStream()) {
      source.transferTo(target);
    } catch (IOException e) {
      process.destroy(); // The reader sees an early end.
    }
  }

  InputStream plain() {
    return plain;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
