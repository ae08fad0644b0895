package croft.drivers.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network's DNS resolver, over UDP: answers the network's own names, and passes every other query
 * to the host's resolver as it is. Runs until its channel is closed; the channel comes from {@link
 * NetworkDriver#listenDatagram}.
 */
public final class NetworkResolver implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkResolver.class);
  private static final int MESSAGE_BYTES = 4096;
  private static final int UPSTREAM_TIMEOUT_MILLIS = 5000;

  /** Queries under way to the host's resolver; more are dropped, and asked again by who waits. */
  private static final int UPSTREAM_QUERIES = 256;

  private final DatagramChannel channel;
  private final NetworkNames names;
  private final Optional<InetSocketAddress> upstream;
  private final Semaphore room = new Semaphore(UPSTREAM_QUERIES);

  public NetworkResolver(
      DatagramChannel channel, NetworkNames names, Optional<InetSocketAddress> upstream) {
    this.channel = channel;
    this.names = names;
    this.upstream = upstream;
  }

  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocate(MESSAGE_BYTES);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        byte[] query = Arrays.copyOf(buffer.array(), buffer.position());
        Optional<byte[]> own = names.answer(query);
        if (own.isPresent()) {
          channel.send(ByteBuffer.wrap(own.get()), from);
        } else {
          passOn(query, from);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("a DNS query could not be answered: {}", e.getMessage());
      }
    }
  }

  private void passOn(byte[] query, SocketAddress from) throws IOException {
    if (upstream.isEmpty()) {
      fail(query, from);
    } else if (room.tryAcquire()) {
      Thread.ofVirtual()
          .name("dns-upstream")
          .start(() -> {
            try {
              ask(upstream.get(), query, from);
            } finally {
              room.release();
            }
          });
    }
  }

  private void ask(InetSocketAddress server, byte[] query, SocketAddress from) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout(UPSTREAM_TIMEOUT_MILLIS);
      socket.send(new DatagramPacket(query, query.length));
      DatagramPacket answer = new DatagramPacket(new byte[MESSAGE_BYTES], MESSAGE_BYTES);
      socket.receive(answer);
      channel.send(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()), from);
    } catch (IOException e) {
      LOG.debug("the host's resolver {} gave no answer: {}", server, e.getMessage());
      failQuietly(query, from);
    }
  }

  private void failQuietly(byte[] query, SocketAddress from) {
    try {
      fail(query, from);
    } catch (IOException e) {
      LOG.debug("nor could that be said: {}", e.getMessage());
    }
  }

  private void fail(byte[] query, SocketAddress from) throws IOException {
    Optional<byte[]> failure = NetworkNames.failure(query);
    if (failure.isPresent()) {
      channel.send(ByteBuffer.wrap(failure.get()), from);
    }
  }

  /** The first IPv4 name server of a {@code resolv.conf}'s text, at port 53. */
  public static Optional<InetSocketAddress> upstreamOf(String resolvConf) {
    return resolvConf
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
        .filter(words -> words[1].matches("[0-9.]+"))
        .map(words -> new InetSocketAddress(Ipv4Address.parse(words[1]).toInetAddress(), 53))
        .findFirst();
  }
}
