package croft.wire.http;

import croft.wire.schema.ByteStream;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request body on its way from the event loop, which offers what arrived, to the handler's
 * thread, which reads. At most {@link #HIGH_BYTES} and one socket read wait here: then the
 * connection stops reading until the handler has caught up.
 */
final class RequestBody extends InputStream implements ByteStream {
  static final int HIGH_BYTES = 256 * 1024;
  private static final int LOW_BYTES = 64 * 1024;

  private final long length;
  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>();
  private int queuedBytes;
  private boolean paused;
  private boolean wanted;
  private boolean complete;
  private boolean discarded;
  private boolean opened;
  private @Nullable Exception failure;

  /** The connection, as a body sees it; both may be called from any thread. */
  interface Source {
    /** The handler reads for the first time: the client may be told to go on. */
    void bodyWanted();

    /** There is room again after {@link RequestBody#offer} said there was none. */
    void resumeBody();
  }

  RequestBody(long length, Source source) {
    this.length = length;
    this.source = source;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    if (opened) {
      throw new IOException("A request body can be read only once");
    }
    opened = true;
    return this;
  }

  /** Takes over what arrived; false when the connection should pause. */
  boolean offer(ByteBuf chunk) {
    lock.lock();
    try {
      if (discarded || failure != null || !chunk.isReadable()) {
        chunk.release();
        return true;
      }
      chunks.add(chunk);
      queuedBytes += chunk.readableBytes();
      arrived.signal();
      if (queuedBytes >= HIGH_BYTES) {
        paused = true;
      }
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  void complete() {
    lock.lock();
    try {
      complete = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more will come: the reader gets this once it has read what came before. */
  void fail(Exception cause) {
    lock.lock();
    try {
      if (!complete && failure == null) {
        failure = cause;
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody reads any more; what waits is dropped and what comes is not kept. */
  void discard() {
    lock.lock();
    try {
      discarded = true;
      chunks.forEach(ByteBuf::release);
      chunks.clear();
      queuedBytes = 0;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
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
    if (!wanted) {
      wanted = true;
      source.bodyWanted();
    }
    boolean resume;
    int taken;
    lock.lock();
    try {
      ByteBuf chunk = awaitChunk();
      if (chunk == null) {
        return -1;
      }
      taken = Math.min(count, chunk.readableBytes());
      chunk.readBytes(target, offset, taken);
      queuedBytes -= taken;
      if (!chunk.isReadable()) {
        chunks.remove();
        chunk.release();
      }
      resume = paused && queuedBytes < LOW_BYTES;
      if (resume) {
        paused = false;
      }
    } finally {
      lock.unlock();
    }
    if (resume) {
      source.resumeBody();
    }
    return taken;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return queuedBytes;
    } finally {
      lock.unlock();
    }
  }

  /** The first chunk, or null at the end. */
  private @Nullable ByteBuf awaitChunk() throws IOException {
    try {
      while (chunks.isEmpty()) {
        if (discarded) {
          throw new IOException("The request is over; its body can no longer be read");
        }
        if (complete) {
          return null;
        }
        if (failure instanceof RuntimeException refusal) {
          throw refusal;
        }
        if (failure != null) {
          throw new IOException(failure.getMessage(), failure);
        }
        arrived.await();
      }
      return chunks.peek();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading a request body", e);
    }
  }
}
