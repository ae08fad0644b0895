package croft.services.s3.listing;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.s3.CommonPrefix;
import croft.api.s3.DeleteObjectRequest;
import croft.api.s3.ListObjectVersionsRequest;
import croft.api.s3.ListObjectVersionsResponse;
import croft.api.s3.ListObjectsV2Request;
import croft.api.s3.ListObjectsV2Response;
import croft.api.s3.S3Model;
import croft.services.s3.S3Fixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of random buckets, against what a plain walk over all keys gives. */
class ListingTest {
  private static final String BUCKET = "a-bucket";
  private static final String[] WORDS = {"a", "b", "/", "/", "é", "\uFFEE", "😀", "-", "a/"};

  @TempDir Path folder;
  private S3Fixture s3;
  private final Random random = new Random(5);

  /** Every version there is, as {@code key version}; the first of a key is its newest. */
  private final List<String> versions = new ArrayList<>();

  private final TreeSet<String> keys = new TreeSet<>(KeyOrder::compare);

  @BeforeEach
  void fill() throws IOException {
    s3 = new S3Fixture(folder);
    s3.bucket(BUCKET);
    s3.versioning(BUCKET, "Enabled");
    TreeSet<String> all = new TreeSet<>(KeyOrder::compare);
    while (all.size() < 150) {
      StringBuilder key = new StringBuilder();
      for (int i = random.nextInt(5); i >= 0; i--) {
        key.append(WORDS[random.nextInt(WORDS.length)]);
      }
      all.add(key.toString());
    }
    for (String key : all) {
      List<String> made = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        made.addFirst(key + " " + s3.put(BUCKET, key, "x").versionId());
      }
      if (random.nextInt(4) == 0) {
        made.addFirst(key + " " + deleted(key));
      } else {
        keys.add(key);
      }
      versions.addAll(made);
    }
  }

  private @Nullable String deleted(String key) {
    return s3.invoke(
            S3Model.DELETE_OBJECT, DeleteObjectRequest.builder().bucket(BUCKET).key(key).build())
        .versionId();
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void currentObjectsByPagesOfEverySize() {
    for (String prefix : List.of("", "a", "a/", "/", "é", "none")) {
      for (String delimiter : List.of("", "/", "-", "a/")) {
        for (int size : new int[] {1, 2, 3, 7, 70, 1000}) {
          assertThat(listed(prefix, delimiter, size))
              .as("prefix %s delimiter %s page %d", prefix, delimiter, size)
              .isEqualTo(wanted(keys, prefix, delimiter));
        }
      }
    }
  }

  /** Keys and common prefixes of all pages in order. */
  private List<String> listed(String prefix, String delimiter, int size) {
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2Response page =
          s3.invoke(
              S3Model.LIST_OBJECTS_V2,
              ListObjectsV2Request.builder()
                  .bucket(BUCKET)
                  .prefix(prefix)
                  .delimiter(delimiter.isEmpty() ? null : delimiter)
                  .maxKeys(size)
                  .continuationToken(token)
                  .build());
      TreeSet<String> here = new TreeSet<>(KeyOrder::compare);
      page.contentsOrEmpty().forEach(object -> here.add(object.key() == null ? "" : object.key()));
      page.commonPrefixesOrEmpty().stream().map(CommonPrefix::prefix).forEach(here::add);
      assertThat(here.size()).isLessThanOrEqualTo(size).isEqualTo(page.keyCount());
      found.addAll(here);
      token = page.nextContinuationToken();
      assertThat(page.isTruncated()).isEqualTo(token != null);
    } while (token != null);
    return found;
  }

  private static List<String> wanted(Iterable<String> keys, String prefix, String delimiter) {
    TreeSet<String> wanted = new TreeSet<>(KeyOrder::compare);
    for (String key : keys) {
      if (key.startsWith(prefix)) {
        int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        wanted.add(end < 0 ? key : key.substring(0, end + delimiter.length()));
      }
    }
    return List.copyOf(wanted);
  }

  @Test
  void allVersionsByPagesOfEverySize() {
    for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
      assertThat(listedVersions(null, size)).as("page %d", size).isEqualTo(new TreeSet<>(versions));
    }
  }

  @Test
  void versionsUnderADelimiterAreToldOnce() {
    for (int size : new int[] {1, 2, 5, 1000}) {
      TreeSet<String> wanted = new TreeSet<>();
      for (String version : versions) {
        int slash = version.indexOf('/');
        wanted.add(slash < 0 ? version : version.substring(0, slash + 1));
      }
      assertThat(listedVersions("/", size)).as("page %d", size).isEqualTo(wanted);
    }
  }

  private Set<String> listedVersions(@Nullable String delimiter, int size) {
    TreeSet<String> found = new TreeSet<>();
    String key = null;
    String version = null;
    boolean more = true;
    while (more) {
      ListObjectVersionsResponse page =
          s3.invoke(
              S3Model.LIST_OBJECT_VERSIONS,
              ListObjectVersionsRequest.builder()
                  .bucket(BUCKET)
                  .delimiter(delimiter)
                  .maxKeys(size)
                  .keyMarker(key)
                  .versionIdMarker(version)
                  .build());
      List<String> here = new ArrayList<>();
      page.versionsOrEmpty().forEach(each -> here.add(each.key() + " " + each.versionId()));
      page.deleteMarkersOrEmpty().forEach(each -> here.add(each.key() + " " + each.versionId()));
      page.commonPrefixesOrEmpty().stream().map(CommonPrefix::prefix).forEach(here::add);
      assertThat(here.size()).isLessThanOrEqualTo(size);
      assertThat(found).doesNotContainAnyElementsOf(here);
      found.addAll(here);
      key = page.nextKeyMarker();
      version = page.nextVersionIdMarker();
      more = Boolean.TRUE.equals(page.isTruncated());
    }
    return found;
  }
}
