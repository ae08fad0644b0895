package croft.wire.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Netty's response writer. Which answer belongs to a HEAD is said by the answer itself: Netty's own
 * pairing by order goes astray once an interim 100 was sent.
 */
final class ResponseEncoder extends HttpResponseEncoder {
  /** The answer to a HEAD: a header that may tell a length, and no body. */
  static final class Bodiless extends DefaultFullHttpResponse {
    Bodiless(HttpResponseStatus status, ByteBuf empty, HttpHeaders headers) {
      super(
          HttpVersion.HTTP_1_1,
          status,
          empty,
          headers,
          DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders());
    }
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return response instanceof Bodiless || super.isContentAlwaysEmpty(response);
  }
}
