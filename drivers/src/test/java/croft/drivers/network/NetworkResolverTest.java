package croft.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkResolverTest {
  private static final NetworkNames NAMES =
      new NetworkNames(List.of(Ipv4Cidr.parse("10.0.0.0/16")), "us-west-2.compute.internal");

  private static byte[] query(String name, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
    return out.toByteArray();
  }

  private static int code(byte[] reply) {
    return reply[3] & 15;
  }

  private static int answers(byte[] reply) {
    return ByteBuffer.wrap(reply).getShort(6);
  }

  @Test
  void namesOfAddressesResolve() {
    byte[] query = query("IP-10-0-1-5.us-west-2.compute.internal", 1);
    byte[] reply = NAMES.answer(query).orElseThrow();
    assertThat(code(reply)).isZero();
    assertThat(answers(reply)).isEqualTo(1);
    assertThat(reply[2] & 0x81).as("a response, recursion as desired").isEqualTo(0x81);
    assertThat(Arrays.copyOf(reply, 2)).isEqualTo(Arrays.copyOf(query, 2));
    assertThat(Arrays.copyOfRange(reply, reply.length - 4, reply.length))
        .isEqualTo(new byte[] {10, 0, 1, 5});
    byte[] version6 =
        NAMES.answer(query("ip-10-0-1-5.us-west-2.compute.internal", 28)).orElseThrow();
    assertThat(code(version6)).isZero();
    assertThat(answers(version6)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip-10-1-0-5", "ip-10-0-1-555", "db", "ip-10-0-1-05"})
  void otherNamesOfTheNetworkDoNotExist(String host) {
    byte[] reply = NAMES.answer(query(host + ".us-west-2.compute.internal", 1)).orElseThrow();
    assertThat(code(reply)).isEqualTo(3);
    assertThat(answers(reply)).isZero();
  }

  @Test
  void whatIsNoQueryIsNotAnswered() {
    byte[] whole = query("ip-10-0-1-5.us-west-2.compute.internal", 1);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(NAMES.answer(cut)).isEmpty();
      assertThat(NetworkNames.failure(cut)).isEmpty();
    }
    whole[2] = (byte) 0x80;
    assertThat(NAMES.answer(whole)).isEmpty();
  }

  @Test
  void hostsResolverIsFound() {
    assertThat(NetworkResolver.upstreamOf("# x\nnameserver ::1\nnameserver 192.0.2.53\n"))
        .contains(new InetSocketAddress("192.0.2.53", 53));
    assertThat(NetworkResolver.upstreamOf("search example.com\n")).isEmpty();
  }

  @Test
  void otherNamesAreAskedOfTheHost() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket upstream = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(loopback, 0));
      InetSocketAddress resolver = (InetSocketAddress) channel.getLocalAddress();
      Thread.ofVirtual()
          .start(
              new NetworkResolver(
                  channel,
                  NAMES,
                  Optional.of(new InetSocketAddress(loopback, upstream.getLocalPort()))));
      client.setSoTimeout(5000);
      upstream.setSoTimeout(5000);
      byte[] foreign = query("example.com", 1);
      client.send(new DatagramPacket(foreign, foreign.length, resolver));
      DatagramPacket passed = new DatagramPacket(new byte[512], 512);
      upstream.receive(passed);
      assertThat(Arrays.copyOf(passed.getData(), passed.getLength())).isEqualTo(foreign);
      upstream.send(new DatagramPacket(new byte[] {7}, 1, passed.getSocketAddress()));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      client.receive(answer);
      assertThat(answer.getLength()).isEqualTo(1);
      byte[] own = query("ip-10-0-1-5.us-west-2.compute.internal", 1);
      client.send(new DatagramPacket(own, own.length, resolver));
      client.receive(answer);
      assertThat(answers(Arrays.copyOf(answer.getData(), answer.getLength()))).isEqualTo(1);
      channel.close();
    }
  }
}
