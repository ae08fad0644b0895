package croft.wire.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's request parser, but strict where leniency lets two readers see two requests. */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int CHUNK_BYTES = 64 * 1024;

  RequestDecoder(HttpServerConfig config) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(config.maxRequestLineBytes())
            .setMaxHeaderSize(config.maxHeaderBytes())
            .setMaxChunkSize(CHUNK_BYTES));
  }

  /** RFC 9112 section 6.1 allows refusing such a request, and smuggling needs it. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}
