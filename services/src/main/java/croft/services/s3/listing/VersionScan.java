package croft.services.s3.listing;

import croft.services.s3.object.KeyRange;
import croft.services.s3.object.ListedVersion;
import croft.services.s3.object.Versions;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a page of all versions: by key, then the newest first. */
final class VersionScan {
  private final Versions versions;
  private final Transaction tx;
  private final Query query;
  private final List<ListedVersion> found = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private @Nullable String last;
  private @Nullable ListedVersion lastVersion;

  VersionScan(Versions versions, Transaction tx, Query query) {
    this.versions = versions;
    this.tx = tx;
    this.query = query;
  }

  /**
   * The page.
   *
   * @param afterVersion of the key where the page before ended; null when all of that key was told
   */
  Page page(@Nullable String afterVersion) {
    KeyRange range = query.limit() == 0 ? null : CurrentScan.begin(query);
    if (range == null) {
      return new Page(found, prefixes, null, null);
    }
    VersionCursor newest = new VersionCursor(versions, tx, query, true, range);
    VersionCursor older = new VersionCursor(versions, tx, query, false, range);
    if (afterVersion != null) {
      versions
          .findListed(tx, query.bucket(), query.after(), afterVersion)
          .ifPresent(older::beginAfter);
    }
    while (true) {
      VersionCursor next = lesser(newest, older);
      ListedVersion row = next.peek();
      if (row == null) {
        return new Page(found, prefixes, null, null);
      }
      if (found.size() + prefixes.size() == query.limit()) {
        return new Page(found, prefixes, last, lastVersion);
      }
      String under = query.commonPrefix(row.key());
      if (under == null) {
        found.add(row);
        last = row.key();
        lastVersion = row;
        next.skip();
      } else {
        prefixes.add(under);
        last = under;
        lastVersion = null;
        newest.seek(KeyRange.after(under));
        older.seek(KeyRange.after(under));
      }
    }
  }

  private static VersionCursor lesser(VersionCursor newest, VersionCursor older) {
    ListedVersion one = newest.peek();
    ListedVersion other = older.peek();
    if (one == null || other == null) {
      return one == null ? older : newest;
    }
    // A key's newest version comes before its older ones.
    return KeyOrder.compare(one.key(), other.key()) <= 0 ? newest : older;
  }
}
