package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Ranges of 65,536 user ids, one for each instance, never shared. A claim is a file named by the
 * range's number that holds the instance's id; creating it is what claims, so it lasts and two
 * servers cannot take the same.
 */
final class IdRanges {
  /** Ids in a range: what Linux distributions expect, nobody (65534) included. */
  static final int SIZE = 65_536;

  private final Path folder;
  private final long firstId;
  private final int limit;
  private final AtomicInteger next = new AtomicInteger();

  /** Ranges from {@code firstId} on, {@code limit} of them. */
  IdRanges(Path folder, long firstId, int limit) {
    this.folder = folder;
    this.firstId = firstId;
    this.limit = limit;
  }

  /** The host's id of the range's 0. */
  long firstIdOf(int range) {
    return firstId + (long) range * SIZE;
  }

  /** The number of a range that is now the instance's. */
  int claim(String instanceId) throws IOException {
    for (int tried = 0; tried < limit; tried++) {
      int range = Math.floorMod(next.getAndIncrement(), limit);
      if (claim(range, instanceId)) {
        return range;
      }
    }
    throw new ComputeException(
        ComputeException.Reason.FAILED, "All " + limit + " ranges of user ids are taken");
  }

  private boolean claim(int range, String instanceId) throws IOException {
    try {
      Files.writeString(file(range), instanceId, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // Another's.
    }
  }

  /** Gives a range back; only once nothing with its ids is left. */
  void release(int range) throws IOException {
    Files.deleteIfExists(file(range));
  }

  /** Gives back every range whose instance is not one of these. */
  void retain(Set<String> instanceIds) throws IOException {
    try (Stream<Path> claims = Files.list(folder)) {
      for (Path claim : claims.toList()) {
        if (!instanceIds.contains(Files.readString(claim))) {
          Files.delete(claim);
        }
      }
    }
  }

  private Path file(int range) {
    return folder.resolve(Integer.toString(range));
  }
}
