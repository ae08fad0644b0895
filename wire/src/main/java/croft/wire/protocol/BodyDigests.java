package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.http.Headers;
import croft.wire.schema.Schema;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The digests a request tells of a document in its body.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking
 * object integrity</a>.
 */
final class BodyDigests {
  private static final int MD5_BYTES = 16;

  private BodyDigests() {}

  /**
   * Passes when the body is what {@code Content-MD5} and {@code x-amz-checksum-*} say.
   *
   * @param input of the operation: a checksum among its members is not the body's but, as in
   *     CompleteMultipartUpload, the object's
   * @throws ServiceError {@code InvalidDigest}, {@code InvalidRequest} or {@code BadDigest} (400)
   */
  static void check(Headers headers, byte[] body, Schema input) {
    String md5 = headers.first("Content-MD5");
    if (md5 != null) {
      byte[] told = decoded(md5);
      if (told.length != MD5_BYTES) {
        throw ServiceError.badRequest(
            "InvalidDigest", "The Content-MD5 you specified was invalid.");
      }
      if (!Arrays.equals(told, md5(body))) {
        throw ServiceError.badRequest(
            "BadDigest", "The Content-MD5 you specified did not match what we received.");
      }
    }
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String told = headers.first(algorithm.header());
      if (told != null && !isMember(input, algorithm.header())) {
        check(algorithm, told, body);
      }
    }
  }

  private static boolean isMember(Schema input, String header) {
    return input.members().stream()
        .anyMatch(member -> member.locationName().equalsIgnoreCase(header));
  }

  private static void check(ChecksumAlgorithm algorithm, String told, byte[] body) {
    ChecksumAlgorithm.Accumulator accumulator = algorithm.start();
    accumulator.update(body, 0, body.length);
    byte[] computed = accumulator.value();
    byte[] wanted = decoded(told);
    if (wanted.length != computed.length) {
      throw ServiceError.badRequest(
          "InvalidRequest", "Value for " + algorithm.header() + " header is invalid.");
    }
    if (!Arrays.equals(wanted, computed)) {
      throw ServiceError.badRequest(
          "BadDigest",
          "The " + algorithm + " you specified did not match the calculated checksum.");
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] md5(byte[] body) {
    try {
      return MessageDigest.getInstance("MD5").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
