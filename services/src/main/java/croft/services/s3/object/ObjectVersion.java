package croft.services.s3.object;

import croft.services.s3.content.Content;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of an object, or a delete marker.
 *
 * @param versionId {@code null} for what was written without versions
 * @param rank orders the versions of a key, the newest least
 * @param modified when it was written, in whole seconds
 * @param content its bytes; null for a delete marker
 */
public record ObjectVersion(
    String bucket,
    String key,
    String versionId,
    long rank,
    Instant modified,
    ObjectDescription description,
    @Nullable Content content) {
  /** The version of what was written without versions. */
  public static final String NULL = "null";

  public boolean isDeleteMarker() {
    return content == null;
  }

  /** The bytes of what is no delete marker. */
  public Content bytes() {
    return Objects.requireNonNull(content);
  }

  /** In quotes, as header fields and listings have it. */
  public String etag() {
    return content == null ? "" : '"' + content.etag() + '"';
  }

  public ObjectVersion with(ObjectDescription other) {
    return new ObjectVersion(bucket, key, versionId, rank, modified, other, content);
  }
}
