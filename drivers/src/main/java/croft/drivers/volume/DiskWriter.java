package croft.drivers.volume;

import java.nio.file.Path;

/** Writes what a disk holds from its first byte to its last. */
@FunctionalInterface
public interface DiskWriter {
  /** Fills an empty file, whose length is then the disk's size: a multiple of 512. */
  void write(Path file);
}
