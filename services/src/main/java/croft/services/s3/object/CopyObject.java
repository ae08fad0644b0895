package croft.services.s3.object;

import croft.api.s3.CopyObjectRequest;
import croft.api.s3.CopyObjectResponse;
import croft.api.s3.CopyObjectResult;
import croft.api.s3.S3Model;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.Content;
import croft.services.s3.content.ContentOptions;
import croft.services.s3.content.CustomerKey;
import croft.services.s3.content.WrittenContent;
import croft.store.Transaction;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CopyObject. Bytes are copied only where the copy needs other ones: another key or checksum, or
 * one body instead of parts. Otherwise both objects refer to the same.
 */
final class CopyObject {
  private static final long LARGEST_BYTES = 5L << 30;
  private static final String REPLACE = "REPLACE";

  private final ObjectParts parts;
  private final VersionLookup lookup;
  private final DescriptionReader descriptions;

  CopyObject(ObjectParts parts) {
    this.parts = parts;
    this.lookup = new VersionLookup(parts.versions());
    this.descriptions = new DescriptionReader(parts.access());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(Binding.bind(S3Model.COPY_OBJECT, this::accesses, this::copy));
  }

  private List<Access> accesses(Call call, CopyObjectRequest request) {
    CopySource source = CopySource.of(request.copySource());
    String read = source.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion";
    List<Access> accesses =
        new ArrayList<>(
            parts.access().reading(call, read, source.bucket(), source.key(), source.versionId()));
    accesses.addAll(WriteAccess.of(parts.access(), call, request, request.bucket(), request.key()));
    return accesses;
  }

  /** What is copied where, once all of it is known. */
  private record Plan(
      Call call,
      CopyObjectRequest request,
      String key,
      Bucket target,
      Bucket origin,
      ObjectVersion source,
      ObjectDescription description,
      @Nullable CustomerKey sourceKey,
      @Nullable CustomerKey targetKey) {}

  private CopyObjectResponse copy(Call call, CopyObjectRequest request) {
    Plan plan = plan(call, request);
    checkSelf(plan);
    Content content = plan.source.bytes();
    if (!needsOtherBytes(plan, content)) {
      ObjectVersion copy =
          parts.store().write(tx -> put(tx, plan, parts.contents().share(tx, content)));
      return response(plan, copy);
    }
    ContentOptions options =
        ContentOptions.named(plan.target.name() + "/" + plan.key).customerKey(plan.targetKey);
    ChecksumAlgorithm algorithm = content.checksums().keySet().stream().findFirst().orElse(null);
    if (request.checksumAlgorithm() != null) {
      options = options.algorithm(request.checksumAlgorithm());
    } else if (algorithm != null) {
      options = options.algorithm(algorithm);
    }
    try (WrittenContent written =
        parts.contents().write(parts.contents().read(content, plan.sourceKey), options)) {
      return response(plan, parts.store().write(tx -> put(tx, plan, written.keep(tx))));
    }
  }

  private Plan plan(Call call, CopyObjectRequest request) {
    String key = Keys.checked(request.key());
    CopySource from = CopySource.of(request.copySource());
    Conditions conditions =
        new Conditions(
            request.copySourceIfMatch(),
            request.copySourceIfNoneMatch(),
            request.copySourceIfModifiedSince(),
            request.copySourceIfUnmodifiedSince(),
            "x-amz-copy-source-");
    CustomerKey sourceKey =
        CustomerKey.of(
            request.copySourceSSECustomerAlgorithm(),
            request.copySourceSSECustomerKey(),
            request.copySourceSSECustomerKeyMD5());
    CustomerKey targetKey =
        CustomerKey.of(
            request.sseCustomerAlgorithm(), request.sseCustomerKey(), request.sseCustomerKeyMD5());
    return parts
        .store()
        .read(tx -> {
          Bucket target = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
          Bucket origin = Buckets.get(tx, from.bucket(), request.expectedSourceBucketOwner());
          ObjectVersion source = source(tx, from);
          parts.contents().checkKey(source.bytes(), sourceKey);
          conditions.checkCopy(source);
          ObjectDescription asked = descriptions.read(call, target, request);
          ObjectDescription description = described(request, source.description(), asked);
          return new Plan(
              call, request, key, target, origin, source, description, sourceKey, targetKey);
        });
  }

