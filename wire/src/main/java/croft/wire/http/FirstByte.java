package croft.wire.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells TLS from plain HTTP by a connection's first byte: 0x16 opens a TLS handshake record. */
// Netty's futures only repeat what the close of the channel tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class FirstByte extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(FirstByte.class);
  private static final byte HANDSHAKE = 0x16;

  private final HttpServerConfig config;
  private final TlsSource tls;
  private final Http1Connection connection;
  private boolean decided;

  FirstByte(HttpServerConfig config, TlsSource tls, Http1Connection connection) {
    this.config = config;
    this.tls = tls;
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (decided || !in.isReadable()) {
      return;
    }
    decided = true;
    if (in.getByte(in.readerIndex()) == HANDSHAKE) {
      context.channel().config().setAutoRead(false);
      // The first certificate is made on demand and renewed later: not on the event loop.
      Thread.ofVirtual().start(() -> prepare(context));
    } else {
      addCodec(context);
      context.pipeline().remove(this);
    }
  }

  private void prepare(ChannelHandlerContext context) {
    try {
      SSLContext certificate = tls.context();
      context.executor().execute(() -> secure(context, certificate));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      LOG.error("No certificate for a TLS connection", e);
      context.close();
    }
  }

  private void secure(ChannelHandlerContext context, SSLContext certificate) {
    if (context.isRemoved()) {
      return;
    }
    SSLEngine engine = certificate.createSSLEngine();
    engine.setUseClientMode(false);
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(config.headerTimeout().toMillis());
    connection.secured();
    addCodec(context);
    context.pipeline().addAfter(context.name(), "tls", handler).remove(this);
    context.channel().config().setAutoRead(true);
  }

  private void addCodec(ChannelHandlerContext context) {
    context
        .pipeline()
        .addAfter(context.name(), "encoder", new ResponseEncoder())
        .addAfter(context.name(), "decoder", new RequestDecoder(config));
  }
}
