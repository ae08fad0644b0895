package croft.services.logs.query;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** Texts that are addresses and networks; no name is looked up. */
final class Addresses {
  private static final int LONGEST = 64;

  private Addresses() {}

  /** Which addresses count. */
  enum Family {
    ANY,
    FOUR,
    SIX
  }

  static boolean isAddress(String text, Family family) {
    return bytes(text, family).isPresent();
  }

  /** Whether an address is in a network such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
  static boolean isIn(String address, String network, Family family) {
    int slash = network.indexOf('/');
    if (slash < 0) {
      return false;
    }
    Optional<byte[]> one = bytes(address, family);
    Optional<byte[]> other = bytes(network.substring(0, slash), family);
    double bits = Numbers.parse(network.substring(slash + 1));
    return one.isPresent() && other.isPresent() && haveInCommon(one.get(), other.get(), bits);
  }

  private static boolean haveInCommon(byte[] one, byte[] other, double bits) {
    if (one.length != other.length || !(bits >= 0 && bits <= one.length * 8)) {
      return false;
    }
    for (int i = 0; i < (int) bits; i++) {
      int mask = 0x80 >> i % 8;
      if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<byte[]> bytes(String text, Family family) {
    boolean six = text.indexOf(':') >= 0;
    boolean wanted = family == Family.ANY || six == (family == Family.SIX);
    boolean whole = six || text.chars().filter(letter -> letter == '.').count() == 3;
    if (!wanted || !whole || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      InetAddress address = six ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
      return Optional.of(address.getAddress());
    } catch (IllegalArgumentException e) {
      // Not every text is an address.
      return Optional.empty();
    }
  }
}
