package croft.drivers.linux.balancer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a HAProxy over one of its sockets: one command, one answer. */
final class RuntimeSocket {
  private static final int PATIENCE_MILLIS = 3000;

  private final Path path;

  RuntimeSocket(Path path) {
    this.path = path;
  }

  /**
   * The answer to a command.
   *
   * @throws IOException when nobody listens, or no answer comes within seconds
   */
  String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (true) {
        if (selector.select(PATIENCE_MILLIS) == 0) {
          throw new IOException("no answer to '" + command + "' at " + path);
        }
        selector.selectedKeys().clear();
        int read = channel.read(buffer);
        if (read < 0) {
          return all.toString(StandardCharsets.UTF_8);
        }
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
  }
}
