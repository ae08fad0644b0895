package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What answers inside a network. */
final class LinuxNetworkListenerTest extends PacketTest {
  @Test
  void listenerSeesWhoAsks() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    try (ServerSocketChannel server = driver().listen(NETWORK, METADATA, 80)) {
      for (InterfaceHandle instance : List.of(one, two)) {
        CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> accept(server, accepted));
        try (Socket socket = connect(instance, METADATA, 80);
            SocketChannel channel = accepted.get()) {
          assertThat(((InetSocketAddress) channel.getRemoteAddress()).getAddress())
              .isEqualTo(instance.spec().privateAddress().toInetAddress());
          channel.write(ByteBuffer.wrap(new byte[] {42}));
          assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
      }
      assertThat(Laboratory.connects(one.namespacePath(), METADATA, 81)).isFalse();
      assertThat(Laboratory.connects(laboratory.host(), METADATA, 80)).isFalse();
    }
  }

  static void accept(ServerSocketChannel server, CompletableFuture<SocketChannel> to) {
    try {
      to.complete(server.accept());
    } catch (IOException e) {
      to.completeExceptionally(e);
    }
  }

  @Test
  void datagramListenerAnswersAtTheResolver() throws Exception {
    InterfaceHandle instance = attach(NETWORK, "eni-1", 11);
    Ipv4Address resolver = network(NETWORK).resolver();
    try (DatagramChannel server = driver().listenDatagram(NETWORK, resolver, 53);
        DatagramChannel client =
            NetworkNamespaces.inside(instance.namespacePath(), DatagramChannel::open)) {
      client.send(
          ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress(resolver.toInetAddress(), 53));
      ByteBuffer buffer = ByteBuffer.allocate(8);
      server.configureBlocking(true);
      InetSocketAddress from = (InetSocketAddress) server.receive(buffer);
      assertThat(from.getAddress()).isEqualTo(instance.spec().privateAddress().toInetAddress());
      server.send(ByteBuffer.wrap(new byte[] {2, 3}), from);
      ByteBuffer answer = ByteBuffer.allocate(8);
      client.receive(answer);
      assertThat(answer.position()).isEqualTo(2);
    }
  }
}
