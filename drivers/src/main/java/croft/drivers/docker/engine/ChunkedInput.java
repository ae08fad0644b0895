package croft.drivers.docker.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, 7.1); an end without the last chunk is an error. */
final class ChunkedInput extends InputStream {
  private final InputStream source;
  private long left;
  private boolean first = true;
  private boolean ended;

  ChunkedInput(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("The engine's reply ends early");
    }
    left -= count;
    return count;
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    if (!first) {
      Connection.readLine(source);
    }
    first = false;
    String size = Connection.readLine(source);
    int extension = size.indexOf(';');
    String digits = (extension < 0 ? size : size.substring(0, extension)).strip();
    try {
      left = Long.parseLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new IOException("Malformed chunk in the engine's reply", e);
    }
    if (left == 0) {
      ended = true;
      skipTrailers();
    }
    return !ended;
  }

  private void skipTrailers() throws IOException {
    String line = Connection.readLine(source);
    while (!line.isEmpty()) {
      line = Connection.readLine(source);
    }
  }
}
