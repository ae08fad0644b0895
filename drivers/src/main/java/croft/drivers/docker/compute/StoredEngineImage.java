package croft.drivers.docker.compute;

import croft.drivers.compute.Image;
import java.time.Instant;

/**
 * What is kept about an image beside the engine's.
 *
 * @param createdAt in ISO 8601
 * @param baseId the image an instance was made of that became this one; empty for an imported one
 */
record StoredEngineImage(
    String id, Image.Kind kind, boolean systemd, long sizeBytes, String createdAt, String baseId) {
  Image image() {
    return new Image(id, kind, systemd, sizeBytes, Instant.parse(createdAt));
  }
}
