package croft.services.s3.lifecycle;

import croft.api.s3.DeleteMarkerEntry;
import croft.api.s3.ListObjectVersionsRequest;
import croft.api.s3.ListObjectVersionsResponse;
import croft.api.s3.ObjectVersion;
import croft.api.s3.S3Api;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks over every version in a bucket, key by key, holding a page and one key's versions. */
final class VersionWalk {
  private final S3Api api;
  private final String bucket;

  VersionWalk(S3Api api, String bucket) {
    this.api = api;
    this.bucket = bucket;
  }

  /**
   * A version as the listing has it.
   *
   * @param etag null for a delete marker
   */
  record Listed(
      String key,
      String versionId,
      boolean latest,
      boolean marker,
      long sizeBytes,
      Instant modified,
      @Nullable String etag) {}

  /** Gives the versions of each key, the newest first. */
  void each(Consumer<List<Listed>> key) {
    List<Listed> open = new ArrayList<>();
    String keyMarker = null;
    String versionMarker = null;
    boolean more = true;
    while (more) {
      ListObjectVersionsResponse page =
          api.listObjectVersions(
              ListObjectVersionsRequest.builder()
                  .bucket(bucket)
                  .keyMarker(keyMarker)
                  .versionIdMarker(versionMarker)
                  .build());
      for (List<Listed> versions : byKey(page)) {
        if (!open.isEmpty() && !open.getFirst().key().equals(versions.getFirst().key())) {
          key.accept(open);
          open = new ArrayList<>();
        }
        open.addAll(versions);
      }
      keyMarker = page.nextKeyMarker();
      versionMarker = page.nextVersionIdMarker();
      more = Boolean.TRUE.equals(page.isTruncated()) && keyMarker != null;
    }
    if (!open.isEmpty()) {
      key.accept(open);
    }
  }

  /** Versions and delete markers come in two lists: together, by key, the newest first. */
  private static List<List<Listed>> byKey(ListObjectVersionsResponse page) {
    Map<String, List<Listed>> keys = new TreeMap<>(VersionWalk::compareUtf8);
    for (ObjectVersion version : page.versionsOrEmpty()) {
      add(
          keys,
          new Listed(
              Objects.requireNonNullElse(version.key(), ""),
              Objects.requireNonNullElse(version.versionId(), "null"),
              Boolean.TRUE.equals(version.isLatest()),
              false,
              Objects.requireNonNullElse(version.size(), 0L),
              Objects.requireNonNull(version.lastModified()),
              version.eTag()));
    }
    for (DeleteMarkerEntry marker : page.deleteMarkersOrEmpty()) {
      add(
          keys,
          new Listed(
              Objects.requireNonNullElse(marker.key(), ""),
              Objects.requireNonNullElse(marker.versionId(), "null"),
              Boolean.TRUE.equals(marker.isLatest()),
              true,
              0,
              Objects.requireNonNull(marker.lastModified()),
              null));
    }
    Comparator<Listed> newestFirst =
        Comparator.comparing((Listed version) -> !version.latest())
            .thenComparing(Listed::modified, Comparator.reverseOrder());
    keys.values().forEach(versions -> versions.sort(newestFirst));
    return List.copyOf(keys.values());
  }

  private static void add(Map<String, List<Listed>> keys, Listed version) {
    keys.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version);
  }

  /** By code points, which is the order of UTF-8 bytes: surrogates sort behind all else. */
  private static int compareUtf8(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int at = 0; at < length; at++) {
      char a = one.charAt(at);
      char b = other.charAt(at);
      if (a != b) {
        boolean pair = Character.isSurrogate(a) != Character.isSurrogate(b);
        return pair ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
