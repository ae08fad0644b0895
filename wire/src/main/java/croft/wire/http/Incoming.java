package croft.wire.http;

import croft.wire.schema.ByteStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has not come whole. A small body is collected before the handler starts, so
 * that it costs one hop; any other streams. Belongs to the event loop.
 */
final class Incoming {
  private static final int COLLECT_BYTES = 32 * 1024;
  private static final int FIRST_BYTES = 2048;
  private static final byte[] NO_BYTES = new byte[0];

  private final HttpRequest head;
  private final long length;
  private final long limitBytes;
  private final @Nullable RequestBody body;
  private volatile boolean expectsContinue;
  private byte[] collected = NO_BYTES;
  private long receivedBytes;
  private boolean discarded;
  private boolean overLimit;

  Incoming(Http1Connection connection, HttpRequest head) {
    this.head = head;
    this.length =
        HttpUtil.isTransferEncodingChunked(head) ? -1 : HttpUtil.getContentLength(head, 0L);
    this.limitBytes = connection.config().maxBodyBytes();
    this.expectsContinue = length != 0 && HttpUtil.is100ContinueExpected(head);
    boolean collects = length >= 0 && length <= COLLECT_BYTES && !expectsContinue;
    this.body = collects ? null : new RequestBody(length, source(connection));
  }

  HttpRequest head() {
    return head;
  }

  /** The stream to hand over at once; null when the body is collected first. */
  @Nullable RequestBody body() {
    return body;
  }

  /** Whether the client waits to be told that it may send. */
  boolean expectsContinue() {
    return expectsContinue;
  }

  void continued() {
    expectsContinue = false;
  }

  boolean isDiscarded() {
    return discarded;
  }

  boolean isOverLimit() {
    return overLimit;
  }

  /** Whether it is cheaper to read the rest away than to open another connection. */
  boolean isDrainable(int atMostBytes) {
    return !overLimit && !expectsContinue && length >= 0 && length - receivedBytes <= atMostBytes;
  }

  /** Takes over what came; false when no more should be read for now. */
  boolean receive(ByteBuf bytes) {
    receivedBytes += bytes.readableBytes();
    if (receivedBytes > limitBytes && !overLimit) {
      overLimit = true;
      fail(Refusal.tooLargeBody(limitBytes));
    }
    if (discarded || overLimit) {
      bytes.release();
      return true;
    }
    if (body != null) {
      return body.offer(bytes);
    }
    collect(bytes);
    return true;
  }

  /** The end came: answers the collected body, null when it streams. */
  @Nullable ByteStream complete() {
    if (body != null) {
      body.complete();
      return null;
    }
    if (discarded) {
      return null;
    }
    return collected.length == 0
        ? Bytes.EMPTY
        : Bytes.of(
            collected.length == receivedBytes
                ? collected
                : Arrays.copyOf(collected, (int) receivedBytes));
  }

  void fail(Exception cause) {
    if (body != null) {
      body.fail(cause);
    }
  }

  /** Nobody reads it any more. */
  void discard() {
    discarded = true;
    if (body != null) {
      body.discard();
    }
  }

  private void collect(ByteBuf bytes) {
    int count = bytes.readableBytes();
    int before = (int) (receivedBytes - count);
    if (collected.length < receivedBytes) {
      // Grown with what came: a length alone claims no memory.
      int size = Math.max((int) receivedBytes, Math.min((int) length, FIRST_BYTES));
      collected = Arrays.copyOf(collected, size);
    }
    bytes.readBytes(collected, before, count);
    bytes.release();
  }

  private RequestBody.Source source(Http1Connection connection) {
    return new RequestBody.Source() {
      @Override
      public void bodyWanted() {
        if (expectsContinue) {
          connection.bodyWanted(Incoming.this);
        }
      }

      @Override
      public void resumeBody() {
        connection.bodyResumed(Incoming.this);
      }
    };
  }
}
