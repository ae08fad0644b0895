package croft.services.s3.object;

import croft.base.Ids;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.DefaultLock;
import croft.services.s3.bucket.Versioning;
import croft.services.s3.content.Content;
import croft.services.s3.content.Contents;
import croft.store.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts versions in their place and takes them away, as the versioning of the bucket asks, and lets
 * go of the bytes that nothing needs any more.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html">How S3
 * Versioning works</a>.
 */
public final class ObjectWriting {
  private static final int VERSION_ID_DIGITS = 32;

  private final Versions versions;
  private final Contents contents;
  private final Ids ids;

  public ObjectWriting(Versions versions, Contents contents, Ids ids) {
    this.versions = versions;
    this.contents = contents;
    this.ids = ids;
  }

  /**
   * Makes an object the newest version of its key. Its content is kept in this transaction already.
   */
  public ObjectVersion put(
      Transaction tx, Bucket bucket, String key, ObjectDescription description, Placed placed) {
    ObjectVersion former = versions.current(tx, bucket.name(), key).orElse(null);
    String versionId =
        bucket.versioning() == Versioning.ENABLED ? ids.hex(VERSION_ID_DIGITS) : ObjectVersion.NULL;
    ObjectVersion version =
        new ObjectVersion(
            bucket.name(),
            key,
            versionId,
            former == null ? 0 : former.rank() - 1,
            placed.at().truncatedTo(ChronoUnit.SECONDS),
            locked(bucket, description, placed),
            placed.content());
    if (former != null) {
      makeRoom(tx, former, versionId);
    }
    versions.putCurrent(tx, version);
    return version;
  }

  /**
   * When a version comes to be, with which bytes.
   *
   * @param content null for a delete marker
   */
  public record Placed(Instant at, @Nullable Content content) {}

  private void makeRoom(Transaction tx, ObjectVersion former, String versionId) {
    if (former.versionId().equals(versionId)) {
      release(tx, former);
      return;
    }
    if (versionId.equals(ObjectVersion.NULL)) {
      Optional<ObjectVersion> old =
          versions.older(tx, former.bucket(), former.key(), ObjectVersion.NULL);
      old.ifPresent(version -> dropOlder(tx, version));
    }
    versions.addOlder(tx, former);
  }

  private static ObjectDescription locked(
      Bucket bucket, ObjectDescription description, Placed placed) {
    DefaultLock byDefault = bucket.defaultLock();
    ObjectLock lock = description.lock();
    if (byDefault == null || lock.mode() != null || placed.content() == null) {
      return description;
    }
    Instant until =
        placed
            .at()
            .atOffset(ZoneOffset.UTC)
            .plusDays(byDefault.days())
            .plusYears(byDefault.years())
            .toInstant();
    return description.with(new ObjectLock(byDefault.mode(), until, lock.legalHold()));
  }

  /**
   * Deletes the object as far as its bucket lets go of it: for good without versions, else by a
   * delete marker, which is returned.
   */
  public Optional<ObjectVersion> delete(Transaction tx, Bucket bucket, String key, Instant at) {
    if (bucket.hasVersions()) {
      ObjectDescription marker = ObjectDescription.ofMarker(bucket.account());
      return Optional.of(put(tx, bucket, key, marker, new Placed(at, null)));
    }
    versions.current(tx, bucket.name(), key).ifPresent(version -> remove(tx, version));
    return Optional.empty();
  }

  /** Removes one version for good; what keeps it was looked at before. */
  public void remove(Transaction tx, ObjectVersion version) {
    Optional<ObjectVersion> current = versions.current(tx, version.bucket(), version.key());
    boolean newest = current.isPresent() && current.get().versionId().equals(version.versionId());
    if (!newest) {
      dropOlder(tx, version);
      return;
    }
    release(tx, version);
    Optional<ObjectVersion> next = versions.newestOlder(tx, version.bucket(), version.key());
    if (next.isEmpty()) {
      versions.deleteCurrent(tx, version.bucket(), version.key());
    } else {
      versions.deleteOlder(tx, version.bucket(), version.key(), next.get().versionId());
      versions.putCurrent(tx, next.get());
    }
  }

  private void dropOlder(Transaction tx, ObjectVersion version) {
    release(tx, version);
    versions.deleteOlder(tx, version.bucket(), version.key(), version.versionId());
  }

  private void release(Transaction tx, ObjectVersion version) {
    Content content = version.content();
    if (content != null) {
      contents.release(tx, content);
    }
  }
}
