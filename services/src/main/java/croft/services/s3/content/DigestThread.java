package croft.services.s3.content;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body's MD5 beside the thread that encrypts and stores it: that alone takes as long as all
 * the rest. A few buffers go round: taken by {@link #buffer}, handed on by {@link #digest}, and
 * free again when digested; the one that handed a buffer on may read it until it takes the next.
 */
final class DigestThread implements AutoCloseable {
  private static final int BUFFERS = 4;
  private static final Batch END = new Batch(new byte[0], -1);

  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final Thread thread;
  private int made;
  private volatile @Nullable RuntimeException failure;

  private record Batch(byte[] bytes, int count) {}

  DigestThread(Digests digests) {
    thread = Thread.ofVirtual().name("s3-digest").start(() -> run(digests));
  }

  /** A buffer of one frame to fill. */
  byte[] buffer() {
    byte[] found = free.poll();
    if (found == null && made < BUFFERS) {
      made++;
      return new byte[FrameCipher.FRAME_BYTES];
    }
    try {
      return found == null ? free.take() : found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a body was digested", e);
    }
  }

  /** Digests the first bytes of a buffer. */
  void digest(byte[] buffer, int count) {
    full.add(new Batch(buffer, count));
  }

  /** Waits until all is digested. */
  void finish() {
    full.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a body was digested", e);
    }
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void run(Digests digests) {
    try {
      for (Batch batch = full.take(); batch.count >= 0; batch = full.take()) {
        digests.updateMd5(batch.bytes, batch.count);
        free.add(batch.bytes);
      }
    } catch (RuntimeException e) {
      failure = e;
      free.add(new byte[FrameCipher.FRAME_BYTES]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
