package croft.services.s3.listing;

import croft.services.s3.object.KeyRange;
import croft.services.s3.object.ListedVersion;
import croft.services.s3.object.Versions;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page of current objects. Keys come from the index in batches; where a common prefix
 * covers many, the scan jumps behind it instead of reading them.
 */
final class CurrentScan {
  private static final int BATCH_WITH_DELIMITER = 64;

  private final Versions versions;
  private final Transaction tx;
  private final Query query;
  private final List<ListedVersion> found = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private @Nullable String last;

  CurrentScan(Versions versions, Transaction tx, Query query) {
    this.versions = versions;
    this.tx = tx;
    this.query = query;
  }

  Page page() {
    if (query.limit() == 0) {
      return new Page(found, prefixes, null, null);
    }
    KeyRange range = begin(query);
    int batch = query.delimiter().isEmpty() ? query.limit() + 1 : BATCH_WITH_DELIMITER;
    while (range != null) {
      List<ListedVersion> rows = versions.listCurrent(tx, query.bucket(), range, batch);
      Step step = take(rows);
      if (step.full) {
        return new Page(found, prefixes, last, null);
      }
      range = rows.size() < batch && !step.jumped ? null : step.next(range, rows);
    }
    return new Page(found, prefixes, null, null);
  }

  /** The keys that a query's page may hold. */
  static @Nullable KeyRange begin(Query query) {
    KeyRange all = KeyRange.of(query.prefix());
    if (query.after().isEmpty()) {
      return all;
    }
    if (query.isAfterCommonPrefix()) {
      String behind = KeyRange.after(query.after());
      return behind == null ? null : all.beginningAt(behind);
    }
    // An earlier place than the first key with the prefix would only widen the range.
    return KeyOrder.compare(query.after(), query.prefix()) < 0
        ? all
        : all.beginningAfter(query.after());
  }

  /**
   * How a batch ended.
   *
   * @param full whether the page is
   * @param jumped whether the rest of the batch lies under a common prefix
   */
  private record Step(boolean full, boolean jumped, @Nullable String behind) {
    @Nullable KeyRange next(KeyRange range, List<ListedVersion> rows) {
      if (jumped) {
        return behind == null ? null : range.beginningAt(behind);
      }
      return range.beginningAfter(rows.getLast().key());
    }
  }

  private Step take(List<ListedVersion> rows) {
    String under = null;
    for (ListedVersion row : rows) {
      if (row.deleteMarker() || (under != null && row.key().startsWith(under))) {
        continue;
      }
      if (found.size() + prefixes.size() == query.limit()) {
        return new Step(true, false, null);
      }
      under = query.commonPrefix(row.key());
      if (under == null) {
        found.add(row);
        last = row.key();
      } else {
        prefixes.add(under);
        last = under;
      }
    }
    boolean jumped = under != null && rows.getLast().key().startsWith(under);
    return new Step(false, jumped, jumped ? KeyRange.after(under == null ? "" : under) : null);
  }
}
