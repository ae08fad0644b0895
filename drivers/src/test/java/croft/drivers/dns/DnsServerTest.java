package croft.drivers.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class DnsServerTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final List<AutoCloseable> channels = new ArrayList<>();
  private InetSocketAddress address = new InetSocketAddress(0);

  @BeforeEach
  void serve() throws IOException {
    InetSocketAddress other =
        listen(new Resolver(List.of(DnsServerTest::elsewhere), Optional.empty()));
    address =
        listen(
            new Resolver(
                List.of(DnsServerTest::here), Optional.of(new Forwarder(List.of(other), 2000))));
  }

  private InetSocketAddress listen(Resolver resolver) throws IOException {
    DatagramChannel datagrams = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
    ServerSocketChannel streams = ServerSocketChannel.open().bind(datagrams.getLocalAddress());
    channels.addAll(List.of(datagrams, streams));
    DnsServer server = new DnsServer(resolver, open::get);
    Thread.ofVirtual().start(() -> server.serve(datagrams));
    Thread.ofVirtual().start(() -> server.serve(streams));
    return (InetSocketAddress) datagrams.getLocalAddress();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable channel : channels) {
      channel.close();
    }
  }

  private static Optional<Finding> here(Name name, int type) {
    return switch (name.toString()) {
      case "a.here." -> records(new ARecord(name, DClass.IN, 60, LOOPBACK));
      case "loop.here." -> records(new CNAMERecord(name, DClass.IN, 60, name));
      case "away.here." -> records(new CNAMERecord(name, DClass.IN, 60, name("a.there.")));
      case "big.here." -> big(name);
      case "none.here." -> Optional.of(new Finding.NoName(Optional.empty()));
      default -> Optional.empty();
    };
  }

  private static Optional<Finding> big(Name name) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(new TXTRecord(name, DClass.IN, 60, i + "x".repeat(150)));
    }
    return Optional.of(new Finding.Records(records));
  }

  private static Optional<Finding> elsewhere(Name name, int type) {
    return name.toString().equals("a.there.")
        ? records(new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1")))
        : Optional.empty();
  }

  private static Optional<Finding> records(Record record) {
    return Optional.of(new Finding.Records(List.of(record)));
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static Message query(String name, int type) {
    return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
  }

  private Message ask(Message query) throws IOException {
    return new Message(datagram(query.toWire()).orElseThrow());
  }

  private Optional<byte[]> datagram(byte[] bytes) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(700);
      socket.send(new DatagramPacket(bytes, bytes.length, address));
      DatagramPacket answer = new DatagramPacket(new byte[65535], 65535);
      socket.receive(answer);
      return Optional.of(Arrays.copyOf(answer.getData(), answer.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  private Message stream(Message query) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      byte[] bytes = query.toWire();
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(2 + bytes.length)
                  .putShort((short) bytes.length)
                  .put(bytes)
                  .array());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return new Message(in.readNBytes(in.readUnsignedShort()));
    }
  }

  private static List<String> values(Message message) {
    return message.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  @Test
  void answersOwnNamesAndRepeatsTheQuestionAsItWasSpelled() throws IOException {
    Message answer = ask(query("A.Here.", Type.A));
    assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
    Message known = ask(query("a.here.", Type.A));
    assertThat(values(known)).containsExactly("127.0.0.1");
    assertThat(known.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(ask(query("none.here.", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void asksElsewhereForOtherNamesAndForWhereAliasesLead() throws IOException {
    assertThat(values(ask(query("a.there.", Type.A)))).containsExactly("192.0.2.1");
    assertThat(values(stream(query("a.there.", Type.A)))).containsExactly("192.0.2.1");
    assertThat(values(ask(query("away.here.", Type.A)))).containsExactly("a.there.", "192.0.2.1");
    assertThat(values(ask(query("away.here.", Type.CNAME)))).containsExactly("a.there.");
  }

  @Test
  void anAliasOfItselfEnds() throws IOException {
    assertThat(ask(query("loop.here.", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void cutsAnswersToWhatTheAskerTakes() throws IOException {
    Message cut = ask(query("big.here.", Type.TXT));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.numBytes()).isLessThanOrEqualTo(512);
    Message extended = query("big.here.", Type.TXT);
    extended.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    Message more = ask(extended);
    assertThat(more.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(more.numBytes()).isLessThanOrEqualTo(1232);
    assertThat(more.getOPT()).isNotNull();
    assertThat(values(stream(query("big.here.", Type.TXT)))).hasSize(20);
  }

  @Test
  void refusesWhatItDoesNotDo() throws IOException {
    Message update = query("a.here.", Type.A);
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertThat(ask(update).getRcode()).isEqualTo(Rcode.NOTIMP);
    Message chaos = Message.newQuery(Record.newRecord(name("version.bind."), Type.TXT, DClass.CH));
    assertThat(ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(ask(query("a.here.", Type.AXFR)).getRcode()).isEqualTo(Rcode.REFUSED);
    Message any = ask(query("a.here.", Type.ANY));
    assertThat(values(any)).containsExactly("\"RFC8482\" \"\"");
    Message future = query("a.here.", Type.A);
    future.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
    assertThat(ask(future).getRcode()).isEqualTo(Rcode.BADVERS);
  }

  @Test
  void answersMalformedMessagesWithFormErrAndAnswersNeither() throws IOException {
    byte[] torn = Arrays.copyOf(query("a.here.", Type.A).toWire(), 20);
    Header header = new Header(datagram(torn).orElseThrow());
    assertThat(header.getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(header.getID()).isEqualTo(((torn[0] & 0xff) << 8) | (torn[1] & 0xff));
    byte[] loops = query("a.here.", Type.A).toWire();
    loops[12] = (byte) 0xc0;
    loops[13] = 12;
    assertThat(new Header(datagram(loops).orElseThrow()).getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(datagram(new byte[3])).isEmpty();
    Message answer = query("a.here.", Type.A);
    answer.getHeader().setFlag(Flags.QR);
    assertThat(datagram(answer.toWire())).isEmpty();
  }

  @Test
  void survivesGarbage() throws IOException {
    Random random = new Random(7);
    byte[] good = query("a.here.", Type.A).toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 3000; i++) {
        byte[] bytes = good.clone();
        for (int flips = random.nextInt(6); flips >= 0; flips--) {
          bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
        }
        bytes = Arrays.copyOf(bytes, 1 + random.nextInt(60));
        socket.send(new DatagramPacket(bytes, bytes.length, address));
      }
    }
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(new byte[] {0, 5, 1, 2, 3});
    }
    Optional<byte[]> answer = Optional.empty();
    for (int attempt = 0; attempt < 10 && answer.isEmpty(); attempt++) {
      answer = datagram(good);
    }
    assertThat(values(new Message(answer.orElseThrow()))).containsExactly("127.0.0.1");
  }

  @Test
  void saysNothingWhileItIsClosed() throws IOException {
    open.set(false);
    assertThat(datagram(query("a.here.", Type.A).toWire())).isEmpty();
    open.set(true);
    assertThat(values(ask(query("a.here.", Type.A)))).containsExactly("127.0.0.1");
  }

  @Test
  void readsNameServersOfResolvConf() {
    assertThat(Forwarder.serversOf("# comment\nsearch x\nnameserver 192.0.2.1\nnameserver ::1\n"))
        .extracting(server -> server.getAddress().getHostAddress())
        .containsExactly("192.0.2.1", "0:0:0:0:0:0:0:1");
  }
}
