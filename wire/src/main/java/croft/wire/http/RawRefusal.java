package croft.wire.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;

/** An answer to a connection that gets no parser: one over the limit. */
// Netty's futures only repeat what the close of the channel tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class RawRefusal {
  private RawRefusal() {}

  static void write(Channel channel, Refusal refusal) {
    String text =
        "HTTP/1.1 "
            + refusal.status()
            + " "
            + refusal.code()
            + "\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
