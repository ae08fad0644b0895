package croft.services.s3.object;

import croft.api.s3.Checksum;
import croft.api.s3.GetObjectAttributesParts;
import croft.api.s3.GetObjectAttributesRequest;
import croft.api.s3.GetObjectAttributesResponse;
import croft.api.s3.ObjectPart;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.Content;
import croft.services.s3.content.ContentPart;
import croft.services.s3.content.CustomerKey;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetObjectAttributes: what is known of an object besides what it says of itself. */
final class ObjectAttributes {
  private static final int LARGEST_PAGE = 1000;

  private final ObjectParts parts;
  private final VersionLookup lookup;

  ObjectAttributes(ObjectParts parts) {
    this.parts = parts;
    this.lookup = new VersionLookup(parts.versions());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(Binding.bind(S3Model.GET_OBJECT_ATTRIBUTES, this::accesses, this::get));
  }

  private List<Access> accesses(Call call, GetObjectAttributesRequest r) {
    boolean versioned = r.versionId() != null;
    List<Access> accesses =
        new ArrayList<>(
            parts
                .access()
                .reading(
                    call,
                    versioned ? "s3:GetObjectVersion" : "s3:GetObject",
                    r.bucket(),
                    r.key(),
                    r.versionId()));
    String action = versioned ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes";
    accesses.add(parts.access().object(call, action, r.bucket(), r.key(), r.versionId()));
    return accesses;
  }

  private record Found(Bucket bucket, ObjectVersion version, List<ContentPart> members) {}

  private GetObjectAttributesResponse get(Call call, GetObjectAttributesRequest r) {
    CustomerKey customerKey =
        CustomerKey.of(r.sseCustomerAlgorithm(), r.sseCustomerKey(), r.sseCustomerKeyMD5());
    Found found =
        parts
            .store()
            .read(tx -> {
              Bucket bucket = Buckets.get(tx, r.bucket(), r.expectedBucketOwner());
              ObjectVersion version =
                  lookup.get(
                      tx, bucket.name(), Keys.checked(r.key()), Keys.checkedVersion(r.versionId()));
              return new Found(bucket, version, parts.contents().parts(tx, version.bytes()));
            });
    ObjectVersion version = found.version;
    Content content = version.bytes();
    parts.contents().checkKey(content, customerKey);
    GetObjectAttributesResponse.Builder response =
        GetObjectAttributesResponse.builder().lastModified(version.modified());
    if (found.bucket.hasVersions()) {
      response.versionId(version.versionId());
    }
    for (String attribute : r.objectAttributesOrEmpty()) {
      switch (attribute) {
        case "ETag" -> response.eTag(content.etag());
        case "Checksum" -> response.checksum(checksum(content));
        case "ObjectParts" -> response.objectParts(members(r, found));
        case "StorageClass" -> response.storageClass(version.description().storageClass());
        case "ObjectSize" -> response.objectSize(content.sizeBytes());
        default ->
            throw ObjectErrors.invalidArgument(
                "Invalid attribute name specified.", "x-amz-object-attributes", attribute);
      }
    }
    return response.build();
  }

  private static @Nullable Checksum checksum(Content content) {
    Map<ChecksumAlgorithm, String> checksums = content.checksums();
    return checksums.isEmpty()
        ? null
        : Checksum.builder()
            .checksumCRC32(checksums.get(ChecksumAlgorithm.CRC32))
            .checksumCRC32C(checksums.get(ChecksumAlgorithm.CRC32C))
            .checksumCRC64NVME(checksums.get(ChecksumAlgorithm.CRC64NVME))
            .checksumSHA1(checksums.get(ChecksumAlgorithm.SHA1))
            .checksumSHA256(checksums.get(ChecksumAlgorithm.SHA256))
            .checksumType(content.checksumType().name())
            .build();
  }

  /** A page of the parts; single ones are told only where each has a checksum of its own. */
  private static @Nullable GetObjectAttributesParts members(
      GetObjectAttributesRequest r, Found found) {
    if (found.members.isEmpty()) {
      return null;
    }
    int after = marker(r.partNumberMarker());
    int limit = Math.min(Objects.requireNonNullElse(r.maxParts(), LARGEST_PAGE), LARGEST_PAGE);
    List<ContentPart> rest = found.members.stream().filter(part -> part.number() > after).toList();
    List<ContentPart> page = rest.subList(0, Math.min(Math.max(limit, 0), rest.size()));
    boolean told = page.stream().allMatch(part -> !part.checksums().isEmpty());
    GetObjectAttributesParts.Builder shape =
        GetObjectAttributesParts.builder().totalPartsCount(found.members.size());
    if (!told) {
      return shape.build();
    }
    int last = page.isEmpty() ? after : page.getLast().number();
    return shape
        .partNumberMarker(Integer.toString(after))
        .nextPartNumberMarker(Integer.toString(last))
        .maxParts(limit)
        .isTruncated(page.size() < rest.size())
        .parts(page.stream().map(ObjectAttributes::member).toList())
        .build();
  }

  private static int marker(@Nullable String marker) {
    try {
      return marker == null ? 0 : Integer.parseInt(marker);
    } catch (NumberFormatException e) {
      throw ServiceError.badRequest(
          "InvalidArgument", "Provided part-number-marker not an integer or within integer range");
    }
  }

  private static ObjectPart member(ContentPart part) {
    Map<ChecksumAlgorithm, String> checksums = part.checksums();
    return ObjectPart.builder()
        .partNumber(part.number())
        .size(part.sizeBytes())
        .checksumCRC32(checksums.get(ChecksumAlgorithm.CRC32))
        .checksumCRC32C(checksums.get(ChecksumAlgorithm.CRC32C))
        .checksumCRC64NVME(checksums.get(ChecksumAlgorithm.CRC64NVME))
        .checksumSHA1(checksums.get(ChecksumAlgorithm.SHA1))
        .checksumSHA256(checksums.get(ChecksumAlgorithm.SHA256))
        .build();
  }
}
