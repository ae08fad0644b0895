package croft.drivers.network;

/** A block of IPv4 addresses; {@code base} has no bit set below the prefix. */
public record Ipv4Cidr(Ipv4Address base, int prefixLength) implements Comparable<Ipv4Cidr> {
  public static final Ipv4Cidr ANYWHERE = new Ipv4Cidr(new Ipv4Address(0), 0);

  public Ipv4Cidr {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length outside 0-32: " + prefixLength);
    }
    if ((base.bits() & ~mask(prefixLength)) != 0) {
      throw new IllegalArgumentException(base + "/" + prefixLength + " has host bits set");
    }
  }

  /**
   * Parses {@code 10.0.0.0/16}.
   *
   * @throws IllegalArgumentException when it is not a block, or has host bits set
   */
  public static Ipv4Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
      throw new IllegalArgumentException("not an IPv4 CIDR block: " + text);
    }
    return new Ipv4Cidr(
        Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** The block of this one address. */
  public static Ipv4Cidr of(Ipv4Address address) {
    return new Ipv4Cidr(address, 32);
  }

  public boolean contains(Ipv4Address address) {
    return (address.bits() & mask(prefixLength)) == base.bits();
  }

  public boolean contains(Ipv4Cidr other) {
    return other.prefixLength >= prefixLength && contains(other.base);
  }

  public boolean overlaps(Ipv4Cidr other) {
    return contains(other.base) || other.contains(base);
  }

  /** How many addresses the block holds. */
  public long size() {
    return 1L << (32 - prefixLength);
  }

  /** The address at this distance from the base. */
  public Ipv4Address at(long offset) {
    if (offset < 0 || offset >= size()) {
      throw new IllegalArgumentException(this + " has no address " + offset);
    }
    return base.plus((int) offset);
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  @Override
  public int compareTo(Ipv4Cidr other) {
    int byBase = base.compareTo(other.base);
    return byBase != 0 ? byBase : Integer.compare(prefixLength, other.prefixLength);
  }

  @Override
  public String toString() {
    return base + "/" + prefixLength;
  }
}
