package croft.drivers.linux.compute;

import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a stream to its end and keeps its first bytes, so that its writer never blocks. */
final class StreamCollector {
  private static final int BUFFER_BYTES = 16 << 10;

  private final InputStream stream;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;

  StreamCollector(InputStream stream) {
    this.stream = stream;
    this.reader = Thread.startVirtualThread(this::collect);
  }

  private void collect() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // Closed under way: what has come is kept.
    }
  }

  private synchronized void keep(byte[] buffer, int count) {
    int room = CommandOutput.LIMIT_BYTES - kept.size();
    kept.write(buffer, 0, Math.min(count, room));
  }

  /** Waits for the stream's end, at most so long. */
  void await(Duration timeout) throws InterruptedException {
    reader.join(timeout);
  }

  synchronized Content content() {
    return Content.of(kept.toByteArray());
  }
}
