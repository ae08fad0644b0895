package croft.drivers.blob;

import croft.drivers.blob.BlobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A part of a file. */
final class FileRange extends InputStream {
  private final FileChannel channel;
  private long position;
  private long left;

  FileRange(FileChannel channel, long offset, long length) {
    this.channel = channel;
    this.position = offset;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, (int) Math.min(count, left));
      int got = channel.read(buffer, position);
      if (got > 0) {
        position += got;
        left -= got;
      }
      return got;
    } catch (IOException e) {
      throw new BlobException(Reason.UNAVAILABLE, "Cannot read a blob: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
