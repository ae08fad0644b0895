package croft.drivers.memory.blob;

import croft.drivers.blob.BlobEntry;
import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobIds;
import croft.drivers.blob.BlobStore;
import croft.drivers.blob.BlobWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Blobs in memory. */
public final class MemoryBlobStore implements BlobStore {
  private final InstantSource time;
  private final ConcurrentSkipListMap<String, Blob> blobs = new ConcurrentSkipListMap<>();

  private record Blob(byte[] bytes, Instant modified) {}

  public MemoryBlobStore(InstantSource time) {
    this.time = time;
  }

  @Override
  public BlobWriter create(String id) {
    BlobIds.checked(id);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    return new BlobWriter() {
      @Override
      public void write(byte[] bytes, int offset, int count) {
        written.write(bytes, offset, count);
      }

      @Override
      public void commit() {
        blobs.put(id, new Blob(written.toByteArray(), time.instant()));
      }

      @Override
      public void close() {
        // Nothing is kept of what was not committed.
      }
    };
  }

  @Override
  public InputStream open(String id, long offset, long lengthBytes) throws BlobException {
    Blob blob = blobs.get(BlobIds.checked(id));
    if (blob == null) {
      throw new BlobException(BlobException.Reason.MISSING, "No blob " + id);
    }
    int from = (int) Math.min(offset, blob.bytes.length);
    int count = (int) Math.min(lengthBytes, blob.bytes.length - from);
    return new ByteArrayInputStream(blob.bytes, from, count);
  }

  @Override
  public void delete(String id) {
    blobs.remove(BlobIds.checked(id));
  }

  @Override
  public List<BlobEntry> list(String afterId, int limit) {
    return blobs.tailMap(afterId, false).entrySet().stream()
        .limit(limit)
        .map(e -> new BlobEntry(e.getKey(), e.getValue().bytes.length, e.getValue().modified))
        .toList();
  }
}
