package croft.services.s3.bucket;

import croft.base.ServiceError;
import croft.store.Store;
import croft.store.UntilChanged;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buckets as they are now, for those who look before a transaction: every request of S3 asks
 * several times, and buckets hardly ever change. What a transaction writes, it reads by {@link
 * Buckets}.
 */
public final class KnownBuckets {
  private final Store store;
  private final UntilChanged<String, Bucket> known;

  public KnownBuckets(Store store) {
    this.store = store;
    this.known = new UntilChanged<>(store.changes(Buckets.TABLE));
  }

  /** The bucket of that name. */
  public Optional<Bucket> find(String name) {
    return known.get(name, asked -> store.read(tx -> Buckets.find(tx, asked)));
  }

  /**
   * The bucket of that name, which must be of the account its caller expects.
   *
   * @param expectedOwner of {@code x-amz-expected-bucket-owner}, null when the caller does not say
   * @throws ServiceError {@code NoSuchBucket} (404) or {@code AccessDenied} (403)
   */
  public Bucket get(@Nullable String name, @Nullable String expectedOwner) {
    String asked = name == null ? "" : name;
    return find(asked).orElseThrow(() -> Buckets.missing(asked)).expectedOf(expectedOwner);
  }
}
