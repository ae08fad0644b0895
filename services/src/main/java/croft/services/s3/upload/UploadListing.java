package croft.services.s3.upload;

import croft.api.s3.CommonPrefix;
import croft.api.s3.Initiator;
import croft.api.s3.ListMultipartUploadsRequest;
import croft.api.s3.ListMultipartUploadsResponse;
import croft.api.s3.ListPartsRequest;
import croft.api.s3.ListPartsResponse;
import croft.api.s3.MultipartUpload;
import croft.api.s3.Owner;
import croft.api.s3.Part;
import croft.api.s3.S3Model;
import croft.base.CanonicalUserId;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.Content;
import croft.services.s3.listing.Encoding;
import croft.services.s3.object.Keys;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ListParts and ListMultipartUploads. */
final class UploadListing {
  private static final int LARGEST_PAGE = 1000;

  private final UploadParts parts;

  UploadListing(UploadParts parts) {
    this.parts = parts;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.LIST_PARTS,
            (call, r) ->
                List.of(
                    parts
                        .objects()
                        .access()
                        .object(call, "s3:ListMultipartUploadParts", r.bucket(), r.key())),
            this::listParts),
        Binding.bind(
            S3Model.LIST_MULTIPART_UPLOADS,
            (call, r) ->
                List.of(
                    parts
                        .objects()
                        .access()
                        .bucket(call, "s3:ListBucketMultipartUploads", r.bucket())),
            this::listUploads));
  }

  private ListPartsResponse listParts(Call call, ListPartsRequest request) {
    String key = Keys.checked(request.key());
    int asked = page("max-parts", request.maxParts());
    int limit = Math.min(asked, LARGEST_PAGE);
    int after = marker(request.partNumberMarker());
    return parts
        .objects()
        .store()
        .read(tx -> {
          Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
          Upload upload = parts.uploads().get(tx, bucket.name(), key, request.uploadId());
          List<StoredPart> found = parts.uploads().parts(tx, upload, after, limit + 1);
          boolean truncated = found.size() > limit;
          List<StoredPart> page = truncated ? found.subList(0, limit) : found;
          Encoding encoding = Encoding.of(request.encodingType());
          return ListPartsResponse.builder()
              .bucket(bucket.name())
              .key(encoding.encode(key))
              .encodingType(encoding.type())
              .uploadId(upload.id())
              .partNumberMarker(Integer.toString(after))
              .nextPartNumberMarker(
                  page.isEmpty() ? "0" : Integer.toString(page.getLast().number()))
              .maxParts(limit)
              .isTruncated(truncated)
              .parts(page.stream().map(UploadListing::part).toList())
              .initiator(initiator(upload))
              .owner(owner(upload))
              .storageClass(upload.description().storageClass())
              .checksumAlgorithm(upload.algorithm() == null ? null : upload.algorithm().name())
              .checksumType(upload.algorithm() == null ? null : upload.checksumType().name())
              .build();
        });
  }

  private static Part part(StoredPart part) {
    Content content = part.content();
    return Part.builder()
        .partNumber(part.number())
        .lastModified(part.modified())
        .eTag(part.etag())
        .size(content.sizeBytes())
        .checksumCRC32(content.checksum(ChecksumAlgorithm.CRC32))
        .checksumCRC32C(content.checksum(ChecksumAlgorithm.CRC32C))
        .checksumCRC64NVME(content.checksum(ChecksumAlgorithm.CRC64NVME))
        .checksumSHA1(content.checksum(ChecksumAlgorithm.SHA1))
        .checksumSHA256(content.checksum(ChecksumAlgorithm.SHA256))
        .build();
  }

  private static Owner owner(Upload upload) {
    return Owner.builder().id(CanonicalUserId.of(upload.description().owner())).build();
  }

  private static Initiator initiator(Upload upload) {
    boolean root = upload.initiator().endsWith(":root");
    return Initiator.builder()
        .id(root ? CanonicalUserId.of(upload.account()) : upload.initiator())
        .displayName(upload.initiator().substring(upload.initiator().lastIndexOf('/') + 1))
        .build();
  }

  private ListMultipartUploadsResponse listUploads(Call call, ListMultipartUploadsRequest request) {
    int asked = page("max-uploads", request.maxUploads());
    int limit = Math.min(asked, LARGEST_PAGE);
    Encoding encoding = Encoding.of(request.encodingType());
    UploadScan scan =
        new UploadScan(
            Objects.requireNonNullElse(request.bucket(), ""),
            Objects.requireNonNullElse(request.prefix(), ""),
            Objects.requireNonNullElse(request.delimiter(), ""),
            limit);
    String keyMarker = Objects.requireNonNullElse(request.keyMarker(), "");
    // An upload id without a key says nothing.
    String idMarker =
        keyMarker.isEmpty() ? "" : Objects.requireNonNullElse(request.uploadIdMarker(), "");
    UploadScan.Page page =
        parts
            .objects()
            .store()
            .read(tx -> {
              Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
              return scan.run(tx, keyMarker, idMarker);
            });
    return ListMultipartUploadsResponse.builder()
        .bucket(request.bucket())
        .keyMarker(encoding.encode(keyMarker))
        .uploadIdMarker(idMarker)
        .nextKeyMarker(page.truncated() ? encoding.encode(page.lastKey()) : null)
        .nextUploadIdMarker(page.truncated() ? page.lastId() : null)
        .prefix(encoding.encodeOrNull(request.prefix()))
        .delimiter(encoding.encodeOrNull(request.delimiter()))
        .encodingType(encoding.type())
        .maxUploads(limit)
        .isTruncated(page.truncated())
        .uploads(page.uploads().stream().map(upload -> shape(upload, encoding)).toList())
        .commonPrefixes(
            page.prefixes().stream()
                .map(prefix -> CommonPrefix.builder().prefix(encoding.encode(prefix)).build())
                .toList())
        .build();
  }

  private static MultipartUpload shape(Upload upload, Encoding encoding) {
    return MultipartUpload.builder()
        .uploadId(upload.id())
        .key(encoding.encode(upload.key()))
        .initiated(upload.initiated())
        .storageClass(upload.description().storageClass())
        .owner(owner(upload))
        .initiator(initiator(upload))
        .checksumAlgorithm(upload.algorithm() == null ? null : upload.algorithm().name())
        .checksumType(upload.algorithm() == null ? null : upload.checksumType().name())
        .build();
  }

  private static int page(String name, @Nullable Integer asked) {
    int number = Objects.requireNonNullElse(asked, LARGEST_PAGE);
    if (number < 0) {
      throw UploadErrors.invalidArgument(
          "Argument " + name + " must be an integer between 0 and 2147483647",
          name,
          Integer.toString(number));
    }
    return number;
  }

  private static int marker(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return Math.min(number, 99_999);
      }
    } catch (NumberFormatException e) {
      // Told below, as a negative one is.
    }
    throw UploadErrors.invalidArgument(
        "Argument part-number-marker must be an integer between 0 and 2147483647",
        "part-number-marker",
        text);
  }
}
