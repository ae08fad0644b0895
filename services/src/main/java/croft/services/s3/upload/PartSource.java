package croft.services.s3.upload;

import croft.api.s3.UploadPartCopyRequest;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.Content;
import croft.services.s3.content.CustomerKey;
import croft.services.s3.object.Conditions;
import croft.services.s3.object.CopySource;
import croft.services.s3.object.Keys;
import croft.services.s3.object.ObjectParts;
import croft.services.s3.object.ObjectVersion;
import croft.services.s3.object.VersionLookup;
import croft.wire.schema.ByteStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes a part is copied from. */
final class PartSource {
  private static final String CONDITIONS = "x-amz-copy-source-";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

  private final ObjectParts objects;
  private final VersionLookup lookup;

  PartSource(ObjectParts objects) {
    this.objects = objects;
    this.lookup = new VersionLookup(objects.versions());
  }

  Access access(Call call, CopySource name) {
    String action = name.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion";
    return objects.access().object(call, action, name.bucket(), name.key());
  }

  /** A source whose bytes are ready to be read. */
  record Opened(ObjectVersion version, ByteStream body) {}

  Opened open(UploadPartCopyRequest r) {
    CopySource name = CopySource.of(r.copySource());
    CustomerKey customerKey =
        CustomerKey.of(
            r.copySourceSSECustomerAlgorithm(),
            r.copySourceSSECustomerKey(),
            r.copySourceSSECustomerKeyMD5());
    ObjectVersion version =
        objects
            .store()
            .read(tx -> {
              Bucket bucket = Buckets.get(tx, name.bucket(), r.expectedSourceBucketOwner());
              return lookup.get(
                  tx,
                  bucket.name(),
                  Keys.checked(name.key()),
                  Keys.checkedVersion(name.versionId()));
            });
    new Conditions(
            r.copySourceIfMatch(),
            r.copySourceIfNoneMatch(),
            r.copySourceIfModifiedSince(),
            r.copySourceIfUnmodifiedSince(),
            CONDITIONS)
        .checkCopy(version);
    Content content = version.bytes();
    Range range = range(r.copySourceRange(), content.sizeBytes());
    return new Opened(
        version, objects.contents().read(content, range.first, range.lengthBytes, customerKey));
  }

  private record Range(long first, long lengthBytes) {}

  private static Range range(@Nullable String header, long sizeBytes) {
    if (header == null) {
      return new Range(0, sizeBytes);
    }
    Matcher range = RANGE.matcher(header);
    if (!range.matches() || Long.parseLong(range.group(2)) < Long.parseLong(range.group(1))) {
      throw UploadErrors.invalidArgument(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy",
          "x-amz-copy-source-range",
          header);
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    if (last >= sizeBytes) {
      throw UploadErrors.invalidArgument(
          "Range specified is not valid for source object of size: " + sizeBytes,
          "x-amz-copy-source-range",
          header);
    }
    return new Range(first, last - first + 1);
  }
}
