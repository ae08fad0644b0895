package croft.services.s3.listing;

import croft.api.s3.CommonPrefix;
import croft.api.s3.ListObjectVersionsRequest;
import croft.api.s3.ListObjectVersionsResponse;
import croft.api.s3.ListObjectsRequest;
import croft.api.s3.ListObjectsResponse;
import croft.api.s3.ListObjectsV2Request;
import croft.api.s3.ListObjectsV2Response;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.object.ListedVersion;
import croft.services.s3.object.Versions;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ListObjects, ListObjectsV2 and ListObjectVersions. */
public final class ListingOperations {
  private final Store store;
  private final Versions versions;
  private final S3Access access;

  public ListingOperations(Store store, Versions versions, S3Access access) {
    this.store = store;
    this.versions = versions;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.LIST_OBJECTS,
            (call, r) ->
                List.of(
                    access
                        .bucket(call, "s3:ListBucket", r.bucket())
                        .with(keys(r.prefix(), r.delimiter(), r.maxKeys()))),
            this::list),
        Binding.bind(
            S3Model.LIST_OBJECTS_V2,
            (call, r) ->
                List.of(
                    access
                        .bucket(call, "s3:ListBucket", r.bucket())
                        .with(keys(r.prefix(), r.delimiter(), r.maxKeys()))),
            this::listV2),
        Binding.bind(
            S3Model.LIST_OBJECT_VERSIONS,
            (call, r) ->
                List.of(
                    access
                        .bucket(call, "s3:ListBucketVersions", r.bucket())
                        .with(keys(r.prefix(), r.delimiter(), r.maxKeys()))),
            this::listVersions));
  }

  /** The condition keys of a listing; one that asks for no prefix has an empty one. */
  private static Map<String, List<String>> keys(
      @Nullable String prefix, @Nullable String delimiter, @Nullable Integer most) {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("s3:prefix", List.of(prefix == null ? "" : prefix));
    if (delimiter != null) {
      keys.put("s3:delimiter", List.of(delimiter));
    }
    if (most != null) {
      keys.put("s3:max-keys", List.of(most.toString()));
    }
    return keys;
  }

  private Page current(Transaction tx, Query query, @Nullable String expectedOwner) {
    Buckets.get(tx, query.bucket(), expectedOwner);
    return new CurrentScan(versions, tx, query).page();
  }

  private ListObjectsResponse list(Call call, ListObjectsRequest r) {
    Query query = Query.of(name(r.bucket()), r.prefix(), r.delimiter(), r.marker(), r.maxKeys());
    Page page = store.read(tx -> current(tx, query, r.expectedBucketOwner()));
    Encoding encoding = Encoding.of(r.encodingType());
    ListedShapes shapes = new ListedShapes(encoding);
    ListObjectsResponse.Builder response =
        ListObjectsResponse.builder()
            .name(query.bucket())
            .prefix(encoding.encode(query.prefix()))
            .marker(encoding.encode(query.after()))
            .maxKeys(Query.checked(r.maxKeys()))
            .delimiter(encoding.encodeOrNull(r.delimiter()))
            .encodingType(encoding.type())
            .isTruncated(page.truncated())
            .contents(page.versions().stream().map(row -> shapes.object(row, true)).toList())
            .commonPrefixes(prefixes(page, encoding));
    // Without a delimiter the last key serves as well.
    if (page.truncated() && !query.delimiter().isEmpty()) {
      response.nextMarker(encoding.encodeOrNull(page.last()));
    }
    return response.build();
  }

  private ListObjectsV2Response listV2(Call call, ListObjectsV2Request r) {
    String token = r.continuationToken();
    String after = token == null ? r.startAfter() : ContinuationToken.read(token);
    Query query = Query.of(name(r.bucket()), r.prefix(), r.delimiter(), after, r.maxKeys());
    Page page = store.read(tx -> current(tx, query, r.expectedBucketOwner()));
    Encoding encoding = Encoding.of(r.encodingType());
    ListedShapes shapes = new ListedShapes(encoding);
    boolean owners = Boolean.TRUE.equals(r.fetchOwner());
    ListObjectsV2Response.Builder response =
        ListObjectsV2Response.builder()
            .name(query.bucket())
            .prefix(encoding.encode(query.prefix()))
            .startAfter(encoding.encodeOrNull(r.startAfter()))
            .continuationToken(token)
            .keyCount(page.versions().size() + page.prefixes().size())
            .maxKeys(Query.checked(r.maxKeys()))
            .delimiter(encoding.encodeOrNull(r.delimiter()))
            .encodingType(encoding.type())
            .isTruncated(page.truncated())
            .contents(page.versions().stream().map(row -> shapes.object(row, owners)).toList())
            .commonPrefixes(prefixes(page, encoding));
    String last = page.last();
    return last == null
        ? response.build()
        : response.nextContinuationToken(ContinuationToken.of(last)).build();
  }

  private ListObjectVersionsResponse listVersions(Call call, ListObjectVersionsRequest r) {
    String afterVersion = r.versionIdMarker();
    if (afterVersion != null && r.keyMarker() == null) {
      throw new ServiceError(
          "InvalidArgument",
          400,
          "A version-id marker cannot be specified without a key marker.",
          Map.of("ArgumentName", "version-id-marker", "ArgumentValue", afterVersion));
    }
    Query query = Query.of(name(r.bucket()), r.prefix(), r.delimiter(), r.keyMarker(), r.maxKeys());
    Page page =
        store.read(tx -> {
          Buckets.get(tx, query.bucket(), r.expectedBucketOwner());
          return new VersionScan(versions, tx, query).page(afterVersion);
        });
    Encoding encoding = Encoding.of(r.encodingType());
    ListedShapes shapes = new ListedShapes(encoding);
    ListedVersion last = page.lastVersion();
    return ListObjectVersionsResponse.builder()
        .name(query.bucket())
        .prefix(encoding.encode(query.prefix()))
        .keyMarker(encoding.encode(query.after()))
        .versionIdMarker(Objects.requireNonNullElse(afterVersion, ""))
        .maxKeys(Query.checked(r.maxKeys()))
        .delimiter(encoding.encodeOrNull(r.delimiter()))
        .encodingType(encoding.type())
        .isTruncated(page.truncated())
        .nextKeyMarker(encoding.encodeOrNull(page.last()))
        .nextVersionIdMarker(last == null ? null : last.versionId())
        .versions(
            page.versions().stream()
                .filter(row -> !row.deleteMarker())
                .map(shapes::version)
                .toList())
        .deleteMarkers(
            page.versions().stream()
                .filter(ListedVersion::deleteMarker)
                .map(shapes::deleteMarker)
                .toList())
        .commonPrefixes(prefixes(page, encoding))
        .build();
  }

  private static String name(@Nullable String bucket) {
    return Objects.requireNonNullElse(bucket, "");
  }

  private static List<CommonPrefix> prefixes(Page page, Encoding encoding) {
    return page.prefixes().stream()
        .map(prefix -> CommonPrefix.builder().prefix(encoding.encode(prefix)).build())
        .toList();
  }

  /** Where a page ended, in a form that nobody takes for a key. */
  private static final class ContinuationToken {
    private ContinuationToken() {}

    static String of(String last) {
      return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String read(String token) {
      try {
        return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new ServiceError(
            "InvalidArgument",
            400,
            "The continuation token provided is incorrect",
            Map.of("ArgumentName", "continuation-token"));
      }
    }
  }
}
