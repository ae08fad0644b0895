package croft.services.s3.upload;

import croft.services.s3.content.ChecksumType;
import croft.services.s3.object.ObjectDescription;
import croft.store.Table;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An upload that was begun and neither completed nor aborted.
 *
 * @param id begins with the time, so that the uploads of a key are in the order they were begun
 * @param description what the object will be
 * @param account of who began it; empty for nobody
 * @param initiator the ARN of who began it
 * @param algorithm of the checksums of parts and object; null when the request named none
 * @param checksumType of the object's checksum
 * @param customerKeyProof of the key that every part must come with; null for none
 */
public record Upload(
    String id,
    String bucket,
    String key,
    Instant initiated,
    ObjectDescription description,
    String account,
    String initiator,
    @Nullable ChecksumAlgorithm algorithm,
    ChecksumType checksumType,
    @Nullable String customerKeyProof) {

  static final Table<Upload> TABLE =
      Table.of("s3_upload", Upload.class, Upload::bucket, upload -> rowId(upload.key, upload.id));

  /** Comes after every upload of a key, or of all keys under a prefix. */
  private static final String END = "~";

  private static final char KEY_END = '.';

  /** In the order of keys, which hexadecimal digits keep, then of upload ids. */
  static String rowId(String key, String uploadId) {
    return hex(key) + KEY_END + uploadId;
  }

  /** Before the first row of a key, and of every key that begins so. */
  static String before(String prefix) {
    return hex(prefix);
  }

  /** After the last row of this very key. */
  static String after(String key) {
    return hex(key) + KEY_END + END;
  }

  /** After the last row of every key that begins so. */
  static String afterAll(String prefix) {
    return hex(prefix) + END;
  }

  private static String hex(String key) {
    return HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8));
  }

  String rowId() {
    return rowId(key, id);
  }
}
