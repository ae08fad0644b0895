package croft.services.s3.bucket;

import croft.api.s3.DefaultRetention;
import croft.api.s3.DeleteBucketTaggingRequest;
import croft.api.s3.DeleteBucketTaggingResponse;
import croft.api.s3.GetBucketTaggingRequest;
import croft.api.s3.GetBucketTaggingResponse;
import croft.api.s3.GetBucketVersioningRequest;
import croft.api.s3.GetBucketVersioningResponse;
import croft.api.s3.GetObjectLockConfigurationRequest;
import croft.api.s3.GetObjectLockConfigurationResponse;
import croft.api.s3.ObjectLockConfiguration;
import croft.api.s3.ObjectLockRule;
import croft.api.s3.PutBucketTaggingRequest;
import croft.api.s3.PutBucketTaggingResponse;
import croft.api.s3.PutBucketVersioningRequest;
import croft.api.s3.PutBucketVersioningResponse;
import croft.api.s3.PutObjectLockConfigurationRequest;
import croft.api.s3.PutObjectLockConfigurationResponse;
import croft.api.s3.S3Model;
import croft.api.s3.Tagging;
import croft.api.s3.VersioningConfiguration;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bucket's versioning, tags and object lock. */
public final class BucketSettings {
  private static final int LONGEST_DAYS = 36_500;
  private static final int LONGEST_YEARS = 100;

  private final Store store;
  private final S3Access access;

