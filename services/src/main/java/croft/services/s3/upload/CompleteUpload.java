package croft.services.s3.upload;

import croft.api.s3.CompleteMultipartUploadRequest;
import croft.api.s3.CompleteMultipartUploadResponse;
import croft.api.s3.CompletedPart;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.ChecksumType;
import croft.services.s3.content.Content;
import croft.services.s3.content.UploadedPart;
import croft.services.s3.object.Conditions;
import croft.services.s3.object.Keys;
import croft.services.s3.object.ObjectVersion;
import croft.services.s3.object.ObjectWriting.Placed;
import croft.store.Transaction;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CompleteMultipartUpload: one transaction, whatever the size. */
final class CompleteUpload {
  private static final long LEAST_BYTES = 5L << 20;

  private final UploadParts parts;

  CompleteUpload(UploadParts parts) {
    this.parts = parts;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.COMPLETE_MULTIPART_UPLOAD,
            (call, r) ->
                List.of(parts.objects().access().object(call, "s3:PutObject", r.bucket(), r.key())),
            this::complete));
  }

  private CompleteMultipartUploadResponse complete(
      Call call, CompleteMultipartUploadRequest request) {
    String key = Keys.checked(request.key());
    Conditions conditions = Conditions.ofWrite(request.ifMatch(), request.ifNoneMatch());
    return parts
        .objects()
        .store()
        .write(tx -> {
          Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
          Upload upload = parts.uploads().get(tx, bucket.name(), key, request.uploadId());
          conditions.checkWrite(key, parts.objects().versions().current(tx, bucket.name(), key));
          List<StoredPart> used = used(tx, upload, request);
          Content content = join(tx, upload, used);
          check(upload, content, request);
          parts.uploads().finish(tx, upload, used);
          ObjectVersion version =
              parts
                  .objects()
                  .writing()
                  .put(tx, bucket, key, upload.description(), new Placed(call.at(), content));
          return response(bucket, upload, version);
        });
  }

  /** The parts listed, which must be there, in order, and large enough but for the last. */
  private List<StoredPart> used(
      Transaction tx, Upload upload, CompleteMultipartUploadRequest request) {
    List<CompletedPart> listed =
        request.multipartUpload() == null ? List.of() : request.multipartUpload().partsOrEmpty();
    if (listed.isEmpty()) {
      throw UploadErrors.malformedXml();
    }
    Map<Integer, StoredPart> there = new HashMap<>();
    parts.uploads().parts(tx, upload).forEach(part -> there.put(part.number(), part));
    List<StoredPart> used = new ArrayList<>(listed.size());
    int before = 0;
    for (CompletedPart each : listed) {
      Integer number = each.partNumber();
      if (number == null || each.eTag() == null) {
        throw UploadErrors.malformedXml();
      }
      if (number <= before) {
        throw UploadErrors.invalidPartOrder(upload.id());
      }
      before = number;
      used.add(match(upload, each, there.get(number)));
    }
    for (StoredPart part : used.subList(0, used.size() - 1)) {
      if (part.content().sizeBytes() < LEAST_BYTES) {
        throw UploadErrors.tooSmall(part, LEAST_BYTES);
      }
    }
    return used;
  }

  private static StoredPart match(
      Upload upload, CompletedPart listed, @Nullable StoredPart stored) {
    int number = Objects.requireNonNullElse(listed.partNumber(), 0);
    String etag = Objects.requireNonNullElse(listed.eTag(), "").replace("\"", "");
    if (stored == null || !stored.content().etag().equals(etag)) {
      throw UploadErrors.invalidPart(upload.id(), number, etag);
    }
    Map<ChecksumAlgorithm, String> given =
        Checksums.given(
            listed.checksumCRC32(),
            listed.checksumCRC32C(),
            listed.checksumCRC64NVME(),
            listed.checksumSHA1(),
            listed.checksumSHA256());
    ChecksumAlgorithm algorithm = upload.algorithm();
    if (algorithm != null
        && upload.checksumType() == ChecksumType.COMPOSITE
        && !given.containsKey(algorithm)) {
      throw UploadErrors.invalidRequest(
          "The upload was created using a "
              + Checksums.name(algorithm)
              + " checksum. The complete request must include the checksum for each part. It was"
              + " missing for part "
              + number
              + " in the request.");
    }
    if (!Checksums.agree(given, stored.content())) {
      throw UploadErrors.invalidPart(upload.id(), number, etag);
    }
    return stored;
  }

  private Content join(Transaction tx, Upload upload, List<StoredPart> used) {
    List<UploadedPart> joined =
        used.stream().map(part -> new UploadedPart(part.number(), part.content())).toList();
    String name = upload.bucket() + "/" + upload.key();
    ChecksumAlgorithm algorithm =
        upload.algorithm() == null ? ChecksumAlgorithm.CRC64NVME : upload.algorithm();
    return parts.objects().contents().join(tx, name, joined, algorithm, upload.checksumType());
  }

  /** What the request says of the whole must be so. */
  private static void check(
      Upload upload, Content content, CompleteMultipartUploadRequest request) {
    String type = request.checksumType();
    if (type != null && !type.equals(upload.checksumType().name())) {
      throw UploadErrors.invalidRequest(
          "The upload was created using the "
              + upload.checksumType()
              + " checksum mode. The complete request must use the same checksum mode.");
    }
    Long size = request.mpuObjectSize();
    if (size != null && size != content.sizeBytes()) {
      throw UploadErrors.invalidRequest(
          "The provided 'x-amz-mp-object-size' header value "
              + size
              + " does not match what was computed: "
              + content.sizeBytes());
    }
    Map<ChecksumAlgorithm, String> given =
        Checksums.given(
            request.checksumCRC32(),
            request.checksumCRC32C(),
            request.checksumCRC64NVME(),
            request.checksumSHA1(),
            request.checksumSHA256());
    given.forEach((algorithm, value) -> {
      if (!sameChecksum(value, content.checksum(algorithm))) {
        throw ServiceError.badRequest(
            "BadDigest",
            "The "
                + Checksums.name(algorithm)
                + " you specified did not match the calculated checksum.");
      }
    });
  }

  /** A composite checksum may come without its number of parts. */
  private static boolean sameChecksum(String given, @Nullable String computed) {
    if (computed == null) {
      return false;
    }
    int dash = computed.indexOf('-');
    return given.equals(computed) || (dash > 0 && given.equals(computed.substring(0, dash)));
  }

  private static CompleteMultipartUploadResponse response(
      Bucket bucket, Upload upload, ObjectVersion version) {
    Content content = version.bytes();
    CompleteMultipartUploadResponse.Builder response =
        CompleteMultipartUploadResponse.builder()
            .location("/" + upload.bucket() + "/" + upload.key())
            .bucket(upload.bucket())
            .key(upload.key())
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
    if (!content.isCustomerEncrypted()) {
      response.serverSideEncryption("AES256");
    }
    return response.build();
  }
}
