package croft.services.s3.bucket;

import croft.base.CanonicalUserId;
import croft.base.ServiceError;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket. Its name is unique among all accounts and regions.
 *
 * @param account that owns it and everything in it
 * @param objectLock whether objects can be locked; it is never switched off
 * @param defaultLock of new objects, null for none
 * @param bucketKey whether S3 Bucket Keys were asked for; it changes nothing but what is told
 * @param customerKeysBlocked whether objects encrypted by customers' keys are refused
 * @param configurations documents of other rooms, by kind, such as {@code policy}
 */
public record Bucket(
    String name,
    String account,
    String region,
    Instant created,
    Versioning versioning,
    boolean objectLock,
    @Nullable DefaultLock defaultLock,
    boolean bucketKey,
    boolean customerKeysBlocked,
    Map<String, String> tags,
    Map<String, String> configurations) {

  public Bucket {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags)); // in their order
    configurations = Map.copyOf(configurations);
  }

  /** A bucket as it is made: private, without versions. */
  public static Bucket of(String name, String account, String region, Instant created) {
    return new Bucket(
        name,
        account,
        region,
        created,
        Versioning.OFF,
        false,
        null,
        false,
        false,
        Map.of(),
        Map.of());
  }

  /**
   * This bucket, when it is of the account its caller expects.
   *
   * @param account null when the caller does not say
   * @throws ServiceError {@code AccessDenied} (403)
   */
  Bucket expectedOf(@Nullable String account) {
    if (account != null && !account.equals(this.account)) {
      throw new ServiceError("AccessDenied", 403, "Access Denied");
    }
    return this;
  }

  /** {@code arn:aws:s3:::name}. */
  public String arn() {
    return arn(name);
  }

  /** The ARN a bucket of that name has. */
  public static String arn(String name) {
    return "arn:aws:s3:::" + name;
  }

  /** Whether an object has versions besides {@code null}, or may have. */
  public boolean hasVersions() {
    return versioning != Versioning.OFF;
  }

  /** The owner as access control lists name it. */
  public String ownerId() {
    return CanonicalUserId.of(account);
  }

  /** The document of a kind, null when nothing is configured. */
  public @Nullable String configuration(String kind) {
    return configurations.get(kind);
  }

  /** With the document of a kind, or without when it is null. */
  public Bucket configured(String kind, @Nullable String document) {
    Map<String, String> changed = new LinkedHashMap<>(configurations);
    if (document == null) {
      changed.remove(kind);
    } else {
      changed.put(kind, document);
    }
    return new Bucket(
        name,
        account,
        region,
        created,
        versioning,
        objectLock,
        defaultLock,
        bucketKey,
        customerKeysBlocked,
        tags,
        changed);
  }

  public Bucket with(Versioning state) {
    return new Bucket(
        name,
        account,
        region,
        created,
        state,
        objectLock,
        defaultLock,
        bucketKey,
        customerKeysBlocked,
        tags,
        configurations);
  }

  /** With object lock switched on, and this as the default of new objects. */
  public Bucket locking(@Nullable DefaultLock lock) {
    return new Bucket(
        name,
        account,
        region,
        created,
        versioning,
        true,
        lock,
        bucketKey,
        customerKeysBlocked,
        tags,
        configurations);
  }

  public Bucket encrypting(boolean withBucketKey, boolean blockingCustomerKeys) {
    return new Bucket(
        name,
        account,
        region,
        created,
        versioning,
        objectLock,
        defaultLock,
        withBucketKey,
        blockingCustomerKeys,
        tags,
        configurations);
  }

  public Bucket tagged(Map<String, String> newTags) {
    return new Bucket(
        name,
        account,
        region,
        created,
        versioning,
        objectLock,
        defaultLock,
        bucketKey,
        customerKeysBlocked,
        newTags,
        configurations);
  }
}
