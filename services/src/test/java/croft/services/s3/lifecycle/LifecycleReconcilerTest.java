package croft.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.s3.AbortMultipartUploadRequest;
import croft.api.s3.AbortMultipartUploadResponse;
import croft.api.s3.DeleteMarkerEntry;
import croft.api.s3.DeleteObjectRequest;
import croft.api.s3.DeleteObjectResponse;
import croft.api.s3.GetObjectTaggingRequest;
import croft.api.s3.GetObjectTaggingResponse;
import croft.api.s3.ListMultipartUploadsResponse;
import croft.api.s3.ListObjectVersionsRequest;
import croft.api.s3.ListObjectVersionsResponse;
import croft.api.s3.MultipartUpload;
import croft.api.s3.ObjectVersion;
import croft.api.s3.S3Api;
import croft.api.s3.S3Model;
import croft.api.s3.Tag;
import croft.base.ServiceError;
import croft.services.s3.lifecycle.Rule.Expiration;
import croft.services.s3.lifecycle.Rule.Filter;
import croft.services.s3.lifecycle.Rule.Noncurrent;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LifecycleReconcilerTest {
  private static final Instant START = Instant.parse("2026-03-10T10:00:00Z");
  private static final Filter ALL = new Filter("", Map.of(), null, null);

  private Instant now = START;
  private List<Rule> rules = List.of();
  private final Contents bucket = new Contents();
  private final LifecycleReconciler reconciler =
      new LifecycleReconciler(
          () -> List.of(new LifecycleReconciler.Governed("b", new Rules(rules), new S3Api(bucket))),
          () -> now);

  /** A bucket, listed two versions at a time. */
  private static final class Contents implements Invoker {
    final List<VersionWalk.Listed> versions = new ArrayList<>();
    final List<MultipartUpload> uploads = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();

    void add(String key, String id, boolean latest, boolean marker, String modified) {
      Instant at = Instant.parse(modified);
      versions.add(
          new VersionWalk.Listed(key, id, latest, marker, 5, at, marker ? null : "\"" + id + "\""));
    }

    @Override
    @SuppressWarnings("unchecked") // each operation is answered with its own response
    public <I extends Shape, O extends Shape> O invoke(Operation<I, O> operation, I request) {
      if (operation.equals(S3Model.LIST_OBJECT_VERSIONS)) {
        return (O) list((ListObjectVersionsRequest) request);
      }
      if (operation.equals(S3Model.DELETE_OBJECT)) {
        DeleteObjectRequest delete = (DeleteObjectRequest) request;
        String id = delete.versionId() == null ? "if " + delete.ifMatch() : delete.versionId();
        if ("locked".equals(delete.key())) {
          throw new ServiceError("AccessDenied", 403, "Access Denied");
        }
        deleted.add(delete.key() + " " + id);
        return (O) DeleteObjectResponse.builder().build();
      }
      if (operation.equals(S3Model.GET_OBJECT_TAGGING)) {
        String key = Objects.requireNonNull(((GetObjectTaggingRequest) request).key());
        Tag tag = Tag.builder().key("of").value(key).build();
        return (O) GetObjectTaggingResponse.builder().tagSet(List.of(tag)).build();
      }
      if (operation.equals(S3Model.LIST_MULTIPART_UPLOADS)) {
        return (O) ListMultipartUploadsResponse.builder().uploads(uploads).build();
      }
      deleted.add("upload " + ((AbortMultipartUploadRequest) request).uploadId());
      return (O) AbortMultipartUploadResponse.builder().build();
    }

    private ListObjectVersionsResponse list(ListObjectVersionsRequest request) {
      String after = request.keyMarker();
      int from = after == null ? 0 : Integer.parseInt(after);
      List<VersionWalk.Listed> page = versions.subList(from, Math.min(from + 2, versions.size()));
      boolean more = from + 2 < versions.size();
      return ListObjectVersionsResponse.builder()
          .versions(page.stream().filter(v -> !v.marker()).map(Contents::version).toList())
          .deleteMarkers(page.stream().filter(v -> v.marker()).map(Contents::marker).toList())
          .isTruncated(more)
          .nextKeyMarker(more ? Integer.toString(from + 2) : null)
          .build();
    }

    private static ObjectVersion version(VersionWalk.Listed listed) {
      return ObjectVersion.builder()
          .key(listed.key())
          .versionId(listed.versionId())
          .isLatest(listed.latest())
          .lastModified(listed.modified())
          .size(listed.sizeBytes())
          .eTag(listed.etag())
          .build();
    }

    private static DeleteMarkerEntry marker(VersionWalk.Listed listed) {
      return DeleteMarkerEntry.builder()
          .key(listed.key())
          .versionId(listed.versionId())
          .isLatest(listed.latest())
          .lastModified(listed.modified())
          .build();
    }
  }

  private List<String> deletedAt(String instant) {
    now = Instant.parse(instant);
    bucket.deleted.clear();
    reconciler.reconcile();
    return List.copyOf(bucket.deleted);
  }

  @Test
  void currentObjectsGoWhenTheirDayHasComeUnlessTheyChanged() {
    bucket.add("a", "null", true, false, "2026-03-01T10:00:00Z");
    bucket.add("b", "null", true, false, "2026-03-08T10:00:00Z");
    bucket.add("locked", "null", true, false, "2026-03-01T10:00:00Z");
    bucket.add("z", "null", true, false, "2026-03-01T10:00:00Z");
    rules = List.of(new Rule("r", ALL, new Expiration(5, null, false), null, null));
    assertThat(deletedAt("2026-03-06T23:59:59Z")).isEmpty();
    assertThat(deletedAt("2026-03-07T01:00:00Z")).containsExactly("a if \"null\"", "z if \"null\"");
    assertThat(deletedAt("2026-03-14T00:00:00Z")).contains("b if \"null\"");
  }

  @Test
  void looksAgainWhenAnHourWentByOrTheRulesAreOthers() {
    bucket.add("a", "null", true, false, "2026-03-01T10:00:00Z");
    rules = List.of(new Rule("r", ALL, new Expiration(5, null, false), null, null));
    assertThat(deletedAt("2026-03-10T10:00:00Z")).hasSize(1);
    assertThat(deletedAt("2026-03-10T10:59:59Z")).isEmpty();
    assertThat(deletedAt("2026-03-10T11:00:00Z")).hasSize(1);
    rules = List.of(new Rule("r", ALL, new Expiration(6, null, false), null, null));
    assertThat(deletedAt("2026-03-10T11:00:05Z")).hasSize(1);
    now = now.plus(Duration.ofHours(2));
  }

  @Test
  void tagsAreAskedForAndMustFit() {
    bucket.add("a", "null", true, false, "2026-03-01T10:00:00Z");
    bucket.add("b", "null", true, false, "2026-03-01T10:00:00Z");
    Filter ofB = new Filter("", Map.of("of", "b"), null, null);
    rules = List.of(new Rule("r", ofB, new Expiration(1, null, false), null, null));
    assertThat(deletedAt("2026-03-10T00:00:00Z")).containsExactly("b if \"null\"");
  }

  @Test
  void noncurrentVersionsAreCountedAcrossPagesFromWhenTheyWereReplaced() {
    bucket.add("a", "v4", true, false, "2026-03-09T00:00:00Z");
    bucket.add("a", "v3", false, false, "2026-03-08T00:00:00Z");
    bucket.add("a", "v2", false, true, "2026-03-02T00:00:00Z");
    bucket.add("a", "v1", false, false, "2026-03-01T00:00:00Z");
    rules = List.of(new Rule("r", ALL, null, new Noncurrent(3, 0), null));
    // v2 was replaced on the 8th, v1 on the 2nd.
    assertThat(deletedAt("2026-03-10T00:00:00Z")).containsExactly("a v1");
    assertThat(deletedAt("2026-03-11T01:00:00Z")).containsExactly("a v2", "a v1");
    rules = List.of(new Rule("r", ALL, null, new Noncurrent(3, 2), null));
    assertThat(deletedAt("2026-03-20T00:00:00Z")).containsExactly("a v1");
  }

  @Test
  void markersOverNothingGoAndTheirFellowsStay() {
    bucket.add("bare", "m1", true, true, "2026-03-01T00:00:00Z");
    bucket.add("hiding", "m2", true, true, "2026-03-01T00:00:00Z");
    bucket.add("hiding", "v1", false, false, "2026-02-01T00:00:00Z");
    rules = List.of(new Rule("r", ALL, new Expiration(null, null, true), null, null));
    assertThat(deletedAt("2026-03-10T00:00:00Z")).containsExactly("bare m1");
  }

  @Test
  void uploadsThatNobodyCompletesAreAborted() {
    bucket.uploads.add(
        MultipartUpload.builder()
            .key("a")
            .uploadId("u1")
            .initiated(Instant.parse("2026-03-01T10:00:00Z"))
            .build());
    rules = List.of(new Rule("r", ALL, null, null, 3));
    assertThat(deletedAt("2026-03-04T00:00:00Z")).isEmpty();
    assertThat(deletedAt("2026-03-05T00:00:00Z")).containsExactly("upload u1");
  }
}
