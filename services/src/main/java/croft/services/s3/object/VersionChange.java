package croft.services.s3.object;

import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Transaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a version and changes what is told of it. */
public final class VersionChange {
  private final ObjectParts parts;
  private final VersionLookup lookup;

  public VersionChange(ObjectParts parts) {
    this.parts = parts;
    this.lookup = new VersionLookup(parts.versions());
  }

  /** Which version a request means, as it says so. */
  public record Address(
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String versionId,
      @Nullable String expectedOwner) {}

  /** A version and the bucket it is in. */
  public record Found(Bucket bucket, ObjectVersion version) {}

  /**
   * Finds a version.
   *
   * @throws croft.base.ServiceError as {@link VersionLookup#get}, and for another owner
   */
  public Found find(Address address) {
    return parts.store().read(tx -> find(tx, address));
  }

  private Found find(Transaction tx, Address address) {
    Bucket bucket = Buckets.get(tx, address.bucket, address.expectedOwner);
    String key = Keys.checked(address.key);
    String versionId = Keys.checkedVersion(address.versionId);
    return new Found(bucket, lookup.get(tx, bucket.name(), key, versionId));
  }

  /**
   * Changes the description of a version.
   *
   * @throws croft.base.ServiceError as {@link #find}, and what the change throws
   */
  public Found apply(Address address, Function<Found, ObjectDescription> change) {
    return parts
        .store()
        .write(tx -> {
          Found found = find(tx, address);
          ObjectVersion changed = found.version.with(change.apply(found));
          parts.versions().describe(tx, changed);
          return new Found(found.bucket, changed);
        });
  }
}
