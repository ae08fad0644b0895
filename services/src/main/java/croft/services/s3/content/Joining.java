package croft.services.s3.content;

import croft.wire.sigv4.ChecksumAlgorithm;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digests of a whole from those of its parts.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 * object integrity for data uploads</a>.
 */
final class Joining {
  private Joining() {}

  static Content join(
      String id,
      List<UploadedPart> parts,
      @Nullable ChecksumAlgorithm algorithm,
      ChecksumType type) {
    MessageDigest md5s = Digests.newMd5();
    long sizeBytes = 0;
    for (UploadedPart part : parts) {
      Content content = part.content();
      // A customer's part has no MD5 to tell; its ETag stands for it.
      md5s.update(HexFormat.of().parseHex(content.etag()));
      sizeBytes += content.sizeBytes();
    }
    return new Content(
        id,
        sizeBytes,
        "",
        HexFormat.of().formatHex(md5s.digest()) + "-" + parts.size(),
        algorithm == null ? Map.of() : Map.of(algorithm, checksum(parts, algorithm, type)),
        type,
        parts.size(),
        false,
        parts.getFirst().content().customerKeyProof());
  }

  private static String checksum(
      List<UploadedPart> parts, ChecksumAlgorithm algorithm, ChecksumType type) {
    return switch (type) {
      case COMPOSITE -> composite(parts, algorithm);
      case FULL_OBJECT -> full(parts, algorithm);
    };
  }

  private static String composite(List<UploadedPart> parts, ChecksumAlgorithm algorithm) {
    ChecksumAlgorithm.Accumulator accumulator = algorithm.start();
    for (UploadedPart part : parts) {
      byte[] bytes = bytes(part, algorithm);
      accumulator.update(bytes, 0, bytes.length);
    }
    return Digests.base64(accumulator.value()) + "-" + parts.size();
  }

  private static String full(List<UploadedPart> parts, ChecksumAlgorithm algorithm) {
    byte[] combined = bytes(parts.getFirst(), algorithm);
    for (UploadedPart part : parts.subList(1, parts.size())) {
      long sizeBytes = part.content().sizeBytes();
      combined = Crcs.combine(algorithm, combined, bytes(part, algorithm), sizeBytes);
    }
    return Digests.base64(combined);
  }

  private static byte[] bytes(UploadedPart part, ChecksumAlgorithm algorithm) {
    String value = part.content().checksum(algorithm);
    if (value == null) {
      throw new IllegalArgumentException("Part " + part.number() + " has no " + algorithm);
    }
    return Base64.getDecoder().decode(value);
  }
}
