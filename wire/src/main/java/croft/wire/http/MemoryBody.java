package croft.wire.http;

import croft.wire.schema.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A body in memory; the server writes its bytes without copying them first. */
final class MemoryBody implements ByteStream {
  private final byte[] bytes;

  MemoryBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The body's own array. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
