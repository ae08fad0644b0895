package croft.wire.http;

import croft.wire.schema.ByteStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Between Netty's messages and Croft's. */
// Netty's futures only repeat what the close of the channel tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyMessages {
  private NettyMessages() {}

  static HttpRequest request(
      io.netty.handler.codec.http.HttpRequest head,
      ByteStream body,
      String remoteAddress,
      boolean secure) {
    Headers headers = new Headers();
    for (Map.Entry<String, String> field : head.headers()) {
      headers.add(field.getKey(), fromWire(field.getValue()));
    }
    return new HttpRequest(
        head.method().name(),
        originForm(fromWire(head.uri())),
        headers,
        body,
        remoteAddress,
        secure);
  }

  /** The answer to a HEAD: it tells the length that a GET would have. */
  static FullHttpResponse bodiless(HttpResponse response) {
    HttpHeaders headers = headers(response);
    if (response.body().length() >= 0 && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
    }
    return new ResponseEncoder.Bodiless(
        HttpResponseStatus.valueOf(response.status()), Unpooled.EMPTY_BUFFER, headers);
  }

  static FullHttpResponse whole(HttpResponse response, byte[] body) {
    HttpHeaders headers = headers(response);
    if (hasNoBody(response.status())) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    } else {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(response.status()),
        Unpooled.wrappedBuffer(body),
        headers,
        DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders());
  }

  /** The head of a body that streams: with its length, else chunked, else (HTTP/1.0) to the end. */
  static io.netty.handler.codec.http.HttpResponse head(HttpResponse response, boolean http10) {
    HttpHeaders headers = headers(response);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    if (response.body().length() >= 0) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), headers);
  }

  static String address(SocketAddress peer) {
    return peer instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "";
  }

  /** Tells the client that no more comes, while what it sends is still taken. */
  static void shutdownOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  /** Adds what the connection knows: whether it stays, and the time. */
  static void finishHead(
      io.netty.handler.codec.http.HttpResponse response,
      boolean keepAlive,
      boolean http10,
      String date) {
    HttpHeaders headers = response.headers();
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, date);
    }
  }

  static boolean hasNoBody(int status) {
    return status < 200 || status == 204 || status == 304;
  }

  private static HttpHeaders headers(HttpResponse response) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (Map.Entry<String, List<String>> field : response.headers().asMap().entrySet()) {
      for (String value : field.getValue()) {
        headers.add(field.getKey(), toWire(value));
      }
    }
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    return headers;
  }

  /** Netty keeps each byte as a character; clients send UTF-8, and sign it. */
  private static String fromWire(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String toWire(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9112 section 3.2.2: a server must also take the absolute form. */
  private static String originForm(String target) {
    if (target.charAt(0) == '/' || target.equals("*")) {
      return target;
    }
    int authority = target.indexOf("//") + 2;
    int path = target.indexOf('/', authority);
    int query = target.indexOf('?', authority);
    if (path >= 0 && (query < 0 || path < query)) {
      return target.substring(path);
    }
    return query < 0 ? "/" : "/" + target.substring(query);
  }
}
