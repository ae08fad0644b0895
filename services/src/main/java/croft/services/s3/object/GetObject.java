package croft.services.s3.object;

import croft.api.s3.GetObjectRequest;
import croft.api.s3.GetObjectResponse;
import croft.api.s3.S3Model;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.Content;
import croft.services.s3.content.ContentPart;
import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject. */
final class GetObject {
  private static final String USUAL_TYPE = "binary/octet-stream";
  private static final int NOT_MODIFIED = 304;
  private static final int PARTIAL = 206;
  private static final int TRIES = 3;

  private final ObjectParts parts;
  private final VersionLookup lookup;

  GetObject(ObjectParts parts) {
    this.parts = parts;
    this.lookup = new VersionLookup(parts.versions());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(S3Model.GET_OBJECT, this::accesses, (call, r) -> get(call, r, true)),
        Binding.bind(S3Model.HEAD_OBJECT, this::accesses, (call, r) -> get(call, r, false)));
  }

  private List<Access> accesses(Call call, GetObjectRequest request) {
    String action = request.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion";
    return parts
        .access()
        .reading(call, action, request.bucket(), request.key(), request.versionId());
  }

  private GetObjectResponse get(Call call, GetObjectRequest request, boolean withBody) {
    ReadRequest read = ReadRequest.of(request);
    if (!read.overrides().isEmpty() && call.caller().kind() == Caller.Kind.ANONYMOUS) {
      throw ObjectErrors.invalidRequest(
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
    // What was found may be replaced before it is opened: then what replaced it is found.
    for (int attempt = 1; ; attempt++) {
      try {
        return get(read, withBody);
      } catch (ServiceError e) {
        if (attempt == TRIES || !e.code().equals("SlowDown")) {
          throw e;
        }
      }
    }
  }

  private record Found(Bucket bucket, ObjectVersion version, List<ContentPart> members) {}

  private GetObjectResponse get(ReadRequest request, boolean withBody) {
    Found found =
        parts
            .store()
            .read(tx -> {
              Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedOwner());
              ObjectVersion version =
                  lookup.get(tx, bucket.name(), request.key(), request.versionId());
              List<ContentPart> members =
                  request.partNumber() == null
                      ? List.of()
                      : parts.contents().parts(tx, version.bytes());
              return new Found(bucket, version, members);
            });
    ObjectVersion version = found.version;
    Content content = version.bytes();
    parts.contents().checkKey(content, request.customerKey());
    GetObjectResponse.Builder response = described(found, request);
    if (request.conditions().isKnown(version)) {
      return response.statusCode(NOT_MODIFIED).body(Bytes.EMPTY).build();
    }
    ByteRange range = range(request, found, response);
    ByteRange bytes;
    if (range != null) {
      bytes = range;
      response.statusCode(PARTIAL).contentRange(range.header(content.sizeBytes()));
    } else {
      bytes = new ByteRange(0, content.sizeBytes());
      if (request.checksums()) {
        putChecksums(response, content.checksums(), content.checksumType().name());
      }
    }
    ByteStream body =
        withBody
            ? parts
                .contents()
                .read(content, bytes.first(), bytes.lengthBytes(), request.customerKey())
            : new Lengthy(bytes.lengthBytes());
    return response.body(body).build();
  }

  /** The part wanted, null for the whole. */
  private static @Nullable ByteRange range(
      ReadRequest request, Found found, GetObjectResponse.Builder response) {
    Content content = found.version.bytes();
    Integer number = request.partNumber();
    if (number == null) {
      return ByteRange.of(request.range(), content.sizeBytes());
    }
    if (found.members.isEmpty()) {
      if (number != 1) {
        throw noSuchPart(number, 1);
      }
      return content.sizeBytes() == 0 ? null : new ByteRange(0, content.sizeBytes());
    }
    response.partsCount(found.members.size());
    long first = 0;
    for (int i = 0; i < found.members.size(); i++) {
      ContentPart part = found.members.get(i);
      if (i + 1 == number) {
        if (request.checksums()) {
          putChecksums(response, part.checksums(), content.checksumType().name());
        }
        return new ByteRange(first, part.sizeBytes());
      }
      first += part.sizeBytes();
    }
    throw noSuchPart(number, found.members.size());
  }

  private static ServiceError noSuchPart(int number, int count) {
    return new ServiceError(
        "InvalidPartNumber",
        416,
        "The requested partnumber is not satisfiable",
        Map.of(
            "ActualPartCount", Integer.toString(count),
            "PartNumberRequested", Integer.toString(number)));
  }

  private static void putChecksums(
      GetObjectResponse.Builder response, Map<ChecksumAlgorithm, String> checksums, String type) {
    response
        .checksumCRC32(checksums.get(ChecksumAlgorithm.CRC32))
        .checksumCRC32C(checksums.get(ChecksumAlgorithm.CRC32C))
        .checksumCRC64NVME(checksums.get(ChecksumAlgorithm.CRC64NVME))
        .checksumSHA1(checksums.get(ChecksumAlgorithm.SHA1))
        .checksumSHA256(checksums.get(ChecksumAlgorithm.SHA256));
    if (!checksums.isEmpty()) {
      response.checksumType(type);
    }
  }

  /** All that is told besides the bytes. */
  private static GetObjectResponse.Builder described(Found found, ReadRequest request) {
    ObjectVersion version = found.version;
    ObjectDescription description = version.description();
    SystemHeaders headers = description.headers();
    ObjectLock lock = description.lock();
    String type = headers.contentType() == null ? USUAL_TYPE : headers.contentType();
    GetObjectResponse.Builder response =
        GetObjectResponse.builder()
            .acceptRanges("bytes")
            .lastModified(version.modified())
            .eTag(version.etag())
            .cacheControl(request.overridden("CacheControl", headers.cacheControl()))
            .contentDisposition(
                request.overridden("ContentDisposition", headers.contentDisposition()))
            .contentEncoding(request.overridden("ContentEncoding", headers.contentEncoding()))
            .contentLanguage(request.overridden("ContentLanguage", headers.contentLanguage()))
            .contentType(request.overridden("ContentType", type))
            .expires(request.overridden("Expires", headers.expires()))
            .metadata(description.metadata())
            .websiteRedirectLocation(description.redirect())
            .objectLockMode(lock.mode())
            .objectLockRetainUntilDate(lock.until())
            .objectLockLegalHoldStatus(lock.legalHold());
    putStorage(response, found, request);
    return response;
  }

  private static void putStorage(
      GetObjectResponse.Builder response, Found found, ReadRequest request) {
    ObjectVersion version = found.version;
    ObjectDescription description = version.description();
    if (found.bucket.hasVersions()) {
      response.versionId(version.versionId());
    }
    if (!description.storageClass().equals(ObjectDescription.STANDARD)) {
      response.storageClass(description.storageClass());
    }
    if (!description.tags().isEmpty()) {
      response.tagCount(description.tags().size());
    }
    if (request.customerKey() == null) {
      response.serverSideEncryption("AES256");
      if (found.bucket.bucketKey()) {
        response.bucketKeyEnabled(true);
      }
    } else {
      response.sseCustomerAlgorithm("AES256").sseCustomerKeyMD5(request.customerKey().md5());
    }
  }
}
