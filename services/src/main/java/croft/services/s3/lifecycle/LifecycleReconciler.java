package croft.services.s3.lifecycle;

import croft.api.s3.AbortMultipartUploadRequest;
import croft.api.s3.DeleteObjectRequest;
import croft.api.s3.GetObjectTaggingRequest;
import croft.api.s3.ListMultipartUploadsRequest;
import croft.api.s3.ListMultipartUploadsResponse;
import croft.api.s3.MultipartUpload;
import croft.api.s3.S3Api;
import croft.api.s3.Tag;
import croft.base.ServiceError;
import croft.services.s3.lifecycle.VersionWalk.Listed;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what lifecycle rules say, bucket after bucket, by the operations everybody uses: so locks
 * hold, versions become delete markers where they should, and space is freed.
 */
public final class LifecycleReconciler implements Reconciler {
  public static final String NAME = "s3-lifecycle";
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleReconciler.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final Supplier<List<Governed>> buckets;
  private final InstantSource time;
  private final Map<String, Looked> looked = new HashMap<>();

  /**
   * A bucket that has rules in force.
   *
   * @param api S3's operations, as the service itself on behalf of the bucket's account
   */
  public record Governed(String bucket, Rules rules, S3Api api) {}

  /**
   * Makes the reconciler.
   *
   * @param buckets those that have rules in force
   */
  public LifecycleReconciler(Supplier<List<Governed>> buckets, InstantSource time) {
    this.buckets = buckets;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  /** When a bucket was last looked at, by which rules. */
  private record Looked(Rules rules, Instant at) {}

  /** Rules are carried out when they are new, and then every hour: days need no more. */
  @Override
  public void reconcile() {
    List<Governed> governed = buckets.get();
    looked.keySet().retainAll(governed.stream().map(Governed::bucket).toList());
    for (Governed bucket : governed) {
      Looked last = looked.get(bucket.bucket());
      boolean due =
          last == null
              || !last.rules().equals(bucket.rules())
              || !time.instant().isBefore(last.at().plus(BETWEEN_LOOKS));
      if (due) {
        looked.put(bucket.bucket(), new Looked(bucket.rules(), time.instant()));
        look(bucket);
      }
    }
  }

  private void look(Governed bucket) {
    try {
      new Look(bucket, time.instant()).all();
    } catch (ServiceError e) {
      // The bucket went away meanwhile, or refuses: the others have rules too.
      LOG.warn("The lifecycle of {} was not carried out: {}", bucket.bucket(), e.message());
    }
  }

  /** One look at one bucket. */
  private static final class Look {
    private final String bucket;
    private final Rules rules;
    private final S3Api api;
    private final Instant now;

    Look(Governed governed, Instant now) {
      this.bucket = governed.bucket();
      this.rules = governed.rules();
      this.api = governed.api();
      this.now = now;
    }

    void all() {
      if (rules.concernsVersions()) {
        new VersionWalk(api, bucket).each(this::key);
      }
      if (rules.concernsUploads()) {
        uploads();
      }
    }

    private void key(List<Listed> versions) {
      int noncurrent = 0;
      Instant replaced = null;
      for (Listed version : versions) {
        Rules.Version facts =
            new Rules.Version(
                version.key(),
                version.sizeBytes(),
                version.latest() || replaced == null ? version.modified() : replaced,
                version.latest(),
                version.marker(),
                noncurrent,
                versions.size() == 1);
        deleteIfDue(version, facts);
        noncurrent += version.latest() ? 0 : 1;
        replaced = version.modified();
      }
    }

    private void deleteIfDue(Listed version, Rules.Version facts) {
      try {
        if (rules.isDue(facts, () -> tags(version), now)) {
          delete(version);
        }
      } catch (ServiceError e) {
        // It is locked, or went or changed since it was listed: the others are looked at all the
        // same.
        LOG.debug("{} of {} stays: {}", version.key(), bucket, e.message());
      }
    }

    private Map<String, String> tags(Listed version) {
      if (version.marker()) {
        return Map.of();
      }
      Map<String, String> tags = new HashMap<>();
      List<Tag> listed =
          api.getObjectTagging(
                  GetObjectTaggingRequest.builder()
                      .bucket(bucket)
                      .key(version.key())
                      .versionId(version.versionId())
                      .build())
              .tagSetOrEmpty();
      for (Tag tag : listed) {
        tags.put(
            Objects.requireNonNullElse(tag.key(), ""), Objects.requireNonNullElse(tag.value(), ""));
      }
      return tags;
    }

    private void delete(Listed version) {
      boolean currentObject = version.latest() && !version.marker();
      DeleteObjectRequest.Builder request =
          DeleteObjectRequest.builder().bucket(bucket).key(version.key());
      if (currentObject) {
        // Only what was looked at: what was written since is young.
        request.ifMatch(version.etag());
      } else {
        request.versionId(version.versionId());
      }
      api.deleteObject(request.build());
    }

    private void uploads() {
      String keyMarker = null;
      String uploadMarker = null;
      boolean more = true;
      while (more) {
        ListMultipartUploadsResponse page = page(keyMarker, uploadMarker);
        page.uploadsOrEmpty().forEach(this::upload);
        keyMarker = page.nextKeyMarker();
        uploadMarker = page.nextUploadIdMarker();
        more = Boolean.TRUE.equals(page.isTruncated()) && keyMarker != null;
      }
    }

    private ListMultipartUploadsResponse page(
        @Nullable String keyMarker, @Nullable String uploadMarker) {
      return api.listMultipartUploads(
          ListMultipartUploadsRequest.builder()
              .bucket(bucket)
              .keyMarker(keyMarker)
              .uploadIdMarker(uploadMarker)
              .build());
    }

    private void upload(MultipartUpload upload) {
      String key = Objects.requireNonNullElse(upload.key(), "");
      Instant initiated = Objects.requireNonNullElse(upload.initiated(), Instant.MAX);
      if (initiated.equals(Instant.MAX) || !rules.isUploadDue(key, initiated, now)) {
        return;
      }
      try {
        api.abortMultipartUpload(
            AbortMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(upload.uploadId())
                .build());
      } catch (ServiceError e) {
        LOG.debug("The upload of {} to {} stays: {}", key, bucket, e.message());
      }
    }
  }
}
