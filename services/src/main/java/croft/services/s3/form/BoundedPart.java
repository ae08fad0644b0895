package croft.services.s3.form;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads a multipart body up to the next boundary. Holds no more than its buffer: a file of any size
 * passes through.
 */
final class BoundedPart extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream source;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private boolean sourceEnded;

  /** The index of the delimiter in the buffer, or -1 while none was seen. */
  private int found = -1;

  /** How many bytes from {@code from} on are known to be part of the content. */
  private int safe;

  BoundedPart(InputStream source, byte[] delimiter) {
    this.source = source;
    this.delimiter = delimiter.clone();
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
    while (safe == 0) {
      if (found >= 0) {
        return -1;
      }
      look();
    }
    int taken = Math.min(count, safe);
    System.arraycopy(buffer, from, target, offset, taken);
    from += taken;
    safe -= taken;
    return taken;
  }

  /**
   * Goes on behind the boundary, once the content was read to its end.
   *
   * @return false when it was the last one
   */
  boolean next() throws IOException {
    from = found + delimiter.length;
    found = -1;
    safe = 0;
    while (to - from < 2) {
      fill();
    }
    boolean last = buffer[from] == '-' && buffer[from + 1] == '-';
    from += 2;
    return !last;
  }

  /** Finds the delimiter in what is there, or how much of it is certainly content. */
  private void look() throws IOException {
    for (int at = from; at <= to - delimiter.length; at++) {
      if (matches(at)) {
        found = at;
        safe = at - from;
        return;
      }
    }
    // The last bytes may be the beginning of the delimiter.
    safe = Math.max(0, to - from - delimiter.length + 1);
    if (safe == 0) {
      fill();
    }
  }

  private boolean matches(int at) {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private void fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    int read = sourceEnded ? -1 : source.read(buffer, to, buffer.length - to);
    if (read < 0) {
      sourceEnded = true;
      throw MultipartForm.malformed();
    }
    to += read;
  }
}
