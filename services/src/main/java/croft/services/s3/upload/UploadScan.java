package croft.services.s3.upload;

import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a bucket's uploads in the order of keys, and leaps over those that a common prefix
 * stands for.
 *
 * @param delimiter empty for none
 * @param limit of uploads and common prefixes together
 */
record UploadScan(String bucket, String prefix, String delimiter, int limit) {
  private static final int ROWS = 500;

  /**
   * A page.
   *
   * @param lastKey the last key or common prefix
   * @param lastId the last upload of that key; empty after a common prefix
   */
  record Page(
      List<Upload> uploads,
      List<String> prefixes,
      boolean truncated,
      String lastKey,
      String lastId) {}

  /** The uploads after those of the markers, which are empty for the first page. */
  Page run(Transaction tx, String keyMarker, String idMarker) {
    List<Upload> uploads = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String lastKey = "";
    String lastId = "";
    String after = start(keyMarker, idMarker);
    while (true) {
      List<Upload> rows = tx.list(Upload.TABLE, bucket, after, ROWS);
      String leap = null;
      for (Upload row : rows) {
        if (!row.key().startsWith(prefix)) {
          return new Page(uploads, prefixes, false, lastKey, lastId);
        }
        if (leap != null && row.key().startsWith(leap)) {
          continue;
        }
        if (uploads.size() + prefixes.size() == limit) {
          return new Page(uploads, prefixes, limit > 0, lastKey, lastId);
        }
        leap = commonPrefix(row.key());
        if (leap == null) {
          uploads.add(row);
          lastKey = row.key();
          lastId = row.id();
        } else {
          prefixes.add(leap);
          lastKey = leap;
          lastId = "";
        }
      }
      if (rows.size() < ROWS) {
        return new Page(uploads, prefixes, false, lastKey, lastId);
      }
      after = leap == null ? rows.getLast().rowId() : Upload.afterAll(leap);
    }
  }

  private String start(String keyMarker, String idMarker) {
    String first = Upload.before(prefix);
    if (keyMarker.isEmpty()) {
      return first;
    }
    String marked;
    if (keyMarker.startsWith(prefix) && keyMarker.equals(commonPrefix(keyMarker))) {
      marked = Upload.afterAll(keyMarker);
    } else if (idMarker.isEmpty()) {
      marked = Upload.after(keyMarker);
    } else {
      marked = Upload.rowId(keyMarker, idMarker);
    }
    return marked.compareTo(first) > 0 ? marked : first;
  }

  private @Nullable String commonPrefix(String key) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0 ? null : key.substring(0, end + delimiter.length());
  }
}
