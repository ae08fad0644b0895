package croft.drivers.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Asks another server, over the transport the question came by, as it is. Each question leaves from
 * a port of its own, and only that server's answer is taken.
 */
public final class Forwarder {
  private static final int MESSAGE_BYTES = 65_535;
  private static final int HEADER_BYTES = 12;

  private final List<InetSocketAddress> servers;
  private final int timeoutMillis;

  /**
   * Asks these servers, the next when one is silent.
   *
   * @param timeoutMillis how long one server may take
   */
  public Forwarder(List<InetSocketAddress> servers, int timeoutMillis) {
    this.servers = List.copyOf(servers);
    this.timeoutMillis = timeoutMillis;
  }

  /** The name servers of a {@code resolv.conf}'s text, at port 53, in its order, at most three. */
  public static List<InetSocketAddress> serversOf(String resolvConf) {
    return resolvConf
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
        .flatMap(words -> literal(words[1]).stream())
        .map(address -> new InetSocketAddress(address, 53))
        .limit(3)
        .toList();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The first server's answer.
   *
   * @throws IOException when none gave one in time
   */
  public byte[] ask(byte[] query, boolean stream) throws IOException {
    IOException failure = new IOException("there is no server to ask");
    for (InetSocketAddress server : servers) {
      try {
        return stream ? overStream(server, query) : overDatagram(server, query);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private byte[] overDatagram(InetSocketAddress server, byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout(timeoutMillis);
      socket.send(new DatagramPacket(query, query.length));
      long end = System.nanoTime() + timeoutMillis * 1_000_000L;
      DatagramPacket packet = new DatagramPacket(new byte[MESSAGE_BYTES], MESSAGE_BYTES);
      while (System.nanoTime() < end) {
        socket.receive(packet);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        if (answers(query, answer)) {
          return answer;
        }
      }
      throw new SocketTimeoutException("only answers to other questions came");
    }
  }

  private byte[] overStream(InetSocketAddress server, byte[] query) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      ByteBuffer framed = ByteBuffer.allocate(2 + query.length);
      framed.putShort((short) query.length).put(query);
      socket.getOutputStream().write(framed.array());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = in.readNBytes(in.readUnsignedShort());
      if (!answers(query, answer)) {
        throw new EOFException("what came was no answer to the question");
      }
      return answer;
    }
  }

  private static boolean answers(byte[] query, byte[] answer) {
    return answer.length >= HEADER_BYTES
        && answer[0] == query[0]
        && answer[1] == query[1]
        && (answer[2] & 0x80) != 0;
  }
}
