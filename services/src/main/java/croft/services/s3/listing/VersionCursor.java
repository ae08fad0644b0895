package croft.services.s3.listing;

import croft.services.s3.object.KeyRange;
import croft.services.s3.object.ListedVersion;
import croft.services.s3.object.Versions;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through newest or older versions in order, reading a batch at a time. */
final class VersionCursor {
  private final Versions versions;
  private final Transaction tx;
  private final String bucket;
  private final boolean newest;
  private final int batch;
  private List<ListedVersion> rows = List.of();
  private int at;

  /** Where to read on; null when there is nothing more. */
  private @Nullable KeyRange range;

  /** The last row read, whose key may have more versions. */
  private @Nullable ListedVersion open;

  VersionCursor(Versions versions, Transaction tx, Query query, boolean newest, KeyRange range) {
    this.versions = versions;
    this.tx = tx;
    this.bucket = query.bucket();
    this.newest = newest;
    this.batch = query.delimiter().isEmpty() ? query.limit() + 1 : 64;
    this.range = range;
  }

  /** Begins among the older versions of a key. */
  void beginAfter(ListedVersion version) {
    open = version;
  }

  /** The row to come, or null at the end. */
  @Nullable ListedVersion peek() {
    while (at == rows.size()) {
      if (!read()) {
        return null;
      }
    }
    return rows.get(at);
  }

  void skip() {
    at++;
  }

  /** Goes to the first key from there on; null goes to the end. */
  void seek(@Nullable String key) {
    while (key != null && at < rows.size() && KeyOrder.compare(rows.get(at).key(), key) < 0) {
      at++;
    }
    if (key == null || at == rows.size()) {
      rows = List.of();
      at = 0;
      open = null;
      KeyRange here = range;
      range = key == null || here == null ? null : here.beginningAt(key);
    }
  }

  /** Reads a batch; false when there is none. It may be empty, where a key has no more versions. */
  private boolean read() {
    KeyRange here = range;
    if (here == null) {
      return false;
    }
    ListedVersion before = open;
    at = 0;
    if (before != null && !newest) {
      rows = versions.listOlderOf(tx, bucket, before.key(), before.rank(), batch);
      open = rows.size() < batch ? null : rows.getLast();
      range = here.beginningAfter(before.key());
      return true;
    }
    rows =
        newest
            ? versions.listCurrent(tx, bucket, here, batch)
            : versions.listOlder(tx, bucket, here, batch);
    if (rows.size() < batch) {
      range = null;
    } else {
      open = rows.getLast();
      range = here.beginningAfter(rows.getLast().key());
    }
    return true;
  }
}
