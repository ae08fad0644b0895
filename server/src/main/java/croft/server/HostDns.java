package croft.server;

import croft.drivers.dns.DnsServer;
import croft.drivers.dns.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Croft's names for the host: a listener on loopback, by UDP and TCP at one port. */
final class HostDns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostDns.class);
  private static final int ATTEMPTS = 20;

  private final DatagramChannel datagrams;
  private final ServerSocketChannel streams;

  private HostDns(DatagramChannel datagrams, ServerSocketChannel streams) {
    this.datagrams = datagrams;
    this.streams = streams;
  }

  /**
   * Listens from now on.
   *
   * @param port 0 for a free one
   * @throws IOException when the port cannot be had
   */
  static HostDns open(Resolver resolver, int port) throws IOException {
    IOException failure = new IOException("no port is free for both UDP and TCP");
    for (int attempt = 0; attempt < (port == 0 ? ATTEMPTS : 1); attempt++) {
      DatagramChannel datagrams = DatagramChannel.open();
      ServerSocketChannel streams = ServerSocketChannel.open();
      try {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        datagrams.bind(new InetSocketAddress(loopback, port));
        streams.bind(datagrams.getLocalAddress());
        DnsServer server = new DnsServer(resolver, () -> true);
        Thread.ofVirtual().name("dns-host-udp").start(() -> server.serve(datagrams));
        Thread.ofVirtual().name("dns-host-tcp").start(() -> server.serve(streams));
        return new HostDns(datagrams, streams);
      } catch (IOException e) {
        datagrams.close();
        streams.close();
        failure = e;
      }
    }
    throw new IOException("Cannot answer DNS on 127.0.0.1:" + port, failure);
  }

  InetSocketAddress address() {
    try {
      return (InetSocketAddress) datagrams.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      datagrams.close();
      streams.close();
    } catch (IOException e) {
      LOG.debug("The DNS listener cannot be closed: {}", e.getMessage());
    }
  }
}
