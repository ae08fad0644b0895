package croft.drivers.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IPv4 address; {@code bits} in network order, so that {@code 10.0.0.1} is 0x0a000001. */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

  /**
   * Parses dotted decimal, four parts without leading zeros.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Ipv4Address parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IPv4 address: " + text);
    }
    int bits = 0;
    for (String part : parts) {
      bits = bits << 8 | octet(part, text);
    }
    return new Ipv4Address(bits);
  }

  private static int octet(String part, String text) {
    boolean digits = !part.isEmpty() && part.length() <= 3;
    for (int i = 0; i < part.length(); i++) {
      digits &= part.charAt(i) >= '0' && part.charAt(i) <= '9';
    }
    boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
    if (!digits || leadingZero || Integer.parseInt(part) > 255) {
      throw new IllegalArgumentException("not an IPv4 address: " + text);
    }
    return Integer.parseInt(part);
  }

  /** The address {@code count} further on. */
  public Ipv4Address plus(int count) {
    return new Ipv4Address(bits + count);
  }

  public byte[] bytes() {
    return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  /** The same address as the JDK's sockets want it. */
  public Inet4Address toInetAddress() {
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Orders as unsigned numbers, the way address ranges run. */
  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
  }
}
