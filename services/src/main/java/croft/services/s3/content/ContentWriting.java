package croft.services.s3.content;

import croft.base.Ids;
import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobStore;
import croft.drivers.blob.BlobWriter;
import croft.wire.schema.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Takes bodies: small ones become a row, others a blob. */
final class ContentWriting {
  /** Up to this size a row of the store costs less than a file that is flushed by itself. */
  static final int INLINE_BYTES = 16 * 1024;

  private static final int ID_DIGITS = 32;

  private final Contents contents;
  private final BlobStore blobs;
  private final ContentKeys keys;
  private final Ids ids;

  ContentWriting(Contents contents, BlobStore blobs, ContentKeys keys, Ids ids) {
    this.contents = contents;
    this.blobs = blobs;
    this.keys = keys;
    this.ids = ids;
  }

  String newId() {
    return ids.hex(ID_DIGITS);
  }

  WrittenContent write(ByteStream body, ContentOptions options) {
    Digests digests = new Digests(options, body);
    String id = newId();
    FrameCipher cipher = keys.cipher(id, options.customerKey());
    try (InputStream in = body.open()) {
      byte[] start = in.readNBytes(INLINE_BYTES + 1);
      if (start.length <= INLINE_BYTES) {
        digests.updateMd5(start, start.length);
        digests.updateChecksums(start, start.length);
        return written(id, options, digests.end(body), inline(cipher, start, id, options));
      }
      return blob(in, start, new Task(id, options, digests, cipher, body));
    } catch (BlobException e) {
      throw ContentErrors.of(e);
    } catch (IOException e) {
      // The client's side ended early: a fault of the store is told by its own exception.
      throw ContentErrors.incompleteBody();
    }
  }

  /** One body on its way. */
  private record Task(
      String id, ContentOptions options, Digests digests, FrameCipher cipher, ByteStream body) {}

  private static StoredContent inline(
      FrameCipher cipher, byte[] plain, String id, ContentOptions options) {
    byte[] stored = new byte[plain.length + FrameCipher.TAG_BYTES];
    cipher.encrypt(0, plain, 0, plain.length, stored);
    String text = Base64.getEncoder().encodeToString(stored);
    return new StoredContent(id, options.name(), 1, plain.length, text, 0, List.of(), null);
  }

  private WrittenContent blob(InputStream in, byte[] start, Task task) throws IOException {
    contents.holds().beginWriting(task.id);
    boolean committed = false;
    try (BlobWriter writer = blobs.create(task.id)) {
      StoredContent row = store(in, start, task, writer);
      // Only a body that is what it should be is made durable.
      Digests.Result result = task.digests.end(task.body);
      writer.commit();
      committed = true;
      return written(task.id, task.options, result, row);
    } finally {
      if (!committed) {
        contents.holds().endWriting(task.id);
      }
    }
  }

  private static StoredContent store(InputStream in, byte[] start, Task task, BlobWriter writer)
      throws IOException {
    CRC32C storedCrc = new CRC32C();
    byte[] stored = new byte[FrameCipher.STORED_FRAME_BYTES];
    long sizeBytes = 0;
    try (DigestThread digesting = new DigestThread(task.digests)) {
      byte[] rest = start;
      for (long frame = 0; ; frame++) {
        byte[] buffer = digesting.buffer();
        System.arraycopy(rest, 0, buffer, 0, rest.length);
        int count = rest.length + in.readNBytes(buffer, rest.length, buffer.length - rest.length);
        rest = new byte[0];
        if (count == 0) {
          break;
        }
        digesting.digest(buffer, count);
        task.digests.updateChecksums(buffer, count);
        int storedCount = task.cipher.encrypt(frame, buffer, 0, count, stored);
        storedCrc.update(stored, 0, storedCount);
        writer.write(stored, 0, storedCount);
        sizeBytes += count;
        if (count < buffer.length) {
          break;
        }
      }
      digesting.finish();
    }
    return new StoredContent(
        task.id, task.options.name(), 1, sizeBytes, null, storedCrc.getValue(), List.of(), null);
  }

  private WrittenContent written(
      String id, ContentOptions options, Digests.Result result, StoredContent row) {
    CustomerKey customerKey = options.customerKey();
    Content content =
        new Content(
            id,
            row.sizeBytes(),
            customerKey == null ? result.md5() : "",
            customerKey == null ? result.md5() : etagOf(id),
            result.checksums(),
            ChecksumType.FULL_OBJECT,
            0,
            row.inline() != null,
            proof(customerKey));
    return new WrittenContent(contents, content, row);
  }

  private @Nullable String proof(@Nullable CustomerKey customerKey) {
    return customerKey == null ? null : customerKey.prove(ids);
  }

  /** As long as an MD5, which it is not: S3 gives none for a customer's key. */
  private static String etagOf(String id) {
    byte[] digest = Digests.md5(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return java.util.HexFormat.of().formatHex(Arrays.copyOf(digest, Digests.MD5_BYTES));
  }
}
