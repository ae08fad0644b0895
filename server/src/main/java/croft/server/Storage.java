package croft.server;

import croft.drivers.blob.BlobException;
import croft.drivers.blob.BlobStore;
import croft.services.iam.credential.MasterKey;
import croft.services.s3.content.ContentKeys;
import croft.services.s3.content.ContentScrubber;
import croft.services.s3.content.Contents;
import croft.services.s3.content.OrphanCollector;
import croft.store.Store;
import croft.workflow.Reconciler;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Where the bytes of objects are kept, and who looks after them.
 *
 * @param contents what the rooms of S3 write to and read from
 * @param reconcilers collect what a crash left and look for damage
 */
record Storage(BlobStore blobs, Contents contents, List<Reconciler> reconcilers)
    implements AutoCloseable {
  /** Longer than any upload of one blob takes, where other servers write blobs as well. */
  private static final Duration OTHERS_UPLOADS = Duration.ofDays(1);

  static Storage open(
      Config config, Store store, MasterKey masterKey, SecureRandom random, InstantSource time)
      throws BlobException {
    BlobStore blobs = Blobs.open(config, time);
    ContentKeys keys = new ContentKeys(masterKey.derive("s3-contents"));
    Contents contents = new Contents(store, blobs, keys, random, time);
    boolean alone = config.storeUrl().isEmpty();
    return new Storage(
        blobs,
        contents,
        List.of(
            new OrphanCollector(
                store, blobs, contents, time, alone ? Duration.ZERO : OTHERS_UPLOADS),
            new ContentScrubber(store, blobs, time, Thread::sleep)));
  }

  @Override
  public void close() {
    blobs.close();
  }
}
