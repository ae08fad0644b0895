package croft.services.s3.object;

import croft.api.s3.PutObjectRequest;
import croft.api.s3.PutObjectResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.bucket.KnownBuckets;
import croft.services.s3.content.Content;
import croft.services.s3.content.ContentOptions;
import croft.services.s3.content.CustomerKey;
import croft.services.s3.content.OpenEnded;
import croft.services.s3.content.WrittenContent;
import croft.store.Transaction;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PutObject: the body is kept first, then one transaction makes it an object. */
final class PutObject {
  private static final long LARGEST_BYTES = 5L << 30;

  private final ObjectParts parts;
  private final KnownBuckets buckets;
  private final DescriptionReader descriptions;

  PutObject(ObjectParts parts) {
    this.parts = parts;
    this.buckets = new KnownBuckets(parts.store());
    this.descriptions = new DescriptionReader(parts.access());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(Binding.bind(S3Model.PUT_OBJECT, this::accesses, this::put));
  }

  private List<Access> accesses(Call call, PutObjectRequest request) {
    return WriteAccess.of(parts.access(), call, request, request.bucket(), request.key());
  }

  private PutObjectResponse put(Call call, PutObjectRequest request) {
    String key = Keys.checked(request.key());
    if (request.writeOffsetBytes() != null) {
      throw ServiceError.unsupported("The parameter WriteOffsetBytes");
    }
    Conditions conditions = Conditions.ofWrite(request.ifMatch(), request.ifNoneMatch());
    Bucket asked = buckets.get(request.bucket(), request.expectedBucketOwner());
    ObjectDescription description = descriptions.read(call, asked, request);
    ByteStream body = Objects.requireNonNull(request.body());
    checkBody(body, description.lock(), request);
    CustomerKey customerKey =
        CustomerKey.of(
            request.sseCustomerAlgorithm(), request.sseCustomerKey(), request.sseCustomerKeyMD5());
    ContentOptions options = options(request, asked.name() + "/" + key).customerKey(customerKey);
    try (WrittenContent written = parts.contents().write(body, options)) {
      ObjectVersion version =
          parts
              .store()
              .write(tx -> {
                Bucket bucket = Buckets.get(tx, asked.name());
                conditions.checkWrite(key, parts.versions().current(tx, bucket.name(), key));
                return keep(tx, bucket, key, description, new Taken(call, written));
              });
      return response(request, asked, version);
    }
  }

  private record Taken(Call call, WrittenContent written) {}

  private ObjectVersion keep(
      Transaction tx, Bucket bucket, String key, ObjectDescription description, Taken taken) {
    Content content = taken.written.keep(tx);
    return parts
        .writing()
        .put(tx, bucket, key, description, new ObjectWriting.Placed(taken.call.at(), content));
  }

  private static void checkBody(ByteStream body, ObjectLock lock, PutObjectRequest request) {
    if (body.length() < 0 && !(body instanceof OpenEnded)) {
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
    boolean digested =
        request.contentMD5() != null
            || request.trailer() != null
            || checksums(request).values().stream().anyMatch(Objects::nonNull);
    if (!lock.equals(ObjectLock.NONE) && !digested) {
      throw ObjectErrors.invalidRequest(
          "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with"
              + " Object Lock parameters");
    }
  }

  private static Map<ChecksumAlgorithm, @Nullable String> checksums(PutObjectRequest request) {
    Map<ChecksumAlgorithm, @Nullable String> given = new EnumMap<>(ChecksumAlgorithm.class);
    given.put(ChecksumAlgorithm.CRC32, request.checksumCRC32());
    given.put(ChecksumAlgorithm.CRC32C, request.checksumCRC32C());
    given.put(ChecksumAlgorithm.CRC64NVME, request.checksumCRC64NVME());
    given.put(ChecksumAlgorithm.SHA1, request.checksumSHA1());
    given.put(ChecksumAlgorithm.SHA256, request.checksumSHA256());
    return given;
  }

  private static ContentOptions options(PutObjectRequest request, String name) {
    ContentOptions options =
        ContentOptions.named(name)
            .contentMd5(request.contentMD5())
            .algorithm(request.checksumAlgorithm());
    for (Map.Entry<ChecksumAlgorithm, @Nullable String> given : checksums(request).entrySet()) {
      options = options.checksum(given.getKey(), given.getValue());
    }
    return options;
  }

  private static PutObjectResponse response(
      PutObjectRequest request, Bucket bucket, ObjectVersion version) {
    Content content = version.bytes();
    PutObjectResponse.Builder response =
        PutObjectResponse.builder()
            .eTag(version.etag())
            .checksumCRC32(content.checksum(ChecksumAlgorithm.CRC32))
            .checksumCRC32C(content.checksum(ChecksumAlgorithm.CRC32C))
            .checksumCRC64NVME(content.checksum(ChecksumAlgorithm.CRC64NVME))
            .checksumSHA1(content.checksum(ChecksumAlgorithm.SHA1))
            .checksumSHA256(content.checksum(ChecksumAlgorithm.SHA256))
            .checksumType(content.checksumType().name());
    if (bucket.hasVersions()) {
      response.versionId(version.versionId());
    }
    if (content.isCustomerEncrypted()) {
      response
          .sseCustomerAlgorithm(request.sseCustomerAlgorithm())
          .sseCustomerKeyMD5(request.sseCustomerKeyMD5());
    } else {
      response.serverSideEncryption("AES256");
      if (bucket.bucketKey()) {
        response.bucketKeyEnabled(true);
      }
    }
    return response.build();
  }
}
