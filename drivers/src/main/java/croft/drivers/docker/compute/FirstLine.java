package croft.drivers.docker.compute;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes the first line off a stream, a process id that the wrapper of every command writes, and
 * passes on the rest.
 */
final class FirstLine extends OutputStream {
  private final OutputStream target;
  private final CountDownLatch known = new CountDownLatch(1);
  private final StringBuilder line = new StringBuilder();
  private volatile int processId = -1;
  private boolean passed;

  FirstLine(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int at = offset;
    while (!passed && at < offset + length) {
      take((char) source[at]);
      at++;
    }
    target.write(source, at, offset + length - at);
  }

  private void take(char character) {
    if (character == '\n') {
      passed = true;
      String text = line.toString().strip();
      processId = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
      known.countDown();
    } else {
      line.append(character);
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void close() throws IOException {
    known.countDown();
    target.close();
  }

  /** The command's process as the instance numbers it; empty when it was not told in time. */
  OptionalInt processId(Duration limit) throws InterruptedException {
    boolean told = known.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    return told && processId > 1 ? OptionalInt.of(processId) : OptionalInt.empty();
  }
}
