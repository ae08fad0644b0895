package croft.services.s3.content;

import croft.drivers.blob.BlobEntry;
import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobStore;
import croft.store.Store;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes blobs that no row knows: written before a crash that came before the commit, or released
 * before one that came before the deletion.
 */
public final class OrphanCollector implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanCollector.class);
  private static final int PAGE = 1000;

  private final Store store;
  private final BlobStore blobs;
  private final Contents contents;
  private final InstantSource time;
  private final Duration least;

  /**
   * @param least how old a blob must be: none when this server alone writes blobs, longer than any
   *     upload takes when others write, too
   */
  public OrphanCollector(
      Store store, BlobStore blobs, Contents contents, InstantSource time, Duration least) {
    this.store = store;
    this.blobs = blobs;
    this.contents = contents;
    this.time = time;
    this.least = least;
  }

  @Override
  public String name() {
    return "s3-orphans";
  }

  @Override
  public Duration period() {
    return Duration.ofHours(1);
  }

  @Override
  public void reconcile() throws BlobException {
    String after = "";
    for (List<BlobEntry> page = blobs.list(after, PAGE);
        !page.isEmpty();
        page = blobs.list(after, PAGE)) {
      for (BlobEntry blob : page) {
        // In this order: a blob leaves the held ones only after its row is committed.
        if (isOld(blob) && !contents.holds().holds(blob.id()) && !hasRow(blob.id())) {
          LOG.info(
              "Deleting blob {} of {} bytes, which nothing holds", blob.id(), blob.sizeBytes());
          blobs.delete(blob.id());
        }
      }
      after = page.getLast().id();
    }
  }

  private boolean isOld(BlobEntry blob) {
    return least.isZero() || blob.modified().isBefore(time.instant().minus(least));
  }

  private boolean hasRow(String id) {
    return store.read(tx -> tx.get(StoredContent.TABLE, "", id)).isPresent();
  }
}
