package croft.services.s3.content;

import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobException.Reason;
import croft.drivers.blob.BlobStore;
import croft.store.Store;
import croft.workflow.Reconciler;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every blob once a week, slowly, and compares it with the checksum in its row: what a disk
 * forgets is told while there may still be a copy elsewhere. No key is needed for that.
 */
public final class ContentScrubber implements Reconciler {
  /** How much is read each second at most. */
  public static final long BYTES_PER_SECOND = 8L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ContentScrubber.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration CYCLE = Duration.ofDays(7);
  private static final int PAGE = 100;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Store store;
  private final BlobStore blobs;
  private final InstantSource time;
  private final Pause pause;

  /** Waits; {@code Thread::sleep} but in tests. */
  @FunctionalInterface
  public interface Pause {
    void sleep(Duration length) throws InterruptedException;
  }

  public ContentScrubber(Store store, BlobStore blobs, InstantSource time, Pause pause) {
    this.store = store;
    this.blobs = blobs;
    this.time = time;
    this.pause = pause;
  }

  @Override
  public String name() {
    return "s3-scrub";
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() throws InterruptedException, BlobException {
    ScrubPosition position =
        store
            .read(tx -> tx.get(ScrubPosition.TABLE, "", ScrubPosition.ID))
            .orElse(new ScrubPosition("", time.instant()));
    if (position.begins().isAfter(time.instant())) {
      return;
    }
    long left = BYTES_PER_SECOND * PERIOD.toSeconds();
    String after = position.afterId();
    while (left > 0) {
      String from = after;
      List<StoredContent> page = store.read(tx -> tx.list(StoredContent.TABLE, "", from, PAGE));
      if (page.isEmpty()) {
        save(new ScrubPosition("", time.instant().plus(CYCLE)));
        return;
      }
      for (StoredContent row : page) {
        if (row.isBlob()) {
          check(row);
          left -= row.sizeBytes();
        }
        after = row.id();
        if (left <= 0) {
          break;
        }
      }
      save(new ScrubPosition(after, position.begins()));
    }
  }

  private void save(ScrubPosition position) {
    store.write(tx -> {
      tx.put(ScrubPosition.TABLE, position);
      return null;
    });
  }

  private void check(StoredContent row) throws InterruptedException, BlobException {
    String found = damage(row);
    if (Objects.equals(found, row.damage())) {
      return;
    }
    boolean there =
        store.write(tx -> {
          StoredContent now = tx.get(StoredContent.TABLE, "", row.id()).orElse(null);
          if (now != null) {
            tx.put(StoredContent.TABLE, now.withDamage(found));
          }
          return now != null;
        });
    if (there && found != null) {
      LOG.error("{} is damaged (blob {}): {}", row.name(), row.id(), found);
    } else if (there) {
      LOG.info("{} is whole again (blob {})", row.name(), row.id());
    }
  }

  private @Nullable String damage(StoredContent row) throws InterruptedException, BlobException {
    long expected = FrameCipher.storedBytes(row.sizeBytes());
    CRC32C crc = new CRC32C();
    long count = 0;
    // One byte more than there should be tells a blob that grew.
    try (InputStream in = blobs.open(row.id(), 0, expected + 1)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      Instant begin = time.instant();
      for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
        crc.update(buffer, 0, got);
        count += got;
        keepPace(begin, count);
      }
    } catch (BlobException e) {
      if (e.reason() == Reason.MISSING) {
        return "its blob is missing";
      }
      throw e;
    } catch (IOException e) {
      throw new BlobException(Reason.UNAVAILABLE, "Cannot read blob " + row.id(), e);
    }
    if (count != expected) {
      return "its blob has " + count + " bytes, not " + expected;
    }
    return crc.getValue() == row.storedCrc32c() ? null : "its blob has changed";
  }

  private void keepPace(Instant begin, long count) throws InterruptedException {
    Duration due = Duration.ofMillis(count * 1000 / BYTES_PER_SECOND);
    Duration ahead = due.minus(Duration.between(begin, time.instant()));
    if (ahead.isPositive()) {
      pause.sleep(ahead);
    }
  }
}
