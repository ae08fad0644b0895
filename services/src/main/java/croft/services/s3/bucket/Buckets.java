package croft.services.s3.bucket;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The buckets of all accounts and regions. */
public final class Buckets {
  public static final Table<Bucket> TABLE =
      Table.of("s3_bucket", Bucket.class, bucket -> "", Bucket::name)
          .index("account", Bucket::account);

  private Buckets() {}

  public static Optional<Bucket> find(Transaction tx, String name) {
    return tx.get(TABLE, "", name);
  }

  /**
   * The bucket of that name.
   *
   * @throws ServiceError {@code NoSuchBucket} (404)
   */
  public static Bucket get(Transaction tx, String name) {
    return find(tx, name).orElseThrow(() -> missing(name));
  }

  /**
   * The bucket of that name, which must be of the account its caller expects.
   *
   * @param expectedOwner of {@code x-amz-expected-bucket-owner}, null when the caller does not say
   * @throws ServiceError {@code NoSuchBucket} (404) or {@code AccessDenied} (403)
   */
  public static Bucket get(Transaction tx, @Nullable String name, @Nullable String expectedOwner) {
    return get(tx, name == null ? "" : name).expectedOf(expectedOwner);
  }

  /** The buckets of an account, by name. */
  public static List<Bucket> ofAccount(Transaction tx, String account) {
    return tx.find(TABLE, "account", account);
  }

  public static void put(Transaction tx, Bucket bucket) {
    tx.put(TABLE, bucket);
  }

  /** Keeps another room's document with a bucket, or drops it when it is null. */
  public static void configure(
      Transaction tx, Bucket bucket, String kind, @Nullable String document) {
    put(tx, get(tx, bucket.name()).configured(kind, document));
  }

  /** {@code NoSuchBucket} (404). */
  public static ServiceError missing(String name) {
    return new ServiceError(
        "NoSuchBucket", 404, "The specified bucket does not exist", Map.of("BucketName", name));
  }
}