  private ObjectVersion source(Transaction tx, CopySource from) {
    Optional<ObjectVersion> named =
        from.versionId() == null
            ? Optional.empty()
            : parts.versions().find(tx, from.bucket(), from.key(), from.versionId());
    if (named.isPresent() && named.get().isDeleteMarker()) {
      throw ObjectErrors.invalidRequest(
          "The source of a copy request may not specifically refer to a delete marker by version"
              + " id.");
    }
    ObjectVersion source = lookup.get(tx, from.bucket(), from.key(), from.versionId());
    if (source.bytes().sizeBytes() > LARGEST_BYTES) {
      throw ObjectErrors.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + LARGEST_BYTES);
    }
    return source;
  }

  /** What the directives take from the source, and what from the request. */
  private static ObjectDescription described(
      CopyObjectRequest request, ObjectDescription source, ObjectDescription asked) {
    boolean replaced = REPLACE.equals(request.metadataDirective());
    boolean retagged = REPLACE.equals(request.taggingDirective());
    return new ObjectDescription(
        replaced ? asked.headers() : source.headers(),
        replaced ? asked.metadata() : source.metadata(),
        retagged ? asked.tags() : source.tags(),
        asked.storageClass(),
        asked.lock(),
        asked.redirect(),
        asked.owner(),
        asked.acl());
  }

  /** A copy onto itself must change something. */
  private static void checkSelf(Plan plan) {
    CopyObjectRequest request = plan.request;
    ObjectDescription former = plan.source.description();
    CopySource from = CopySource.of(request.copySource());
    boolean same =
        from.bucket().equals(plan.target.name())
            && from.key().equals(plan.key)
            && from.versionId() == null;
    boolean changed =
        REPLACE.equals(request.metadataDirective())
            || !plan.description.storageClass().equals(former.storageClass())
            || !Objects.equals(plan.description.redirect(), former.redirect())
            || request.serverSideEncryption() != null
            || plan.targetKey != null
            || plan.sourceKey != null;
    if (same && !changed) {
      throw ObjectErrors.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static boolean needsOtherBytes(Plan plan, Content content) {
    String algorithm = plan.request.checksumAlgorithm();
    return plan.sourceKey != null
        || plan.targetKey != null
        || content.partCount() > 0
        || (algorithm != null && !has(content, algorithm));
  }

  private static boolean has(Content content, String algorithm) {
    return content.checksums().keySet().stream().anyMatch(each -> each.name().equals(algorithm));
  }

  private ObjectVersion put(Transaction tx, Plan plan, Content content) {
    Bucket bucket = Buckets.get(tx, plan.target.name());
    Conditions.ofWrite(plan.request.ifMatch(), plan.request.ifNoneMatch())
        .checkWrite(plan.key, parts.versions().current(tx, bucket.name(), plan.key));
    return parts
        .writing()
        .put(
            tx,
            bucket,
            plan.key,
            plan.description,
            new ObjectWriting.Placed(plan.call.at(), content));
  }

  private static CopyObjectResponse response(Plan plan, ObjectVersion copy) {
    Content content = copy.bytes();
    CopyObjectResponse.Builder response =
        CopyObjectResponse.builder()
            .copyObjectResult(
                CopyObjectResult.builder()
                    .eTag(copy.etag())
                    .lastModified(copy.modified())
                    .checksumType(content.checksumType().name())
                    .checksumCRC32(content.checksum(ChecksumAlgorithm.CRC32))
                    .checksumCRC32C(content.checksum(ChecksumAlgorithm.CRC32C))
                    .checksumCRC64NVME(content.checksum(ChecksumAlgorithm.CRC64NVME))
                    .checksumSHA1(content.checksum(ChecksumAlgorithm.SHA1))
                    .checksumSHA256(content.checksum(ChecksumAlgorithm.SHA256))
                    .build());
    if (plan.origin.hasVersions()) {
      response.copySourceVersionId(plan.source.versionId());
    }
    if (plan.target.hasVersions()) {
      response.versionId(copy.versionId());
    }
    if (plan.targetKey == null) {
      response.serverSideEncryption("AES256");
    } else {
      response.sseCustomerAlgorithm("AES256").sseCustomerKeyMD5(plan.targetKey.md5());
    }
    return response.build();
  }
}
