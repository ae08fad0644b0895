package croft.wire.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** One listening socket of a server. */
public final class HttpListener implements AutoCloseable {
  private final Channel channel;

  HttpListener(Channel channel) {
    this.channel = channel;
  }

  /** The address it is bound to, with the port that was found free. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Takes no more connections; those that are open stay. */
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
