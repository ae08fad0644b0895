package croft.drivers.docker.compute;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept about an instance beside its container.
 *
 * @param networkNamespace empty for none
 * @param started whether a start has ever been tried
 * @param stopRequested whether the last end was asked for
 * @param bootId the boot of this machine during which it was last started; empty where it has none
 */
record StoredContainer(
    String specDigest,
    String imageId,
    String networkNamespace,
    boolean systemd,
    boolean started,
    boolean stopRequested,
    String bootId) {

  Optional<Path> networkNamespacePath() {
    return networkNamespace.isEmpty() ? Optional.empty() : Optional.of(Path.of(networkNamespace));
  }

  StoredContainer withStart(String currentBootId) {
    return new StoredContainer(
        specDigest, imageId, networkNamespace, systemd, true, false, currentBootId);
  }

  StoredContainer withStopRequested() {
    return new StoredContainer(
        specDigest, imageId, networkNamespace, systemd, started, true, bootId);
  }
}
