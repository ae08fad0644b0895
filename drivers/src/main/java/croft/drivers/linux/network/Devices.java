package croft.drivers.linux.network;

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

  private static final int DIGITS = 13;

  private Devices() {}

  /**
   * The network's end of an interface: the same id always has the same name, also after a crash.
   */
  static String of(String interfaceId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(interfaceId.getBytes(StandardCharsets.UTF_8));
      return "v" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
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
