package croft.services.s3.content;

import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the row of an object or a part holds of its bytes. It can be read while a kept reference to
 * it exists.
 *
 * @param id of the bytes; several objects may share them
 * @param md5 of all bytes, in lower-case hexadecimal; empty for a content joined from parts
 * @param etag without quotes: the MD5, or for joined parts the MD5 of their MD5s, a dash and their
 *     number; for a customer's key a text that tells nothing of the bytes
 * @param checksums Base64 by algorithm; composite ones end in a dash and the number of parts
 * @param checksumType of every checksum
 * @param partCount how many parts were joined; 0 for a content written in one
 * @param inline whether a row of the store holds the bytes, not a blob
 * @param customerKeyProof tells the customer's key from others, without the key; null when the
 *     server's own key encrypts
 */
public record Content(
    String id,
    long sizeBytes,
    String md5,
    String etag,
    Map<ChecksumAlgorithm, String> checksums,
    ChecksumType checksumType,
    int partCount,
    boolean inline,
    @Nullable String customerKeyProof) {

  public Content {
    checksums = Map.copyOf(checksums);
  }

  public boolean isCustomerEncrypted() {
    return customerKeyProof != null;
  }

  public @Nullable String checksum(ChecksumAlgorithm algorithm) {
    return checksums.get(algorithm);
  }
}
