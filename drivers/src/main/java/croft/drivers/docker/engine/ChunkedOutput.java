package croft.drivers.docker.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a body in chunks. Only {@link #finish} ends it well. */
final class ChunkedOutput extends OutputStream {
  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutputStream target;

  ChunkedOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length > 0) {
      target.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
      target.write(LINE_END);
      target.write(source, offset, length);
      target.write(LINE_END);
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  void finish() throws IOException {
    target.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    target.flush();
  }
}
