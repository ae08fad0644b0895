package croft.services.s3.content;

import croft.base.ServiceError;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a body must be, and what shall be computed of it. Immutable; each method gives options with
 * one thing more, and leaves them as they are for a null, as a header that was not sent.
 */
public final class ContentOptions {
  private final String name;
  private final Map<ChecksumAlgorithm, String> expected;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable String contentMd5;
  private final @Nullable CustomerKey customerKey;

  private ContentOptions(
      String name,
      Map<ChecksumAlgorithm, String> expected,
      @Nullable ChecksumAlgorithm algorithm,
      @Nullable String contentMd5,
      @Nullable CustomerKey customerKey) {
    this.name = name;
    this.expected = expected;
    this.algorithm = algorithm;
    this.contentMd5 = contentMd5;
    this.customerKey = customerKey;
  }

  /**
   * Options of a content without any header.
   *
   * @param name what it is for, such as {@code bucket/key}: the scrubber tells of damage by it
   */
  public static ContentOptions named(String name) {
    return new ContentOptions(name, Map.of(), null, null, null);
  }

  /**
   * With the value of an {@code x-amz-checksum-*} header, which the body must have.
   *
   * @throws ServiceError {@code InvalidRequest} for what is no such checksum, or a second one
   */
  public ContentOptions checksum(ChecksumAlgorithm of, @Nullable String value) {
    if (value == null) {
      return this;
    }
    byte[] bytes = Digests.base64OrNull(value);
    if (bytes == null || bytes.length != Digests.lengthBytes(of)) {
      throw ContentErrors.invalidChecksum(of);
    }
    if (!expected.isEmpty()) {
      throw ContentErrors.invalid(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    Map<ChecksumAlgorithm, String> more = new EnumMap<>(ChecksumAlgorithm.class);
    more.put(of, value);
    return new ContentOptions(name, more, algorithm, contentMd5, customerKey);
  }

  /**
   * With the algorithm of {@code x-amz-sdk-checksum-algorithm} or {@code x-amz-checksum-algorithm},
   * to be computed.
   *
   * @throws ServiceError {@code InvalidRequest} for one that is not known
   */
  public ContentOptions algorithm(@Nullable String wanted) {
    return wanted == null ? this : algorithm(Digests.algorithm(wanted));
  }

  /** With an algorithm to be computed. */
  public ContentOptions algorithm(ChecksumAlgorithm wanted) {
    return new ContentOptions(name, expected, wanted, contentMd5, customerKey);
  }

  /**
   * With the value of {@code Content-MD5}.
   *
   * @throws ServiceError {@code InvalidDigest} for what is no MD5 in Base64
   */
  public ContentOptions contentMd5(@Nullable String value) {
    if (value == null) {
      return this;
    }
    byte[] bytes = Digests.base64OrNull(value);
    if (bytes == null || bytes.length != Digests.MD5_BYTES) {
      throw ContentErrors.invalidDigest();
    }
    return new ContentOptions(name, expected, algorithm, value, customerKey);
  }

  /** With a customer's key to encrypt by. */
  public ContentOptions customerKey(@Nullable CustomerKey key) {
    return key == null ? this : new ContentOptions(name, expected, algorithm, contentMd5, key);
  }

  String name() {
    return name;
  }

  Map<ChecksumAlgorithm, String> expected() {
    return expected;
  }

  @Nullable ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  @Nullable String contentMd5() {
    return contentMd5;
  }

  @Nullable CustomerKey customerKey() {
    return customerKey;
  }
}
