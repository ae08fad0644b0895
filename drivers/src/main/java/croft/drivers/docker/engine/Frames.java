package croft.drivers.docker.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Takes apart the one stream that carries the output and the error output of a process without a
 * terminal: each frame has a head of 8 bytes, the stream's number first, the length in the last
 * four.
 */
public final class Frames {
  private static final int HEAD_BYTES = 8;
  private static final int ERRORS = 2;

  private Frames() {}

  /** Copies to the end of {@code source}. */
  public static void copy(InputStream source, OutputStream output, OutputStream errors)
      throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    byte[] buffer = new byte[16 << 10];
    for (int count = source.readNBytes(head, 0, HEAD_BYTES);
        count == HEAD_BYTES;
        count = source.readNBytes(head, 0, HEAD_BYTES)) {
      OutputStream target = head[0] == ERRORS ? errors : output;
      long left = ByteBuffer.wrap(head).getInt(4) & 0xffffffffL;
      while (left > 0) {
        int read = source.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("The engine's stream ends within a frame");
        }
        target.write(buffer, 0, read);
        left -= read;
      }
      target.flush();
    }
  }
}
