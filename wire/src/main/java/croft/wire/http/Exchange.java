package croft.wire.http;

import croft.base.ServiceError;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its response, on a virtual thread of its own. */
final class Exchange implements Runnable {
  /** Bodies up to this size go to the event loop whole, in one hop. */
  private static final int WHOLE_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final ResponseWriter writer;
  private final HttpHandler handler;
  private final HttpRequest request;
  private final boolean http10;

  Exchange(ResponseWriter writer, HttpHandler handler, HttpRequest request, boolean http10) {
    this.writer = writer;
    this.handler = handler;
    this.request = request;
    this.http10 = http10;
  }

  @Override
  public void run() {
    HttpResponse response = answer();
    if (response == null) {
      writer.abort(this);
      return;
    }
    try {
      send(response);
    } catch (Exception | StackOverflowError e) {
      LOG.warn("Cannot answer {} {}", request.method(), request.rawPath(), e);
      writer.abort(this);
    }
  }

  boolean isHead() {
    return request.method().equals("HEAD");
  }

  /** The handler's answer; null when there is nobody left to answer. */
  private @Nullable HttpResponse answer() {
    try {
      return handler.handle(request);
    } catch (ServiceError e) {
      return Refusal.of(e).response();
    } catch (IOException e) {
      if (!writer.isOpen()) {
        LOG.debug("The client of {} {} went away", request.method(), request.rawPath(), e);
        return null;
      }
      return failure(e);
    } catch (Exception | StackOverflowError | AssertionError e) {
      return failure(e);
    }
  }

  private HttpResponse failure(Throwable cause) {
    LOG.error("{} {} failed", request.method(), request.rawPath(), cause);
    return Refusal.of(ServiceError.internal()).response();
  }

  private void send(HttpResponse response) throws IOException {
    if (isHead()) {
      writer.answer(this, NettyMessages.bodiless(response));
      return;
    }
    long length = response.body().length();
    if (NettyMessages.hasNoBody(response.status()) || (length >= 0 && length <= WHOLE_BYTES)) {
      writer.answer(this, whole(response));
      return;
    }
    stream(response);
  }

  private FullHttpResponse whole(HttpResponse response) {
    try {
      return NettyMessages.whole(response, bytes(response));
    } catch (IOException | RuntimeException e) {
      HttpResponse failure = failure(e);
      return NettyMessages.whole(failure, ((MemoryBody) failure.body()).bytes());
    }
  }

  private static byte[] bytes(HttpResponse response) throws IOException {
    if (NettyMessages.hasNoBody(response.status())) {
      return new byte[0];
    }
    if (response.body() instanceof MemoryBody memory) {
      return memory.bytes();
    }
    try (InputStream in = response.body().open()) {
      byte[] bytes = in.readNBytes(WHOLE_BYTES + 1);
      if (bytes.length != response.body().length()) {
        throw new IOException(
            "The response body has " + bytes.length + " bytes, not " + response.body().length());
      }
      return bytes;
    }
  }

  private void stream(HttpResponse response) throws IOException {
    ResponseOutput out =
        new ResponseOutput(
            writer, this, NettyMessages.head(response, http10), response.body().length());
    try {
      response.body().writeTo(out);
      out.finish();
    } catch (IOException | RuntimeException e) {
      if (!writer.isOpen()) {
        LOG.debug("The client of {} {} went away", request.method(), request.rawPath(), e);
        return;
      }
      if (out.started()) {
        throw e;
      }
      HttpResponse failure = failure(e);
      writer.answer(this, NettyMessages.whole(failure, ((MemoryBody) failure.body()).bytes()));
    }
  }
}
