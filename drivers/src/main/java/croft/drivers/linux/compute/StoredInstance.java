package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.compute.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept about an instance on disk, enough to start it again. Contents of its files are not:
 * they are in its layer, and the digest tells whether a repeated create asks for the same.
 *
 * @param networkNamespace empty for none
 * @param idRange which range of user ids is its own
 * @param started whether a start has ever been tried
 * @param stopRequested whether the last end was asked for
 * @param bootId the host's boot during which it was last started
 * @param ended why it ended unasked, once what tells so was cleared up; else null
 */
record StoredInstance(
    String specDigest,
    String imageId,
    String hostname,
    int virtualCpus,
    long memoryBytes,
    String networkNamespace,
    Isolation isolation,
    boolean systemd,
    int idRange,
    boolean started,
    boolean stopRequested,
    String bootId,
    @Nullable StopReason ended) {
  private static final JsonMapper JSON = JsonMapper.shared();

  Optional<Path> networkNamespacePath() {
    return networkNamespace.isEmpty() ? Optional.empty() : Optional.of(Path.of(networkNamespace));
  }

  StoredInstance withSize(int cpus, long bytes) {
    return new StoredInstance(
        specDigest,
        imageId,
        hostname,
        cpus,
        bytes,
        networkNamespace,
        isolation,
        systemd,
        idRange,
        started,
        stopRequested,
        bootId,
        ended);
  }

  StoredInstance withStart(String currentBootId) {
    return with(true, false, currentBootId, null);
  }

  StoredInstance withStopRequested() {
    return with(started, true, bootId, null);
  }

  StoredInstance withEnd(StopReason reason) {
    return with(started, stopRequested, bootId, reason);
  }

  private StoredInstance with(
      boolean nowStarted,
      boolean nowStopRequested,
      String nowBootId,
      @Nullable StopReason nowEnded) {
    return new StoredInstance(
        specDigest,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        networkNamespace,
        isolation,
        systemd,
        idRange,
        nowStarted,
        nowStopRequested,
        nowBootId,
        nowEnded);
  }

  static StoredInstance read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), StoredInstance.class);
    } catch (JacksonException e) {
      throw new ComputeException(ComputeException.Reason.FAILED, "Unreadable: " + file, e);
    }
  }

  /** Replaces the file in one step. */
  void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(this));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
