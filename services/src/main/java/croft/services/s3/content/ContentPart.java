package croft.services.s3.content;

import croft.wire.sigv4.ChecksumAlgorithm;
import java.util.Map;

/**
 * One of the contents that were joined.
 *
 * @param number as it was uploaded, from 1
 * @param inline whether a row holds its bytes
 * @param checksums of this part, Base64 by algorithm
 */
public record ContentPart(
    int number,
    String id,
    long sizeBytes,
    boolean inline,
    Map<ChecksumAlgorithm, String> checksums) {

  public ContentPart {
    checksums = Map.copyOf(checksums);
  }
}
