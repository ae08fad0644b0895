package croft.services.s3.object;

import croft.base.ServiceError;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/** Finds the version a request means. */
public final class VersionLookup {
  private final Versions versions;

  public VersionLookup(Versions versions) {
    this.versions = versions;
  }

  /**
   * The version of that id, or the newest when it is null.
   *
   * @throws ServiceError {@code NoSuchKey} or {@code NoSuchVersion} (404), {@code MethodNotAllowed}
   *     (405) for the id of a delete marker
   */
  public ObjectVersion get(Transaction tx, String bucket, String key, @Nullable String versionId) {
    if (versionId == null) {
      ObjectVersion current =
          versions.current(tx, bucket, key).orElseThrow(() -> ObjectErrors.noSuchKey(key));
      if (current.isDeleteMarker()) {
        throw ObjectErrors.deleted(current);
      }
      return current;
    }
    ObjectVersion version =
        versions
            .find(tx, bucket, key, versionId)
            .orElseThrow(() -> ObjectErrors.noSuchVersion(key, versionId));
    if (version.isDeleteMarker()) {
      throw ObjectErrors.isDeleteMarker(version);
    }
    return version;
  }
}
