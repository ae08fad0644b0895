package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class NetlinkTest {

  @Test
  void messagesAreLaidOutAsTheKernelReadsThem() {
    assumeTrue(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
        "skipped: the expected bytes are little-endian");
    byte[] bytes =
        new NetlinkMessage(Rtnetlink.RTM_NEWLINK, Rtnetlink.NLM_F_CREATE)
            .link(7, 1, 1)
            .nested(18, info -> info.attribute(1, "veth").attribute(2, 258))
            .bytes(3, Rtnetlink.NLM_F_ACK);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "38000000"
                + "1000"
                + "0504"
                + "03000000"
                + "00000000"
                + "00000000"
                + "07000000"
                + "01000000"
                + "01000000"
                + "1800"
                + "1200"
                + "0900"
                + "0100"
                + "7665746800000000"
                + "0800"
                + "0200"
                + "02010000");
  }

  @Test
  void repliesAreReadUpToTheirEnd() {
    ByteBuffer body = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    body.putInt(42).putShort((short) 7).putShort((short) 3).put(new byte[] {'l', 'o', 0, 0});
    body.putShort((short) 8).putShort((short) 1).put(new byte[] {10, 0, 0, 1});
    body.putShort((short) 99).putShort((short) 5).flip();
    NetlinkReply reply = NetlinkReply.read(16, body, 4);
    assertThat(reply.fixed().getInt(0)).isEqualTo(42);
    assertThat(reply.text(3)).contains("lo");
    assertThat(reply.address(1)).contains(Ipv4Address.parse("10.0.0.1").bits());
    assertThat(reply.attributes()).doesNotContainKey(5);
  }

  @Test
  void kernelsRefusalsKeepTheirReason() throws Exception {
    inFreshNamespace(() -> {
      try (Links links = new Links()) {
        Links.Link loopback = links.require("lo");
        Ipv4Cidr nowhere = Ipv4Cidr.parse("10.9.9.0/24");
        assertThatThrownBy(() ->
                links.replace(Links.Route.via(nowhere, loopback, Ipv4Address.parse("10.1.1.1"))))
            .isInstanceOf(NetlinkException.class)
            .hasMessageContaining("add route to 10.9.9.0/24");
        assertThatThrownBy(() -> links.require("none"))
            .isInstanceOfSatisfying(
                NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
      }
      return true;
    });
  }

  @Test
  void nftablesRefusalsKeepTheirReasonAndChangeNothing() throws Exception {
    inFreshNamespace(() -> {
      try (Nftables nftables = new Nftables()) {
        assertThatThrownBy(() -> nftables.run("add table inet good\nadd chain inet none-such c\n"))
            .isInstanceOf(NftablesException.class)
            .hasMessageContaining("No such file or directory");
        assertThatThrownBy(() -> nftables.run("no such command"))
            .isInstanceOf(NftablesException.class)
            .hasMessageContaining("syntax error");
        assertThat(nftables.run("list tables")).doesNotContain("good");
      }
      return true;
    });
  }

  private static void inFreshNamespace(Callable<Boolean> work) throws Exception {
    for (var capability : NetworkChecks.capabilities(LinuxNetworkConfig.in(Path.of("unused")))) {
      assumeTrue(
          capability.available() || capability.name().startsWith("forwarding"),
          () -> "skipped, no " + capability.name() + ": " + capability.detail());
    }
    NamespaceThread.call(
        "fresh",
        () -> {
          Syscalls.unshare(Flags.CLONE_NEWNET);
          return work.call();
        });
  }
}
