package croft.wire.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A response body on its way to the event loop. A few buffers go round: one that was written to the
 * socket comes back to be filled, so a slow client blocks the writer and holds little memory.
 */
final class ResponseOutput extends OutputStream {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BUFFERS = 4;

  private final ResponseWriter writer;
  private final Exchange exchange;
  private final long length;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private @Nullable HttpResponse head;
  private byte @Nullable [] buffer;
  private int filled;
  private int made;
  private long written;
  private volatile boolean broken;

  /**
   * @param length the bytes to come, or -1
   */
  ResponseOutput(ResponseWriter writer, Exchange exchange, HttpResponse head, long length) {
    this.writer = writer;
    this.exchange = exchange;
    this.head = head;
    this.length = length;
  }

  /** Whether anything of the response may have left already. */
  boolean started() {
    return head == null;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, source.length);
    if (length >= 0 && written + count > length) {
      throw new IOException("The response body is longer than " + length + " bytes");
    }
    written += count;
    int from = offset;
    int left = count;
    while (left > 0) {
      byte[] target = target();
      int part = Math.min(left, target.length - filled);
      System.arraycopy(source, from, target, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == target.length) {
        ship(false);
      }
    }
  }

  /** Sends what was written so far. */
  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      ship(false);
    }
  }

  /** Ends the body. Without this call the client sees that it was cut off. */
  void finish() throws IOException {
    if (length >= 0 && written != length) {
      throw new IOException("The response body has " + written + " bytes, not " + length);
    }
    ship(true);
  }

  private byte[] target() throws IOException {
    byte[] current = buffer;
    if (current == null) {
      current = free.poll();
      if (current == null && made < BUFFERS) {
        made++;
        current = new byte[BUFFER_BYTES];
      }
      if (current == null) {
        current = awaitFree();
      }
      buffer = current;
    }
    if (broken) {
      throw new IOException("The client went away");
    }
    return current;
  }

  private byte[] awaitFree() throws IOException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while writing a response", e);
    }
  }

  private void ship(boolean last) throws IOException {
    if (broken) {
      throw new IOException("The client went away");
    }
    byte[] full = buffer;
    ByteBuf bytes = full == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(full, 0, filled);
    writer.part(exchange, new Part(head, bytes, last), written -> back(full, written));
    head = null;
    buffer = null;
    filled = 0;
  }

  private void back(byte @Nullable [] full, boolean written) {
    if (!written) {
      broken = true;
    }
    if (full != null) {
      free.add(full);
    }
  }

  /**
   * One step of a response.
   *
   * @param head set in the first part only
   */
  record Part(@Nullable HttpResponse head, ByteBuf bytes, boolean last) {}
}
