package croft.drivers.docker.compute;

import croft.drivers.compute.Content;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps the first bytes of a stream and drops the rest. */
final class StreamBuffer extends OutputStream {
  private final int limitBytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  StreamBuffer(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public synchronized void write(int octet) {
    if (kept.size() < limitBytes) {
      kept.write(octet);
    }
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) {
    kept.write(source, offset, Math.min(length, limitBytes - kept.size()));
  }

  synchronized Content content() {
    return Content.of(kept.toByteArray());
  }
}
