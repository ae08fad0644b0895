package croft.services.s3.upload;

import croft.base.ServiceError;
import croft.services.s3.content.Contents;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The uploads that were begun, and their parts. */
public final class Uploads {
  private static final int PAGE = 1000;

  private final Contents contents;

  public Uploads(Contents contents) {
    this.contents = contents;
  }

  /** The tables to register. */
  public static List<Table<?>> tables() {
    return List.of(Upload.TABLE, StoredPart.TABLE);
  }

  /** Whether a bucket has no unfinished upload. */
  public static boolean isEmpty(Transaction tx, String bucket) {
    return tx.list(Upload.TABLE, bucket, "", 1).isEmpty();
  }

  /** The uploads of a bucket whose keys begin so, in the order of keys. */
  public static List<Upload> of(Transaction tx, String bucket, String prefix) {
    List<Upload> found = new java.util.ArrayList<>();
    String after = Upload.before(prefix);
    for (List<Upload> page = tx.list(Upload.TABLE, bucket, after, PAGE);
        !page.isEmpty();
        page = tx.list(Upload.TABLE, bucket, after, PAGE)) {
      for (Upload upload : page) {
        if (!upload.key().startsWith(prefix)) {
          return found;
        }
        found.add(upload);
      }
      after = page.getLast().rowId();
    }
    return found;
  }

  /** Drops an upload and every part of it; false when it is not there any more. */
  public boolean abort(Transaction tx, Upload upload) {
    if (!tx.delete(Upload.TABLE, upload.bucket(), upload.rowId())) {
      return false;
    }
    for (StoredPart part : tx.list(StoredPart.TABLE, upload.id())) {
      drop(tx, part);
    }
    return true;
  }

  void add(Transaction tx, Upload upload) {
    tx.insert(Upload.TABLE, upload);
  }

  /**
   * The upload a request names.
   *
   * @throws ServiceError {@code NoSuchUpload} (404)
   */
  Upload get(Transaction tx, String bucket, String key, @Nullable String uploadId) {
    String id = uploadId == null ? "" : uploadId;
    return tx.get(Upload.TABLE, bucket, Upload.rowId(key, id))
        .orElseThrow(() -> UploadErrors.noSuchUpload(id));
  }

  /** Every part of an upload, by number. */
  List<StoredPart> parts(Transaction tx, Upload upload) {
    return tx.list(StoredPart.TABLE, upload.id());
  }

  /** The parts after a number. */
  List<StoredPart> parts(Transaction tx, Upload upload, int afterNumber, int limit) {
    return tx.list(StoredPart.TABLE, upload.id(), StoredPart.rowId(afterNumber), limit);
  }

  /** Keeps a part in place of the former of its number. */
  void put(Transaction tx, StoredPart part) {
    tx.get(StoredPart.TABLE, part.uploadId(), StoredPart.rowId(part.number()))
        .ifPresent(former -> contents.release(tx, former.content()));
    tx.put(StoredPart.TABLE, part);
  }

  /** Takes an upload away whose parts listed became an object; the others are dropped. */
  void finish(Transaction tx, Upload upload, List<StoredPart> used) {
    tx.delete(Upload.TABLE, upload.bucket(), upload.rowId());
    java.util.Set<Integer> numbers = new java.util.HashSet<>();
    used.forEach(part -> numbers.add(part.number()));
    for (StoredPart part : parts(tx, upload)) {
      if (numbers.contains(part.number())) {
        tx.delete(StoredPart.TABLE, upload.id(), StoredPart.rowId(part.number()));
      } else {
        drop(tx, part);
      }
    }
  }

  private void drop(Transaction tx, StoredPart part) {
    tx.delete(StoredPart.TABLE, part.uploadId(), StoredPart.rowId(part.number()));
    contents.release(tx, part.content());
  }
}
