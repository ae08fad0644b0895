package croft.services.s3.upload;

import croft.api.s3.AbortMultipartUploadRequest;
import croft.api.s3.AbortMultipartUploadResponse;
import croft.api.s3.CreateMultipartUploadRequest;
import croft.api.s3.CreateMultipartUploadResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.ChecksumType;
import croft.services.s3.content.CustomerKey;
import croft.services.s3.object.DescriptionReader;
import croft.services.s3.object.Keys;
import croft.services.s3.object.ObjectDescription;
import croft.services.s3.object.WriteAccess;
import croft.store.Transaction;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Beginning and aborting uploads, and every other operation on them. */
public final class UploadOperations {
  private static final int RANDOM_DIGITS = 52;

  private final UploadParts parts;
  private final DescriptionReader descriptions;

  public UploadOperations(UploadParts parts) {
    this.parts = parts;
    this.descriptions = new DescriptionReader(parts.objects().access());
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    List<Binding<?, ?>> own =
        List.of(
            Binding.bind(S3Model.CREATE_MULTIPART_UPLOAD, this::creating, this::create),
            Binding.bind(
                S3Model.ABORT_MULTIPART_UPLOAD,
                (call, r) ->
                    List.of(
                        parts
                            .objects()
                            .access()
                            .object(call, "s3:AbortMultipartUpload", r.bucket(), r.key())),
                this::abort));
    return Stream.of(
            own,
            new PartOperations(parts).bindings(),
            new UploadListing(parts).bindings(),
            new CompleteUpload(parts).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }

  private List<Access> creating(Call call, CreateMultipartUploadRequest request) {
    return WriteAccess.of(parts.objects().access(), call, request, request.bucket(), request.key());
  }

  private CreateMultipartUploadResponse create(Call call, CreateMultipartUploadRequest request) {
    String key = Keys.checked(request.key());
    ChecksumAlgorithm algorithm = Checksums.algorithm(request.checksumAlgorithm());
    ChecksumType type = Checksums.type(algorithm, request.checksumType());
    CustomerKey customerKey =
        CustomerKey.of(
            request.sseCustomerAlgorithm(), request.sseCustomerKey(), request.sseCustomerKeyMD5());
    Bucket bucket =
        parts
            .objects()
            .store()
            .read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    ObjectDescription description = descriptions.read(call, bucket, request);
    Upload upload =
        new Upload(
            newId(call.at()),
            bucket.name(),
            key,
            call.at().truncatedTo(ChronoUnit.MILLIS),
            description,
            call.account(),
            call.caller().arn().toString(),
            algorithm,
            type,
            proof(customerKey));
    parts.objects().store().write(tx -> add(tx, upload));
    CreateMultipartUploadResponse.Builder response =
        CreateMultipartUploadResponse.builder()
            .bucket(bucket.name())
            .key(key)
            .uploadId(upload.id())
            .checksumAlgorithm(request.checksumAlgorithm())
            .checksumType(algorithm == null ? null : type.name());
    if (customerKey == null) {
      response.serverSideEncryption("AES256");
    } else {
      response.sseCustomerAlgorithm("AES256").sseCustomerKeyMD5(customerKey.md5());
    }
    return response.build();
  }

  /** The bucket may have gone meanwhile. */
  private Upload add(Transaction tx, Upload upload) {
    Buckets.get(tx, upload.bucket());
    parts.uploads().add(tx, upload);
    return upload;
  }

  private @Nullable String proof(@Nullable CustomerKey customerKey) {
    return customerKey == null ? null : customerKey.prove(parts.objects().ids());
  }

  private String newId(Instant at) {
    String time = String.format(Locale.ROOT, "%012x", at.toEpochMilli());
    return time + parts.objects().ids().hex(RANDOM_DIGITS);
  }

  private AbortMultipartUploadResponse abort(Call call, AbortMultipartUploadRequest request) {
    if (request.ifMatchInitiatedTime() != null) {
      throw ServiceError.unsupported("The parameter IfMatchInitiatedTime");
    }
    String key = Keys.checked(request.key());
    parts
        .objects()
        .store()
        .write(tx -> {
          Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
          Upload upload = parts.uploads().get(tx, bucket.name(), key, request.uploadId());
          return parts.uploads().abort(tx, upload);
        });
    return AbortMultipartUploadResponse.builder().build();
  }
}
