package croft.services.s3.upload;

import croft.api.s3.CopyPartResult;
import croft.api.s3.S3Model;
import croft.api.s3.UploadPartCopyRequest;
import croft.api.s3.UploadPartCopyResponse;
import croft.api.s3.UploadPartRequest;
import croft.api.s3.UploadPartResponse;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.ChecksumType;
import croft.services.s3.content.Content;
import croft.services.s3.content.ContentOptions;
import croft.services.s3.content.CustomerKey;
import croft.services.s3.content.WrittenContent;
import croft.services.s3.object.CopySource;
import croft.services.s3.object.Keys;
import croft.services.s3.object.ObjectVersion;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** UploadPart and UploadPartCopy. */
final class PartOperations {
  private static final long LARGEST_BYTES = 5L << 30;
  private static final int MOST_PARTS = 10_000;

  private final UploadParts parts;
  private final PartSource sources;

  PartOperations(UploadParts parts) {
    this.parts = parts;
    this.sources = new PartSource(parts.objects());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.UPLOAD_PART,
            (call, r) -> List.of(writing(call, r.bucket(), r.key())),
            this::upload),
        Binding.bind(S3Model.UPLOAD_PART_COPY, this::copying, this::copy));
  }

  private Access writing(Call call, @Nullable String bucket, @Nullable String key) {
    return parts.objects().access().object(call, "s3:PutObject", bucket, key);
  }

  private List<Access> copying(Call call, UploadPartCopyRequest request) {
    return List.of(
        writing(call, request.bucket(), request.key()),
        sources.access(call, CopySource.of(request.copySource())));
  }

  /** Where a part goes. */
  private record Place(Upload upload, int number, @Nullable CustomerKey customerKey) {
    String name() {
      return upload.bucket() + "/" + upload.key() + " part " + number;
    }
  }

  /** What a request says of where its part goes. */
  private record Named(
      @Nullable String bucket,
      @Nullable String expectedOwner,
      @Nullable String key,
      @Nullable String uploadId,
      @Nullable Integer number) {}

  private Place place(Named named, @Nullable CustomerKey customerKey) {
    int number = Objects.requireNonNullElse(named.number, 0);
    if (number < 1 || number > MOST_PARTS) {
      throw UploadErrors.invalidArgument(
          "Part number must be an integer between 1 and 10000, inclusive",
          "partNumber",
          Integer.toString(number));
    }
    String key = Keys.checked(named.key);
    Upload upload =
        parts
            .objects()
            .store()
            .read(tx -> {
              Bucket bucket = Buckets.get(tx, named.bucket, named.expectedOwner);
              return parts.uploads().get(tx, bucket.name(), key, named.uploadId);
            });
    checkKey(upload, customerKey);
    return new Place(upload, number, customerKey);
  }

  private static void checkKey(Upload upload, @Nullable CustomerKey customerKey) {
    String proof = upload.customerKeyProof();
    if (proof == null && customerKey != null) {
      throw UploadErrors.invalidRequest(
          "The multipart upload initiate request did not request encryption. Please resubmit the"
              + " request without sending encryption parameters.");
    }
    if (proof != null && customerKey == null) {
      throw UploadErrors.invalidRequest(
          "The multipart upload initiate requested encryption. Subsequent part requests must"
              + " include the appropriate encryption parameters.");
    }
    if (proof != null && customerKey != null && !customerKey.matches(proof)) {
      throw UploadErrors.invalidRequest(
          "The provided encryption parameters did not match the ones used originally.");
    }
  }

  private UploadPartResponse upload(Call call, UploadPartRequest r) {
    ByteStream body = Objects.requireNonNull(r.body());
    checkLength(body);
    CustomerKey customerKey =
        CustomerKey.of(r.sseCustomerAlgorithm(), r.sseCustomerKey(), r.sseCustomerKeyMD5());
    Named named =
        new Named(r.bucket(), r.expectedBucketOwner(), r.key(), r.uploadId(), r.partNumber());
    Place place = place(named, customerKey);
    Map<ChecksumAlgorithm, String> given =
        Checksums.given(
            r.checksumCRC32(),
            r.checksumCRC32C(),
            r.checksumCRC64NVME(),
            r.checksumSHA1(),
            r.checksumSHA256());
    checkAlgorithm(place.upload, given, body);
    ContentOptions options = options(place).contentMd5(r.contentMD5());
    for (Map.Entry<ChecksumAlgorithm, String> each : given.entrySet()) {
      options = options.checksum(each.getKey(), each.getValue());
    }
    Content content = keep(call, place, body, options).content();
    UploadPartResponse.Builder response =
        UploadPartResponse.builder()
            .eTag('"' + content.etag() + '"')
            .checksumCRC32(content.checksum(ChecksumAlgorithm.CRC32))
            .checksumCRC32C(content.checksum(ChecksumAlgorithm.CRC32C))
            .checksumCRC64NVME(content.checksum(ChecksumAlgorithm.CRC64NVME))
            .checksumSHA1(content.checksum(ChecksumAlgorithm.SHA1))
            .checksumSHA256(content.checksum(ChecksumAlgorithm.SHA256));
    if (customerKey == null) {
      response.serverSideEncryption("AES256");
    } else {
      response.sseCustomerAlgorithm("AES256").sseCustomerKeyMD5(customerKey.md5());
    }
    return response.build();
  }

  private static void checkLength(ByteStream body) {
    if (body.length() < 0) {
      throw new ServiceError(
          "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
    }
    if (body.length() > LARGEST_BYTES) {
      throw new ServiceError(
          "EntityTooLarge",
          400,
          "Your proposed upload exceeds the maximum allowed size",
          Map.of(
              "ProposedSize", Long.toString(body.length()),
              "MaxSizeAllowed", Long.toString(LARGEST_BYTES)));
    }
  }

  /** The part's checksum must be of the upload's algorithm, and be there when it is composed. */
  private static void checkAlgorithm(
      Upload upload, Map<ChecksumAlgorithm, String> given, ByteStream body) {
    ChecksumAlgorithm algorithm =
        body.trailerNames().stream()
            .map(ChecksumAlgorithm::ofHeader)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(given.keySet().stream().findFirst().orElse(null));
    boolean composed =
        upload.algorithm() != null && upload.checksumType() == ChecksumType.COMPOSITE;
    ChecksumAlgorithm wanted =
        upload.algorithm() == null ? ChecksumAlgorithm.CRC64NVME : upload.algorithm();
    boolean fits = algorithm == null ? !composed : algorithm == wanted;
    if (!fits) {
      throw UploadErrors.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: "
              + Checksums.name(upload.algorithm())
              + ", actual checksum Type: "
              + Checksums.name(algorithm));
    }
  }

  private static ContentOptions options(Place place) {
    ContentOptions options = ContentOptions.named(place.name()).customerKey(place.customerKey);
    ChecksumAlgorithm algorithm = place.upload.algorithm();
    return algorithm == null ? options : options.algorithm(algorithm);
  }

  private StoredPart keep(Call call, Place place, ByteStream body, ContentOptions options) {
    try (WrittenContent written = parts.objects().contents().write(body, options)) {
      return parts
          .objects()
          .store()
          .write(tx -> {
            // It may have been completed or aborted while the body came.
            Upload upload = place.upload;
            parts.uploads().get(tx, upload.bucket(), upload.key(), upload.id());
            StoredPart part =
                new StoredPart(
                    upload.id(),
                    place.number,
                    call.at().truncatedTo(ChronoUnit.SECONDS),
                    written.keep(tx));
            parts.uploads().put(tx, part);
            return part;
          });
    }
  }

  private UploadPartCopyResponse copy(Call call, UploadPartCopyRequest r) {
    CustomerKey customerKey =
        CustomerKey.of(r.sseCustomerAlgorithm(), r.sseCustomerKey(), r.sseCustomerKeyMD5());
    Named named =
        new Named(r.bucket(), r.expectedBucketOwner(), r.key(), r.uploadId(), r.partNumber());
    Place place = place(named, customerKey);
    PartSource.Opened source = sources.open(r);
    StoredPart part = keep(call, place, source.body(), options(place));
    Content content = part.content();
    ObjectVersion version = source.version();
    UploadPartCopyResponse.Builder response =
        UploadPartCopyResponse.builder()
            .copySourceVersionId(
                version.versionId().equals(ObjectVersion.NULL) ? null : version.versionId())
            .copyPartResult(
                CopyPartResult.builder()
                    .eTag(part.etag())
                    .lastModified(part.modified())
                    .checksumCRC32(content.checksum(ChecksumAlgorithm.CRC32))
                    .checksumCRC32C(content.checksum(ChecksumAlgorithm.CRC32C))
                    .checksumCRC64NVME(content.checksum(ChecksumAlgorithm.CRC64NVME))
                    .checksumSHA1(content.checksum(ChecksumAlgorithm.SHA1))
                    .checksumSHA256(content.checksum(ChecksumAlgorithm.SHA256))
                    .build());
    if (customerKey == null) {
      response.serverSideEncryption("AES256");
    } else {
      response.sseCustomerAlgorithm("AES256").sseCustomerKeyMD5(customerKey.md5());
    }
    return response.build();
  }
}
