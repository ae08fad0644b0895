package croft.services.s3.object;

import croft.api.s3.Delete;
import croft.api.s3.DeleteError;
import croft.api.s3.DeleteObjectRequest;
import croft.api.s3.DeleteObjectResponse;
import croft.api.s3.DeleteObjectsRequest;
import croft.api.s3.DeleteObjectsResponse;
import croft.api.s3.DeletedObject;
import croft.api.s3.ObjectIdentifier;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DeleteObject and DeleteObjects. */
final class DeleteObject {
  private static final int MOST_KEYS = 1000;

  private final ObjectParts parts;

  DeleteObject(ObjectParts parts) {
    this.parts = parts;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(S3Model.DELETE_OBJECT, this::accesses, this::delete),
        // Each key is decided by itself, and told by itself: see the handler.
        Binding.bind(S3Model.DELETE_OBJECTS, (call, r) -> List.of(), this::deleteAll));
  }

  private List<Access> accesses(Call call, DeleteObjectRequest request) {
    return accesses(
        call,
        Objects.requireNonNullElse(request.bucket(), ""),
        new Target(
            Objects.requireNonNullElse(request.key(), ""), request.versionId(), bypasses(request)));
  }

  private static boolean bypasses(DeleteObjectRequest request) {
    return Boolean.TRUE.equals(request.bypassGovernanceRetention());
  }

  private List<Access> accesses(Call call, String bucket, Target target) {
    String action = target.versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    List<Access> accesses = new ArrayList<>();
    accesses.add(parts.access().object(call, action, bucket, target.key, target.versionId));
    if (target.bypass) {
      accesses.add(parts.access().object(call, "s3:BypassGovernanceRetention", bucket, target.key));
    }
    return accesses;
  }

  /** What shall be deleted. */
  private record Target(String key, @Nullable String versionId, boolean bypass) {}

  /**
   * What an object must be to be deleted; null for what may be anything.
   *
   * @param modified in whole seconds
   */
  private record Demands(
      @Nullable String etag, @Nullable Instant modified, @Nullable Long sizeBytes) {
    boolean isNone() {
      return etag == null && modified == null && sizeBytes == null;
    }
  }

  /**
   * What became of it.
   *
   * @param marker the version id of a delete marker that was made or removed, else null
   * @param made whether that marker was made
   */
  private record Deleted(@Nullable String marker, boolean made) {
    static final Deleted PLAINLY = new Deleted(null, false);
  }

  private DeleteObjectResponse delete(Call call, DeleteObjectRequest request) {
    Target target =
        new Target(
            Keys.checked(request.key()),
            Keys.checkedVersion(request.versionId()),
            bypasses(request));
    refuseMfa(request.mfa());
    Demands demands =
        new Demands(request.ifMatch(), request.ifMatchLastModifiedTime(), request.ifMatchSize());
    Deleted deleted =
        parts
            .store()
            .write(tx -> {
              Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
              return delete(tx, call, bucket, target, demands);
            });
    DeleteObjectResponse.Builder response = DeleteObjectResponse.builder();
    if (deleted.marker != null) {
      response.deleteMarker(true).versionId(deleted.marker);
    } else if (target.versionId != null) {
      response.versionId(target.versionId);
    }
    return response.build();
  }

  private static void refuseMfa(@Nullable String mfa) {
    if (mfa != null) {
      throw ServiceError.unsupported("MFA delete");
    }
  }

  private Deleted delete(Transaction tx, Call call, Bucket bucket, Target target, Demands demands) {
    String versionId = target.versionId;
    if (versionId == null) {
      check(demands, target.key, parts.versions().current(tx, bucket.name(), target.key));
      Optional<ObjectVersion> marker = parts.writing().delete(tx, bucket, target.key, call.at());
      return marker.map(made -> new Deleted(made.versionId(), true)).orElse(Deleted.PLAINLY);
    }
    ObjectVersion version =
        parts.versions().find(tx, bucket.name(), target.key, versionId).orElse(null);
    check(demands, target.key, Optional.ofNullable(version));
    if (version == null) {
      return Deleted.PLAINLY;
    }
    if (version.description().lock().holds(call.at(), target.bypass)) {
      throw ObjectErrors.protectedByLock();
    }
    parts.writing().remove(tx, version);
    return version.isDeleteMarker() ? new Deleted(versionId, false) : Deleted.PLAINLY;
  }

  private static void check(Demands demands, String key, Optional<ObjectVersion> found) {
    if (demands.isNone()) {
      return;
    }
    ObjectVersion version =
        found.filter(each -> !each.isDeleteMarker()).orElseThrow(() -> ObjectErrors.noSuchKey(key));
    if (demands.etag != null && !Conditions.names(demands.etag, version)) {
      throw ObjectErrors.preconditionFailed("If-Match");
    }
    if (demands.modified != null && !demands.modified.equals(version.modified())) {
      throw ObjectErrors.preconditionFailed("x-amz-if-match-last-modified-time");
    }
    if (demands.sizeBytes != null && demands.sizeBytes != version.bytes().sizeBytes()) {
      throw ObjectErrors.preconditionFailed("x-amz-if-match-size");
    }
  }

  private DeleteObjectsResponse deleteAll(Call call, DeleteObjectsRequest request) {
    Delete wanted = Objects.requireNonNull(request.delete());
    List<ObjectIdentifier> objects = wanted.objectsOrEmpty();
    if (objects.isEmpty() || objects.size() > MOST_KEYS) {
      throw ObjectErrors.malformedXml();
    }
    refuseMfa(request.mfa());
    Bucket bucket =
        parts.store().read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    boolean bypass = Boolean.TRUE.equals(request.bypassGovernanceRetention());
    List<DeletedObject> deleted = new ArrayList<>();
    List<DeleteError> errors = new ArrayList<>();
    List<Allowed> allowed = new ArrayList<>();
    for (ObjectIdentifier object : objects) {
      try {
        allowed.add(allowed(call, bucket, object, bypass));
      } catch (ServiceError e) {
        errors.add(error(object, e));
      }
    }
    parts
        .store()
        .write(tx -> {
          deleted.clear(); // the body may be run again
          List<DeleteError> late = new ArrayList<>();
          Bucket now = Buckets.get(tx, bucket.name());
          for (Allowed each : allowed) {
            try {
              deleted.add(shape(each.target, delete(tx, call, now, each.target, each.demands)));
            } catch (ServiceError e) {
              late.add(error(each.object, e));
            }
          }
          return late;
        })
        .forEach(errors::add);
    DeleteObjectsResponse.Builder response = DeleteObjectsResponse.builder().errors(errors);
    return Boolean.TRUE.equals(wanted.quiet())
        ? response.build()
        : response.deleted(deleted).build();
  }

  private record Allowed(ObjectIdentifier object, Target target, Demands demands) {}

  private Allowed allowed(Call call, Bucket bucket, ObjectIdentifier object, boolean bypass) {
    Target target =
        new Target(Keys.checked(object.key()), Keys.checkedVersion(object.versionId()), bypass);
    parts.authorizer().check(call, S3Model.MODEL, accesses(call, bucket.name(), target));
    return new Allowed(
        object, target, new Demands(object.eTag(), object.lastModifiedTime(), object.size()));
  }

  private static DeletedObject shape(Target target, Deleted deleted) {
    DeletedObject.Builder shape =
        DeletedObject.builder().key(target.key).versionId(target.versionId);
    if (deleted.marker != null) {
      shape.deleteMarker(true).deleteMarkerVersionId(deleted.marker);
    }
    return shape.build();
  }

  private static DeleteError error(ObjectIdentifier object, ServiceError e) {
    return DeleteError.builder()
        .key(object.key())
        .versionId(object.versionId())
        .code(e.code())
        .message(e.message())
        .build();
  }
}