  public BucketSettings(Store store, S3Access access) {
    this.store = store;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.GET_BUCKET_VERSIONING,
            (call, r) -> List.of(access.bucket(call, "s3:GetBucketVersioning", r.bucket())),
            this::getVersioning),
        Binding.bind(
            S3Model.PUT_BUCKET_VERSIONING,
            (call, r) -> List.of(access.bucket(call, "s3:PutBucketVersioning", r.bucket())),
            this::putVersioning),
        Binding.bind(
            S3Model.GET_BUCKET_TAGGING,
            (call, r) -> List.of(access.bucket(call, "s3:GetBucketTagging", r.bucket())),
            this::getTagging),
        Binding.bind(
            S3Model.PUT_BUCKET_TAGGING,
            (call, r) -> List.of(access.bucket(call, "s3:PutBucketTagging", r.bucket())),
            this::putTagging),
        Binding.bind(
            S3Model.DELETE_BUCKET_TAGGING,
            (call, r) -> List.of(access.bucket(call, "s3:PutBucketTagging", r.bucket())),
            this::deleteTagging),
        Binding.bind(
            S3Model.GET_OBJECT_LOCK_CONFIGURATION,
            (call, r) ->
                List.of(access.bucket(call, "s3:GetBucketObjectLockConfiguration", r.bucket())),
            this::getLock),
        Binding.bind(
            S3Model.PUT_OBJECT_LOCK_CONFIGURATION,
            (call, r) ->
                List.of(access.bucket(call, "s3:PutBucketObjectLockConfiguration", r.bucket())),
            this::putLock));
  }

  private Bucket bucket(@Nullable String name, @Nullable String expectedOwner) {
    return store.read(tx -> Buckets.get(tx, name, expectedOwner));
  }

  private GetBucketVersioningResponse getVersioning(Call call, GetBucketVersioningRequest request) {
    GetBucketVersioningResponse.Builder response = GetBucketVersioningResponse.builder();
    return switch (bucket(request.bucket(), request.expectedBucketOwner()).versioning()) {
      case OFF -> response.build();
      case ENABLED -> response.status("Enabled").build();
      case SUSPENDED -> response.status("Suspended").build();
    };
  }

  private PutBucketVersioningResponse putVersioning(Call call, PutBucketVersioningRequest request) {
    VersioningConfiguration wanted = Objects.requireNonNull(request.versioningConfiguration());
    if (request.mfa() != null || "Enabled".equals(wanted.mfaDelete())) {
      throw ServiceError.unsupported("MFA delete");
    }
    if (wanted.status() == null) {
      throw ServiceError.badRequest(
          "IllegalVersioningConfigurationException", "The Versioning element must be specified");
    }
    boolean enabled = wanted.status().equals("Enabled");
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (bucket.objectLock() && !enabled) {
        throw invalidState(
            "An Object Lock configuration is present on this bucket, so the versioning state cannot"
                + " be changed.");
      }
      Buckets.put(tx, bucket.with(enabled ? Versioning.ENABLED : Versioning.SUSPENDED));
      return null;
    });
    return PutBucketVersioningResponse.builder().build();
  }

  private GetBucketTaggingResponse getTagging(Call call, GetBucketTaggingRequest request) {
    Bucket bucket = bucket(request.bucket(), request.expectedBucketOwner());
    if (bucket.tags().isEmpty()) {
      throw new ServiceError(
          "NoSuchTagSet", 404, "The TagSet does not exist", Map.of("BucketName", bucket.name()));
    }
    return GetBucketTaggingResponse.builder().tagSet(TagSets.shapes(bucket.tags())).build();
  }

  private PutBucketTaggingResponse putTagging(Call call, PutBucketTaggingRequest request) {
    Tagging wanted = Objects.requireNonNull(request.tagging());
    Map<String, String> tags = TagSets.of(wanted.tagSetOrEmpty(), TagSets.MOST_OF_BUCKET);
    tag(request.bucket(), request.expectedBucketOwner(), tags);
    return PutBucketTaggingResponse.builder().build();
  }

  private DeleteBucketTaggingResponse deleteTagging(Call call, DeleteBucketTaggingRequest request) {
    tag(request.bucket(), request.expectedBucketOwner(), Map.of());
    return DeleteBucketTaggingResponse.builder().build();
  }

  private void tag(
      @Nullable String name, @Nullable String expectedOwner, Map<String, String> tags) {
    store.write(tx -> {
      Buckets.put(tx, Buckets.get(tx, name, expectedOwner).tagged(tags));
      return null;
    });
  }

  private GetObjectLockConfigurationResponse getLock(
      Call call, GetObjectLockConfigurationRequest request) {
    Bucket bucket = bucket(request.bucket(), request.expectedBucketOwner());
    if (!bucket.objectLock()) {
      throw new ServiceError(
          "ObjectLockConfigurationNotFoundError",
          404,
          "Object Lock configuration does not exist for this bucket",
          Map.of("BucketName", bucket.name()));
    }
    ObjectLockConfiguration.Builder shape =
        ObjectLockConfiguration.builder().objectLockEnabled("Enabled");
    DefaultLock lock = bucket.defaultLock();
    if (lock != null) {
      shape.rule(ObjectLockRule.builder().defaultRetention(retention(lock)).build());
    }
    return GetObjectLockConfigurationResponse.builder()
        .objectLockConfiguration(shape.build())
        .build();
  }

  private static DefaultRetention retention(DefaultLock lock) {
    DefaultRetention.Builder shape = DefaultRetention.builder().mode(lock.mode());
    return (lock.days() > 0 ? shape.days(lock.days()) : shape.years(lock.years())).build();
  }

  private PutObjectLockConfigurationResponse putLock(
      Call call, PutObjectLockConfigurationRequest request) {
    ObjectLockConfiguration wanted = request.objectLockConfiguration();
    if (wanted == null || !"Enabled".equals(wanted.objectLockEnabled())) {
      throw malformed();
    }
    DefaultLock lock = defaultLock(wanted.rule());
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (bucket.versioning() != Versioning.ENABLED) {
        throw invalidState(
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
      }
      Buckets.put(tx, bucket.locking(lock));
      return null;
    });
    return PutObjectLockConfigurationResponse.builder().build();
  }

  private static @Nullable DefaultLock defaultLock(@Nullable ObjectLockRule rule) {
    if (rule == null) {
      return null;
    }
    DefaultRetention wanted = rule.defaultRetention();
    if (wanted == null || wanted.mode() == null) {
      throw malformed();
    }
    Integer days = wanted.days();
    Integer years = wanted.years();
    if ((days == null) == (years == null)) {
      throw malformed();
    }
    if (days != null) {
      checkPeriod(days, LONGEST_DAYS, "days");
      return new DefaultLock(wanted.mode(), days, 0);
    }
    checkPeriod(Objects.requireNonNull(years), LONGEST_YEARS, "years");
    return new DefaultLock(wanted.mode(), 0, years);
  }

  private static void checkPeriod(int number, int most, String unit) {
    if (number <= 0) {
      throw ServiceError.badRequest(
          "InvalidArgument", "Default retention period must be a positive integer value.");
    }
    if (number > most) {
      throw ServiceError.badRequest(
          "InvalidArgument",
          "Default retention period is too large: at most " + most + " " + unit + ".");
    }
  }

  private static ServiceError malformed() {
    return ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  private static ServiceError invalidState(String message) {
    return new ServiceError("InvalidBucketState", 409, message);
  }
}
