package croft.drivers.linux.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One rtnetlink request in the making: header, fixed part, then attributes, each padded to four
 * bytes (RFC 3549, netlink(7)). Numbers are in the machine's byte order.
 */
final class NetlinkMessage {
  static final int HEADER_BYTES = 16;
  private static final int LIMIT_BYTES = 4096;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;

  private final ByteBuffer buffer = ByteBuffer.allocate(LIMIT_BYTES).order(ByteOrder.nativeOrder());

  /** A request; {@code flags} beside NLM_F_REQUEST, which is always set. */
  NetlinkMessage(int type, int flags) {
    buffer.putInt(0).putShort((short) type).putShort((short) (flags | Rtnetlink.NLM_F_REQUEST));
    buffer.putInt(0).putInt(0);
  }

  /** The fixed part of link messages ({@code struct ifinfomsg}). */
  NetlinkMessage link(int index, int flags, int changedFlags) {
    buffer.put((byte) 0).put((byte) 0).putShort((short) 0);
    buffer.putInt(index).putInt(flags).putInt(changedFlags);
    return this;
  }

  /** The fixed part of IPv4 address messages ({@code struct ifaddrmsg}). */
  NetlinkMessage address(int prefixLength, int scope, int linkIndex) {
    buffer.put((byte) Rtnetlink.AF_INET).put((byte) prefixLength);
    buffer.put((byte) 0).put((byte) scope).putInt(linkIndex);
    return this;
  }

  /** The fixed part of IPv4 route messages ({@code struct rtmsg}); an attribute says the table. */
  NetlinkMessage route(int prefixLength, int scope, int type, int flags) {
    buffer.put((byte) Rtnetlink.AF_INET).put((byte) prefixLength).put((byte) 0).put((byte) 0);
    buffer.put((byte) 0).put((byte) Rtnetlink.PROTOCOL_STATIC);
    buffer.put((byte) scope).put((byte) type).putInt(flags);
    return this;
  }

  /** The fixed part of IPv4 rule messages ({@code struct fib_rule_hdr}). */
  NetlinkMessage rule(int sourcePrefixLength, int action) {
    buffer.put((byte) Rtnetlink.AF_INET).put((byte) 0).put((byte) sourcePrefixLength);
    buffer.put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0).put((byte) action).putInt(0);
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    buffer.putShort((short) (ATTRIBUTE_HEADER_BYTES + value.length)).putShort((short) type);
    buffer.put(value);
    pad();
    return this;
  }

  NetlinkMessage attribute(int type, int value) {
    buffer.putShort((short) (ATTRIBUTE_HEADER_BYTES + Integer.BYTES)).putShort((short) type);
    buffer.putInt(value);
    return this;
  }

  NetlinkMessage attribute(int type, String value) {
    return attribute(type, (value + '\0').getBytes(StandardCharsets.US_ASCII));
  }

  /** An attribute that consists of what {@code content} adds. */
  NetlinkMessage nested(int type, Consumer<NetlinkMessage> content) {
    int start = buffer.position();
    buffer.putShort((short) 0).putShort((short) type);
    content.accept(this);
    buffer.putShort(start, (short) (buffer.position() - start));
    pad();
    return this;
  }

  /** The finished bytes, with their length and this sequence number and flag in the header. */
  byte[] bytes(int sequence, int moreFlags) {
    buffer.putInt(0, buffer.position());
    buffer.putShort(6, (short) (buffer.getShort(6) | moreFlags));
    buffer.putInt(8, sequence);
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  private void pad() {
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
  }
}
