package croft.drivers.linux.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One message received: its type, the bytes of its fixed part, and its attributes by type. */
record NetlinkReply(int type, ByteBuffer fixed, Map<Integer, ByteBuffer> attributes) {

  /** Reads the body of a message whose fixed part has this many bytes. */
  static NetlinkReply read(int type, ByteBuffer body, int fixedBytes) {
    ByteBuffer fixed = body.slice(0, Math.min(fixedBytes, body.limit()));
    Map<Integer, ByteBuffer> attributes = new HashMap<>();
    int at = fixedBytes;
    while (at + 4 <= body.limit()) {
      int length = Short.toUnsignedInt(body.order(ByteOrder.nativeOrder()).getShort(at));
      if (length < 4 || at + length > body.limit()) {
        break;
      }
      int attribute = body.getShort(at + 2) & 0x3fff;
      attributes.put(attribute, body.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
      at += length + 3 & ~3;
    }
    return new NetlinkReply(type, fixed.order(ByteOrder.nativeOrder()), attributes);
  }

  Optional<Integer> number(int attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(value -> value.getInt(0));
  }

  Optional<String> text(int attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(value -> StandardCharsets.US_ASCII.decode(value.duplicate()).toString())
        .map(value -> value.replace("\0", ""));
  }

  /** An attribute in network byte order, as addresses are. */
  Optional<Integer> address(int attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(value -> value.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0));
  }
}
