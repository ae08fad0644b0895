package croft.drivers.linux.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of devices, which Linux keeps to 15 characters. */
final class Devices {
  /** The network's end of the link to the host. */
  static final String GATEWAY = "igw";

  /** Marks the network's ends of interfaces, so that all can be deleted at once. */
  static final int INTERFACE_GROUP = 0x63726f66;

  /** What the names of all peerings' ends match, and no other device's. */
  static final String PEERINGS = "\"p*\"";

  private static final int DIGITS = 13;

  private Devices() {}

  /**
   * The network's end of an interface: the same id always has the same name, also after a crash.
   */
  static String of(String interfaceId) {
    return "v" + HexFormat.of().formatHex(sha256(interfaceId)).substring(0, DIGITS);
  }

  /** As {@link #of}, in nft(8)'s quotes. */
  static String quoted(String interfaceId) {
    return '"' + of(interfaceId) + '"';
  }

  /** Both ends of a peering. */
  static String peering(String peeringId) {
    return "p" + HexFormat.of().formatHex(sha256(peeringId)).substring(0, DIGITS);
  }

  /** A number made of an id, the same each time. */
  static int digest(String id) {
    return ByteBuffer.wrap(sha256(id)).getInt();
  }

  private static byte[] sha256(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What the names of all host ends of an installation begin with. */
  static String hostPrefix(String tag) {
    return "cr" + tag + "-";
  }

  /** The host's end of the link to a network. */
  static String host(String tag, int linkNumber) {
    return hostPrefix(tag) + linkNumber;
  }
}
