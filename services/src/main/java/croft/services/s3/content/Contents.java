package croft.services.s3.content;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobStore;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of objects and parts, encrypted at rest. A body passes through in small pieces; nothing
 * holds it whole. Safe for any number of threads.
 */
public final class Contents {
  private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

  private final Store store;
  private final BlobStore blobs;
  private final ContentKeys keys;
  private final ContentWriting writing;
  private final ContentHolds holds;

  public Contents(
      Store store, BlobStore blobs, ContentKeys keys, RandomGenerator random, InstantSource time) {
    this.store = store;
    this.blobs = blobs;
    this.keys = keys;
    this.holds = new ContentHolds(time, this::delete);
    this.writing = new ContentWriting(this, blobs, keys, new Ids(random));
  }

  /** The tables to register. */
  public static List<Table<?>> tables() {
    return List.of(StoredContent.TABLE, ScrubPosition.TABLE);
  }

  /**
   * Takes a body to its end, outside of any transaction, and makes it durable.
   *
   * @throws ServiceError {@code IncompleteBody} when it ends early; {@code BadDigest} when it is
   *     not what the options say; what the body itself finds, such as {@code
   *     XAmzContentSHA256Mismatch}; {@code ServiceUnavailable} when there is no room. Nothing is
   *     left of it then.
   */
  public WrittenContent write(ByteStream body, ContentOptions options) {
    return writing.write(body, options);
  }

  /**
   * A part of a content, or all of it. Nothing is read before the stream is opened, and a content
   * that is released meanwhile can be read to its end.
   *
   * @param offset of the first byte
   * @param lengthBytes so many, which must be there
   * @throws ServiceError as {@link #checkKey}; {@code SlowDown} when it was released already
   */
  public ByteStream read(
      Content content, long offset, long lengthBytes, @Nullable CustomerKey customerKey) {
    checkKey(content, customerKey);
    if (offset < 0 || lengthBytes < 0 || offset + lengthBytes > content.sizeBytes()) {
      throw new IllegalArgumentException("Not a part of the content");
    }
    ContentHolds.Reading reading = holds.read(content.id());
    try {
      List<Segment> segments = store.read(tx -> segments(tx, content, offset, lengthBytes));
      return new ContentReading(
          reading, segments, lengthBytes, blobs, id -> keys.cipher(id, customerKey));
    } catch (RuntimeException e) {
      reading.close();
      throw e;
    }
  }

  /** All of a content. */
  public ByteStream read(Content content, @Nullable CustomerKey customerKey) {
    return read(content, 0, content.sizeBytes(), customerKey);
  }

  /**
   * Passes when the request has the key the content was encrypted by, and no key when there is
   * none.
   *
   * @throws ServiceError {@code InvalidRequest} for a key missing or too many, {@code AccessDenied}
   *     for another key
   */
  public void checkKey(Content content, @Nullable CustomerKey customerKey) {
    String proof = content.customerKeyProof();
    if (proof == null) {
      if (customerKey != null) {
        throw ContentErrors.invalid("The encryption parameters are not applicable to this object.");
      }
      return;
    }
    if (customerKey == null) {
      throw ContentErrors.invalid(
          "The object was stored using a form of Server Side Encryption. The correct parameters"
              + " must be provided to retrieve the object.");
    }
    if (!customerKey.matches(proof)) {
      throw ContentErrors.accessDenied();
    }
  }

  /** The parts a content was joined from, in order; empty for one written in one. */
  public List<ContentPart> parts(Transaction tx, Content content) {
    return content.partCount() == 0 ? List.of() : row(tx, content.id()).parts();
  }

  /**
   * Counts one more reference: a copy under the same encryption costs no bytes.
   *
   * @throws ServiceError {@code SlowDown} when the content was released
   */
  public Content share(Transaction tx, Content content) {
    StoredContent row = row(tx, content.id());
    tx.put(StoredContent.TABLE, row.withReferences(row.references() + 1));
    return content;
  }

