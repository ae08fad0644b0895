package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The block device an instance's root is on. A loop device's number is given to the next one once
 * it is closed: what it stands over is kept too, so that nobody else's disk is ever taken for the
 * root.
 *
 * @param over the file under a loop device; empty for another device
 */
record RootDevice(Path path, String over) {
  static RootDevice of(Path path) throws IOException {
    return new RootDevice(path, LoopDevices.backing(path).map(Path::toString).orElse(""));
  }

  /**
   * The one that was kept.
   *
   * @throws ComputeException FAILED if it stands over something else now
   */
  static RootDevice read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    RootDevice kept = new RootDevice(Path.of(lines.get(0)), lines.get(1));
    if (!kept.equals(of(kept.path()))) {
      throw new ComputeException(
          Reason.FAILED, "The disk of the root is not open at " + kept.path() + " any more");
    }
    return kept;
  }

  void write(Path file) throws IOException {
    PrivateFiles.replace(file, path + "\n" + over + "\n");
  }
}
