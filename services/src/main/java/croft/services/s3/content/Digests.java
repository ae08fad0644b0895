package croft.services.s3.content;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The digests of one body in the making, and what they are compared with. */
final class Digests {
  static final int MD5_BYTES = 16;

  private final ContentOptions options;
  private final MessageDigest md5 = newMd5();
  private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Accumulator> checksums =
      new EnumMap<>(ChecksumAlgorithm.class);

  /**
   * @param body what trails it is computed by itself already
   */
  Digests(ContentOptions options, ByteStream body) {
    this.options = options;
    options.expected().keySet().forEach(wanted -> checksums.put(wanted, wanted.start()));
    ChecksumAlgorithm algorithm = options.algorithm();
    boolean trailed =
        body.trailerNames().stream().anyMatch(name -> ChecksumAlgorithm.ofHeader(name) != null);
    if (!trailed && checksums.isEmpty()) {
      // S3 gives every object a checksum, and this one where the client names none.
      ChecksumAlgorithm wanted = algorithm == null ? ChecksumAlgorithm.CRC64NVME : algorithm;
      checksums.put(wanted, wanted.start());
    }
  }

  /** Takes bytes into the MD5: apart from the checksums, so that another thread may do it. */
  void updateMd5(byte[] bytes, int count) {
    md5.update(bytes, 0, count);
  }

  /** Takes the same bytes into the checksums. */
  void updateChecksums(byte[] bytes, int count) {
    checksums.values().forEach(checksum -> checksum.update(bytes, 0, count));
  }

  /** What was computed. */
  record Result(String md5, Map<ChecksumAlgorithm, String> checksums) {}

  /**
   * Ends the digests; to be called once, when the body was read to its end.
   *
   * @throws ServiceError {@code BadDigest} when the body is not what its headers say
   */
  Result end(ByteStream body) {
    byte[] digest = md5.digest();
    String expectedMd5 = options.contentMd5();
    if (expectedMd5 != null && !base64(digest).equals(expectedMd5)) {
      throw ContentErrors.badMd5();
    }
    Map<ChecksumAlgorithm, String> computed = new EnumMap<>(ChecksumAlgorithm.class);
    checksums.forEach((algorithm, checksum) -> computed.put(algorithm, base64(checksum.value())));
    options
        .expected()
        .forEach((algorithm, expected) -> {
          if (!expected.equals(computed.get(algorithm))) {
            throw ContentErrors.badChecksum(algorithm);
          }
        });
    body.trailers()
        .forEach((name, value) -> {
          ChecksumAlgorithm algorithm = ChecksumAlgorithm.ofHeader(name);
          if (algorithm != null) {
            computed.put(algorithm, value);
          }
        });
    return new Result(HexFormat.of().formatHex(digest), computed);
  }

  /**
   * The algorithm of a header's value.
   *
   * @throws ServiceError {@code InvalidRequest} for one that is not known
   */
  static ChecksumAlgorithm algorithm(String name) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    throw ContentErrors.invalid(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
            + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  }

  static int lengthBytes(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32, CRC32C -> 4;
      case CRC64NVME -> 8;
      case SHA1 -> 20;
      case SHA256 -> 32;
    };
  }

  static byte @Nullable [] base64OrNull(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] md5(byte[] bytes) {
    return newMd5().digest(bytes);
  }

  static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot do MD5", e);
    }
  }
}
