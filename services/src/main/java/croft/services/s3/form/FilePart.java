package croft.services.s3.form;

import croft.base.ServiceError;
import croft.services.s3.content.OpenEnded;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The file of a form on its way, held to the sizes its policy allows. */
final class FilePart implements OpenEnded {
  private final InputStream file;
  private final long leastBytes;
  private final long mostBytes;

  FilePart(InputStream file, long leastBytes, long mostBytes) {
    this.file = file;
    this.leastBytes = leastBytes;
    this.mostBytes = mostBytes;
  }

  @Override
  public InputStream open() {
    return new FilterInputStream(file) {
      private long count;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0) {
          requireEnough();
          return read;
        }
        count += read;
        if (count > mostBytes) {
          throw ServiceError.badRequest(
              "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        }
        return read;
      }

      private void requireEnough() {
        if (count < leastBytes) {
          throw ServiceError.badRequest(
              "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        }
      }
    };
  }
}
