package croft.services.s3.upload;

import croft.services.s3.content.ChecksumType;
import croft.services.s3.content.Content;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which checksums an upload may have, and those of a request.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 * object integrity for data uploads</a>.
 */
final class Checksums {
  private Checksums() {}

  /**
   * The algorithm of {@code x-amz-checksum-algorithm}, null for none.
   *
   * @throws croft.base.ServiceError {@code InvalidRequest} for one that is not known
   */
  static @Nullable ChecksumAlgorithm algorithm(@Nullable String name) {
    if (name == null) {
      return null;
    }
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    throw UploadErrors.invalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
            + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  }

  /**
   * The type of the object's checksum.
   *
   * @throws croft.base.ServiceError {@code InvalidRequest} for one the algorithm does not have
   */
  static ChecksumType type(@Nullable ChecksumAlgorithm algorithm, @Nullable String named) {
    if (algorithm == null) {
      if (named != null) {
        throw UploadErrors.invalidRequest(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
                + " header.");
      }
      return ChecksumType.FULL_OBJECT;
    }
    ChecksumType usual =
        algorithm == ChecksumAlgorithm.CRC64NVME
            ? ChecksumType.FULL_OBJECT
            : ChecksumType.COMPOSITE;
    ChecksumType type = named == null ? usual : ChecksumType.valueOf(named);
    if (!allowed(algorithm, type)) {
      throw UploadErrors.invalidRequest(
          "The "
              + type
              + " checksum type cannot be used with the "
              + name(algorithm)
              + " checksum algorithm.");
    }
    return type;
  }

  private static boolean allowed(ChecksumAlgorithm algorithm, ChecksumType type) {
    return switch (algorithm) {
      case CRC32, CRC32C -> true;
      case CRC64NVME -> type == ChecksumType.FULL_OBJECT;
      case SHA1, SHA256 -> type == ChecksumType.COMPOSITE;
    };
  }

  /** As error messages spell it. */
  static String name(@Nullable ChecksumAlgorithm algorithm) {
    return algorithm == null ? "null" : algorithm.name().toLowerCase(Locale.ROOT);
  }

  /** The values of a request's or a part's five members, those that are there. */
  static Map<ChecksumAlgorithm, String> given(
      @Nullable String crc32,
      @Nullable String crc32c,
      @Nullable String crc64nvme,
      @Nullable String sha1,
      @Nullable String sha256) {
    Map<ChecksumAlgorithm, String> given = new EnumMap<>(ChecksumAlgorithm.class);
    put(given, ChecksumAlgorithm.CRC32, crc32);
    put(given, ChecksumAlgorithm.CRC32C, crc32c);
    put(given, ChecksumAlgorithm.CRC64NVME, crc64nvme);
    put(given, ChecksumAlgorithm.SHA1, sha1);
    put(given, ChecksumAlgorithm.SHA256, sha256);
    return given;
  }

  private static void put(
      Map<ChecksumAlgorithm, String> given, ChecksumAlgorithm of, @Nullable String value) {
    if (value != null) {
      given.put(of, value);
    }
  }

  /** Whether nothing given contradicts what was computed. */
  static boolean agree(Map<ChecksumAlgorithm, String> given, Content content) {
    return given.entrySet().stream()
        .allMatch(each -> Objects.equals(each.getValue(), content.checksum(each.getKey())));
  }
}
