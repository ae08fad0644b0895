package croft.services.s3.object;

import croft.api.s3.GetObjectRequest;
import croft.services.s3.content.CustomerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What GetObject and HeadObject ask for, looked at.
 *
 * @param checksums whether the answer tells them
 * @param overrides the header fields that the answer shall have instead of the object's
 */
record ReadRequest(
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String expectedOwner,
    Conditions conditions,
    @Nullable String range,
    @Nullable Integer partNumber,
    boolean checksums,
    @Nullable CustomerKey customerKey,
    Map<String, String> overrides) {
  private static final List<String> OVERRIDABLE =
      List.of(
          "CacheControl",
          "ContentDisposition",
          "ContentEncoding",
          "ContentLanguage",
          "ContentType",
          "Expires");

  /**
   * Reads a request.
   *
   * @throws croft.base.ServiceError for what is not valid
   */
  static ReadRequest of(GetObjectRequest r) {
    if (r.range() != null && r.partNumber() != null) {
      throw ObjectErrors.invalidRequest(
          "Cannot specify both Range header and partNumber query parameter");
    }
    return new ReadRequest(
        Objects.requireNonNullElse(r.bucket(), ""),
        Keys.checked(r.key()),
        Keys.checkedVersion(r.versionId()),
        r.expectedBucketOwner(),
        Conditions.ofRead(r.ifMatch(), r.ifNoneMatch(), r.ifModifiedSince(), r.ifUnmodifiedSince()),
        r.range(),
        r.partNumber(),
        r.checksumMode() != null,
        CustomerKey.of(r.sseCustomerAlgorithm(), r.sseCustomerKey(), r.sseCustomerKeyMD5()),
        overrides(RequestMembers.of(r)));
  }

  private static Map<String, String> overrides(RequestMembers members) {
    Map<String, String> overrides = new HashMap<>();
    for (String name : OVERRIDABLE) {
      String value = members.text("Response" + name);
      if (value != null) {
        overrides.put(name, value);
      }
    }
    return overrides;
  }

  /** The object's own value of a header field, unless the request asks for another. */
  @Nullable String overridden(String name, @Nullable String own) {
    return overrides.getOrDefault(name, own);
  }
}
