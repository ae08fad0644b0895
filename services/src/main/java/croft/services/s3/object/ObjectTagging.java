package croft.services.s3.object;

import croft.api.s3.DeleteObjectTaggingRequest;
import croft.api.s3.DeleteObjectTaggingResponse;
import croft.api.s3.GetObjectTaggingRequest;
import croft.api.s3.GetObjectTaggingResponse;
import croft.api.s3.PutObjectTaggingRequest;
import croft.api.s3.PutObjectTaggingResponse;
import croft.api.s3.S3Model;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.TagSets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
final class ObjectTagging {
  private final ObjectParts parts;
  private final VersionChange change;

  ObjectTagging(ObjectParts parts) {
    this.parts = parts;
    this.change = new VersionChange(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.GET_OBJECT_TAGGING,
            (call, r) -> List.of(access(call, "s3:GetObject", r.versionId(), r.bucket(), r.key())),
            this::get),
        Binding.bind(
            S3Model.PUT_OBJECT_TAGGING,
            (call, r) -> List.of(access(call, "s3:PutObject", r.versionId(), r.bucket(), r.key())),
            this::put),
        Binding.bind(
            S3Model.DELETE_OBJECT_TAGGING,
            (call, r) ->
                List.of(access(call, "s3:DeleteObject", r.versionId(), r.bucket(), r.key())),
            this::delete));
  }

  private Access access(
      Call call,
      String verb,
      @Nullable String versionId,
      @Nullable String bucket,
      @Nullable String key) {
    String action = verb + (versionId == null ? "Tagging" : "VersionTagging");
    return parts.access().object(call, action, bucket, key, versionId);
  }

  private GetObjectTaggingResponse get(Call call, GetObjectTaggingRequest r) {
    VersionChange.Found found =
        change.find(
            new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()));
    return GetObjectTaggingResponse.builder()
        .tagSet(TagSets.shapes(found.version().description().tags()))
        .versionId(versionId(found.bucket(), found.version()))
        .build();
  }

  private PutObjectTaggingResponse put(Call call, PutObjectTaggingRequest r) {
    Map<String, String> tags =
        TagSets.of(Objects.requireNonNull(r.tagging()).tagSetOrEmpty(), TagSets.MOST_OF_OBJECT);
    VersionChange.Found changed =
        change.apply(
            new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()),
            found -> found.version().description().tagged(tags));
    return PutObjectTaggingResponse.builder()
        .versionId(versionId(changed.bucket(), changed.version()))
        .build();
  }

  private DeleteObjectTaggingResponse delete(Call call, DeleteObjectTaggingRequest r) {
    VersionChange.Found changed =
        change.apply(
            new VersionChange.Address(r.bucket(), r.key(), r.versionId(), r.expectedBucketOwner()),
            found -> found.version().description().tagged(Map.of()));
    return DeleteObjectTaggingResponse.builder()
        .versionId(versionId(changed.bucket(), changed.version()))
        .build();
  }

  private static @Nullable String versionId(Bucket bucket, ObjectVersion version) {
    return bucket.hasVersions() ? version.versionId() : null;
  }
}
