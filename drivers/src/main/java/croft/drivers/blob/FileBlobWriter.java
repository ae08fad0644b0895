package croft.drivers.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file written to the side, then flushed and renamed to its place. */
final class FileBlobWriter implements BlobWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FileBlobWriter.class);

  private final FileBlobStore store;
  private final Path side;
  private final Path target;
  private final FileChannel channel;
  private boolean committed;

  FileBlobWriter(FileBlobStore store, Path side, Path target) throws IOException {
    this.store = store;
    this.side = side;
    this.target = target;
    this.channel =
        FileChannel.open(
            side,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws BlobException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw store.failed("write " + side, e);
    }
  }

  @Override
  public void commit() throws BlobException {
    try {
      channel.force(true);
      channel.close();
      Path shelf = target.resolveSibling(".").normalize();
      store.makeShelf(shelf);
      Files.move(side, target, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
      FileBlobStore.flushFolder(shelf);
    } catch (IOException e) {
      throw store.failed("commit " + target, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(side);
      }
    } catch (IOException e) {
      // The next start sweeps it away.
      LOG.warn("Cannot drop {}", side, e);
    }
  }
}
