package croft.services.s3.object;

import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.s3.access.ObjectOwner;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.TagSets;
import croft.wire.codec.Percent;
import croft.wire.schema.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request says of the object it makes: PutObject, CopyObject and
 * CreateMultipartUpload, whose members have the same names.
 */
public final class DescriptionReader {
  private static final int MOST_METADATA_BYTES = 2048;
  private static final List<String> KEPT_CLASSES =
      List.of(
          ObjectDescription.STANDARD,
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER_IR");
  private static final List<String> OTHER_CLASSES =
      List.of("GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS");
  private static final Map<String, String> ACL_HEADERS =
      Map.of(
          "ACL", "x-amz-acl",
          "GrantFullControl", "x-amz-grant-full-control",
          "GrantRead", "x-amz-grant-read",
          "GrantReadACP", "x-amz-grant-read-acp",
          "GrantWriteACP", "x-amz-grant-write-acp");

  private final S3Access access;

  public DescriptionReader(S3Access access) {
    this.access = access;
  }

  /**
   * The description of an object about to be made.
   *
   * @throws ServiceError for what is not valid, not allowed in the bucket, or not supported
   */
  public ObjectDescription read(Call call, Bucket bucket, Shape request) {
    RequestMembers members = RequestMembers.of(request);
    checkEncryption(bucket, members);
    ObjectOwner owner = access.newObject(call, bucket, aclHeaders(members));
    return new ObjectDescription(
        headers(members),
        metadata(members),
        tags(members.text("Tagging")),
        storageClass(members.text("StorageClass")),
        lock(call, bucket, members),
        redirect(members.text("WebsiteRedirectLocation")),
        owner.account(),
        owner.acl());
  }

  /** The headers that say who may use an object, by name; empty when the request has none. */
  static Map<String, String> aclHeaders(RequestMembers members) {
    Map<String, String> headers = new LinkedHashMap<>();
    ACL_HEADERS.forEach((member, header) -> {
      String value = members.text(member);
      if (value != null) {
        headers.put(header, value);
      }
    });
    return headers;
  }

  private static void checkEncryption(Bucket bucket, RequestMembers members) {
    String algorithm = members.text("ServerSideEncryption");
    if (algorithm != null && !algorithm.equals("AES256")) {
      throw ServiceError.unsupported("x-amz-server-side-encryption " + algorithm);
    }
    for (String member : List.of("SSEKMSKeyId", "SSEKMSEncryptionContext")) {
      if (members.text(member) != null) {
        throw ServiceError.unsupported("The parameter " + member);
      }
    }
    boolean customer = members.text("SSECustomerAlgorithm") != null;
    if (customer && algorithm != null) {
      throw ObjectErrors.invalidArgument(
          "Server Side Encryption with Customer provided key is incompatible with the encryption"
              + " method specified",
          "x-amz-server-side-encryption",
          algorithm);
    }
    if (customer && bucket.customerKeysBlocked()) {
      throw ObjectErrors.accessDenied();
    }
  }

  private static SystemHeaders headers(RequestMembers members) {
    return new SystemHeaders(
        members.text("CacheControl"),
        members.text("ContentDisposition"),
        contentEncoding(members.text("ContentEncoding")),
        members.text("ContentLanguage"),
        members.text("ContentType"),
        members.text("Expires"));
  }

  /** Without the framing of the request itself, which is no property of the object. */
  private static @Nullable String contentEncoding(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String kept =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(coding -> !coding.equalsIgnoreCase("aws-chunked"))
            .collect(Collectors.joining(","));
    return kept.isEmpty() ? null : kept;
  }

  private static Map<String, String> metadata(RequestMembers members) {
    Map<String, String> metadata = new LinkedHashMap<>();
    int bytes = 0;
    for (Map.Entry<String, String> entry : members.texts("Metadata").entrySet()) {
      metadata.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
      bytes += utf8(entry.getKey()) + utf8(entry.getValue());
    }
    if (bytes > MOST_METADATA_BYTES) {
      throw new ServiceError(
          "MetadataTooLarge",
          400,
          "Your metadata headers exceed the maximum allowed metadata size",
          Map.of(
              "Size", Integer.toString(bytes),
              "MaxSizeAllowed", Integer.toString(MOST_METADATA_BYTES)));
    }
    return metadata;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The tags of an {@code x-amz-tagging} header, which is encoded as a query string. */
  static Map<String, String> tags(@Nullable String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      try {
        TagSets.put(
            tags,
            Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true),
            equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true));
      } catch (IllegalArgumentException e) {
        throw ObjectErrors.invalidArgument(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                + " parameters without tag name duplicates.",
            "x-amz-tagging",
            Objects.requireNonNullElse(text, ""));
      }
    }
    return TagSets.limited(tags, TagSets.MOST_OF_OBJECT);
  }

  /** Archives would have to be restored before they can be read: there are none here. */
  private static String storageClass(@Nullable String wanted) {
    if (wanted == null) {
      return ObjectDescription.STANDARD;
    }
    if (!KEPT_CLASSES.contains(wanted) && !OTHER_CLASSES.contains(wanted)) {
      throw ServiceError.badRequest(
          "InvalidStorageClass", "The storage class you specified is not valid");
    }
    if (!KEPT_CLASSES.contains(wanted)) {
      throw ServiceError.unsupported("The storage class " + wanted);
    }
    return wanted;
  }

  private static @Nullable String redirect(@Nullable String location) {
    if (location != null
        && !location.startsWith("/")
        && !location.startsWith("http://")
        && !location.startsWith("https://")) {
      throw ObjectErrors.invalidArgument(
          "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
          "x-amz-website-redirect-location",
          location);
    }
    return location;
  }

  private static ObjectLock lock(Call call, Bucket bucket, RequestMembers members) {
    String mode = members.text("ObjectLockMode");
    Instant until = members.time("ObjectLockRetainUntilDate");
    String hold = members.text("ObjectLockLegalHoldStatus");
    if (mode == null && until == null && hold == null) {
      return ObjectLock.NONE;
    }
    if (!bucket.objectLock()) {
      throw ObjectErrors.invalidRequest("Bucket is missing Object Lock Configuration");
    }
    if ((mode == null) != (until == null)) {
      throw ServiceError.badRequest(
          "InvalidArgument",
          "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
    }
    if (until != null && !until.isAfter(call.at())) {
      throw ServiceError.badRequest(
          "InvalidArgument", "The retain until date must be in the future!");
    }
    return new ObjectLock(mode, until, hold);
  }
}
