package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a root that is put together for the moment to a disk, by mke2fs(8). */
final class RootCopy {
  private static final long GIBIBYTE = 1L << 30;

  /** mke2fs makes an inode for each 16 KiB if nothing else is said. */
  private static final int BYTES_PER_INODE = 16_384;

  private static final int INODE_BYTES = 512;
  private static final long JOURNAL_BYTES = 192L << 20;

  /** The host's own files may change or go while they are read. */
  private static final int TRIES = 3;

  /** What the root is put together from, mounted where that takes a mount. */
  @FunctionalInterface
  interface Ground {
    Layers mount() throws IOException;
  }

  private final Stage stage;
  private final Ground ground;

  RootCopy(Stage stage, Ground ground) {
    this.stage = stage;
    this.ground = ground;
  }

  void writeTo(Path file, long leastBytes) {
    try {
      stage.with(
          "copy-root",
          () -> {
            new RootMount(stage, ground.mount(), 0).mountReadOnly();
            return write(file, leastBytes);
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("copying a root", e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(Reason.FAILED, "Copying a root: " + e.getMessage(), e);
    }
  }

  private long write(Path file, long leastBytes) throws IOException {
    IOException last = new IOException("not tried");
    for (int tries = 0; tries < TRIES; tries++) {
      long files = used("--inodes");
      long needed = used("--block-size=1") * 11 / 10 + files * INODE_BYTES + JOURNAL_BYTES;
      long bytes = Math.max(leastBytes, needed);
      bytes = (bytes + GIBIBYTE - 1) / GIBIBYTE * GIBIBYTE;
      long inodes = Math.max(bytes / BYTES_PER_INODE, files * 5 / 4);
      try {
        RootDisk.write(file, stage.root(), bytes, List.of("-N", Long.toString(inodes)));
        return bytes;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private long used(String what) throws IOException {
    String said = Processes.run(List.of("du", "--summarize", what, stage.root().toString()));
    String line = said.strip().lines().reduce("", (before, after) -> after);
    return Long.parseLong(line.split("\\s+", 2)[0]);
  }
}
