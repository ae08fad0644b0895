package croft.services.sns.filter;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * A network of IPv4 or IPv6 addresses.
 *
 * @param first any address of it
 * @param prefixLength how many leading bits its addresses share
 */
record Cidr(InetAddress first, int prefixLength) {

  /**
   * Reads {@code 10.0.0.0/24}.
   *
   * @throws IllegalArgumentException for another text
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("Malformed CIDR, one '/' required");
    }
    InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
    int length = Integer.parseInt(text.substring(slash + 1));
    if (length < 0 || length > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("Malformed CIDR, mask bits out of range");
    }
    return new Cidr(address, length);
  }

  boolean contains(String text) {
    byte[] mine = first.getAddress();
    byte[] other;
    try {
      other = InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
    int rest = mine.length * Byte.SIZE - prefixLength;
    return mine.length == other.length
        && new BigInteger(1, mine)
            .shiftRight(rest)
            .equals(new BigInteger(1, other).shiftRight(rest));
  }
}
