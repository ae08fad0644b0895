package croft.drivers.memory.blob;

import croft.drivers.blob.BlobStore;
import croft.drivers.blob.BlobStoreContract;
import java.time.InstantSource;

final class MemoryBlobStoreTest extends BlobStoreContract {
  @Override
  protected BlobStore store() {
    return new MemoryBlobStore(InstantSource.system());
  }
}
