package croft.services.ec2.image;

import croft.store.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image on its way from an object in S3.
 *
 * @param id such as {@code import-ami-0123456789abcdef0}
 * @param imageId what the image is called once it is there
 * @param message what is being done, or what went wrong
 * @param progressPercent of the work, 0 to 100
 * @param sizeBytes of the object
 * @param clientToken the caller's, or null
 */
public record ImportTask(
    String scope,
    String id,
    String imageId,
    State state,
    String message,
    int progressPercent,
    Origin origin,
    String description,
    double sizeBytes,
    Instant at,
    @Nullable String clientToken) {
  public static final Table<ImportTask> TABLE =
      Table.of("ec2_import_image_task", ImportTask.class, ImportTask::scope, ImportTask::id);

  /** Where the archive lies. */
  public record Origin(String bucket, String key) {
    String url() {
      return "s3://" + bucket + "/" + key;
    }
  }

  /** As AWS has them: what failed or was cancelled ends up deleted. */
  public enum State {
    ACTIVE,
    COMPLETED,
    DELETING,
    DELETED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ImportTask become(State next, String said, int percent) {
    return new ImportTask(
        scope, id, imageId, next, said, percent, origin, description, sizeBytes, at, clientToken);
  }
}