  /**
   * Joins contents without copying. The references to the parts become those of the whole, which
   * has one: whoever held the parts must not release them.
   *
   * @param name what the whole is for, such as {@code bucket/key}
   * @param algorithm of the whole's checksum, which every part has; null for none
   */
  public Content join(
      Transaction tx,
      String name,
      List<UploadedPart> parts,
      @Nullable ChecksumAlgorithm algorithm,
      ChecksumType type) {
    Content whole = Joining.join(writing.newId(), parts, algorithm, type);
    List<ContentPart> members = new ArrayList<>(parts.size());
    for (UploadedPart part : parts) {
      Content content = part.content();
      members.add(
          new ContentPart(
              part.number(),
              content.id(),
              content.sizeBytes(),
              content.inline(),
              content.checksums()));
    }
    tx.insert(
        StoredContent.TABLE,
        new StoredContent(whole.id(), name, 1, whole.sizeBytes(), null, 0, members, null));
    return whole;
  }

  /**
   * Lets go of one reference. When it was the last, the space is freed once the transaction is
   * committed.
   */
  public void release(Transaction tx, Content content) {
    StoredContent row = tx.get(StoredContent.TABLE, "", content.id()).orElse(null);
    if (row == null) {
      return;
    }
    if (row.references() > 1) {
      tx.put(StoredContent.TABLE, row.withReferences(row.references() - 1));
      return;
    }
    List<String> freed = new ArrayList<>();
    tx.delete(StoredContent.TABLE, "", row.id());
    if (row.isBlob()) {
      freed.add(row.id());
    }
    for (ContentPart part : row.parts()) {
      tx.delete(StoredContent.TABLE, "", part.id());
      if (!part.inline()) {
        freed.add(part.id());
      }
    }
    if (!freed.isEmpty()) {
      tx.afterCommit(() -> holds.free(row.id(), freed));
    }
  }

  ContentHolds holds() {
    return holds;
  }

  /** Ends a writing: what was not kept is dropped. */
  void settle(StoredContent row, boolean kept) {
    if (row.isBlob() && !kept && !mayBeCommitted(row.id())) {
      delete(row.id());
    }
    holds.endWriting(row.id());
  }

  /** After a failure of the store its transaction may have been committed all the same. */
  private boolean mayBeCommitted(String id) {
    try {
      return store.read(tx -> tx.get(StoredContent.TABLE, "", id)).isPresent();
    } catch (RuntimeException e) {
      LOG.warn("Cannot tell whether content {} was kept; its blob stays for now", id, e);
      return true;
    }
  }

  /**
   * Deletes a blob nobody refers to; one that cannot be deleted now is found as an orphan later.
   */
  void delete(String blobId) {
    try {
      blobs.delete(blobId);
    } catch (BlobException e) {
      LOG.warn("Cannot delete blob {} yet", blobId, e);
    }
  }

  private static StoredContent row(Transaction tx, String id) {
    return tx.get(StoredContent.TABLE, "", id).orElseThrow(ContentErrors::gone);
  }

  private static List<Segment> segments(
      Transaction tx, Content content, long offset, long lengthBytes) {
    StoredContent row = row(tx, content.id());
    if (row.parts().isEmpty()) {
      return List.of(new Segment(row.id(), offset, lengthBytes, row.sizeBytes(), row.inline()));
    }
    List<Segment> found = new ArrayList<>();
    long begin = 0;
    for (ContentPart part : row.parts()) {
      long from = Math.max(offset, begin);
      long to = Math.min(offset + lengthBytes, begin + part.sizeBytes());
      if (from < to) {
        String inline = part.inline() ? row(tx, part.id()).inline() : null;
        found.add(new Segment(part.id(), from - begin, to - from, part.sizeBytes(), inline));
      }
      begin += part.sizeBytes();
    }
    return found;
  }
}
