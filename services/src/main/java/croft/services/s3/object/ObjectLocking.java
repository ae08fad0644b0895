package croft.services.s3.object;

import croft.api.s3.GetObjectLegalHoldRequest;
import croft.api.s3.GetObjectLegalHoldResponse;
import croft.api.s3.GetObjectRetentionRequest;
import croft.api.s3.GetObjectRetentionResponse;
import croft.api.s3.ObjectLockLegalHold;
import croft.api.s3.ObjectLockRetention;
import croft.api.s3.PutObjectLegalHoldRequest;
import croft.api.s3.PutObjectLegalHoldResponse;
import croft.api.s3.PutObjectRetentionRequest;
import croft.api.s3.PutObjectRetentionResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Legal holds and retention of single versions.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html">Locking objects
 * with Object Lock</a>.
 */
final class ObjectLocking {
  private final ObjectParts parts;
  private final VersionChange change;

  ObjectLocking(ObjectParts parts) {
    this.parts = parts;
    this.change = new VersionChange(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.GET_OBJECT_LEGAL_HOLD,
            (call, r) ->
                List.of(
                    parts
                        .access()
                        .object(call, "s3:GetObjectLegalHold", r.bucket(), r.key(), r.versionId())),
            this::getHold),
        Binding.bind(
            S3Model.PUT_OBJECT_LEGAL_HOLD,
            (call, r) ->
                List.of(
                    parts
                        .access()
                        .object(call, "s3:PutObjectLegalHold", r.bucket(), r.key(), r.versionId())),
            this::putHold),
        Binding.bind(
            S3Model.GET_OBJECT_RETENTION,
            (call, r) ->
                List.of(
                    parts
                        .access()
                        .object(call, "s3:GetObjectRetention", r.bucket(), r.key(), r.versionId())),
            this::getRetention),
        Binding.bind(S3Model.PUT_OBJECT_RETENTION, this::retentionAccesses, this::putRetention));
  }

  private List<Access> retentionAccesses(Call call, PutObjectRetentionRequest r) {
    List<Access> accesses = new ArrayList<>();
    accesses.add(
        parts.access().object(call, "s3:PutObjectRetention", r.bucket(), r.key(), r.versionId()));
    if (Boolean.TRUE.equals(r.bypassGovernanceRetention())) {
      accesses.add(
          parts
              .access()
              .object(call, "s3:BypassGovernanceRetention", r.bucket(), r.key(), r.versionId()));
    }
    return accesses;
  }

  private GetObjectLegalHoldResponse getHold(Call call, GetObjectLegalHoldRequest r) {
    ObjectLock lock =
        lock(
            new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()));
    if (lock.legalHold() == null) {
      throw nothingSet(r.key());
    }
    return GetObjectLegalHoldResponse.builder()
        .legalHold(ObjectLockLegalHold.builder().status(lock.legalHold()).build())
        .build();
  }

  private GetObjectRetentionResponse getRetention(Call call, GetObjectRetentionRequest r) {
    ObjectLock lock =
        lock(
            new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()));
    if (lock.mode() == null) {
      throw nothingSet(r.key());
    }
    return GetObjectRetentionResponse.builder()
        .retention(
            ObjectLockRetention.builder().mode(lock.mode()).retainUntilDate(lock.until()).build())
        .build();
  }

  private ObjectLock lock(VersionChange.Address address) {
    VersionChange.Found found = change.find(address);
    requireLocking(found.bucket());
    return found.version().description().lock();
  }

  private static ServiceError nothingSet(@Nullable String key) {
    return new ServiceError(
        "NoSuchObjectLockConfiguration",
        404,
        "The specified object does not have a ObjectLock configuration",
        Map.of("Key", key == null ? "" : key));
  }

  private static void requireLocking(Bucket bucket) {
    if (!bucket.objectLock()) {
      throw ObjectErrors.invalidRequest("Bucket is missing Object Lock Configuration");
    }
  }

  private PutObjectLegalHoldResponse putHold(Call call, PutObjectLegalHoldRequest r) {
    ObjectLockLegalHold wanted = r.legalHold();
    if (wanted == null || wanted.status() == null) {
      throw ObjectErrors.malformedXml();
    }
    change.apply(
        new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()),
        found -> {
          requireLocking(found.bucket());
          ObjectDescription description = found.version().description();
          ObjectLock lock = description.lock();
          return description.with(new ObjectLock(lock.mode(), lock.until(), wanted.status()));
        });
    return PutObjectLegalHoldResponse.builder().build();
  }

  private PutObjectRetentionResponse putRetention(Call call, PutObjectRetentionRequest r) {
    ObjectLockRetention wanted = r.retention();
    if (wanted == null || (wanted.mode() == null) != (wanted.retainUntilDate() == null)) {
      throw ObjectErrors.malformedXml();
    }
    Instant until = wanted.retainUntilDate();
    if (until != null && !until.isAfter(call.at())) {
      throw ServiceError.badRequest(
          "InvalidArgument", "The retain until date must be in the future!");
    }
    boolean bypassing = Boolean.TRUE.equals(r.bypassGovernanceRetention());
    change.apply(
        new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()),
        found -> {
          requireLocking(found.bucket());
          ObjectDescription description = found.version().description();
          ObjectLock lock = description.lock();
          ObjectLock changed = new ObjectLock(wanted.mode(), until, lock.legalHold());
          if (lock.isRetained(call.at())
              && weakens(lock, changed)
              && !(lock.isGoverned() && bypassing)) {
            throw ObjectErrors.protectedByLock();
          }
          return description.with(changed);
        });
    return PutObjectRetentionResponse.builder().build();
  }

  /** Whether a retention would end earlier, or become one that can be passed over. */
  private static boolean weakens(ObjectLock lock, ObjectLock changed) {
    Instant until = changed.until();
    Instant former = lock.until();
    return until == null
        || (former != null && until.isBefore(former))
        || !Objects.equals(lock.mode(), changed.mode());
  }
}
