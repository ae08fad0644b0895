package croft.services.iam.policy;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address or CIDR range, IPv4 or IPv6.
 *
 * @param network the address's bytes, 4 or 16
 * @param bits how many leading bits count
 */
record AddressRange(byte[] network, int bits) {
  private static final int LONGEST_ADDRESS = 45;
  private static final Pattern PREFIX_LENGTH = Pattern.compile("\\d{1,3}");

  /** Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or one address; null if it is neither. */
  static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    int width = network.length * Byte.SIZE;
    if (slash < 0) {
      return new AddressRange(network, width);
    }
    String length = text.substring(slash + 1);
    if (!PREFIX_LENGTH.matcher(length).matches() || Integer.parseInt(length) > width) {
      return null;
    }
    return new AddressRange(network, Integer.parseInt(length));
  }

  /** Whether the text is an address in this range; an address of the other family never is. */
  boolean contains(String text) {
    byte[] address = bytes(text);
    if (address == null || address.length != network.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int at = 0; at < whole; at++) {
      if (address[at] != network[at]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    int mask = (0xff << (Byte.SIZE - rest)) & 0xff;
    return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
  }

  private static byte @Nullable [] bytes(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ADDRESS) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}
