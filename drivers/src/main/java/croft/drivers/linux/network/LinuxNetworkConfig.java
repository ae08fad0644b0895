package croft.drivers.linux.network;

import croft.drivers.network.Ipv4Cidr;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the Linux driver works.
 *
 * @param directory where it keeps its records and namespace files; made when missing, 0700
 * @param linkPool whence comes the block of addresses between host and networks; seen nowhere else
 * @param publicPool whence comes the block of public addresses
 * @param mtuBytes of interfaces
 * @param enableForwarding whether the driver may set net.ipv4.ip_forward on the host, without which
 *     instances do not reach beyond the host
 * @param hostNamespace a network namespace to take for the host's; empty for the process's own
 */
public record LinuxNetworkConfig(
    Path directory,
    Ipv4Cidr linkPool,
    Ipv4Cidr publicPool,
    int mtuBytes,
    boolean enableForwarding,
    Optional<Path> hostNamespace) {

  /** Each installation takes one block of this size from either pool. */
  static final int BLOCK_PREFIX_LENGTH = 20;

  public LinuxNetworkConfig {
    if (linkPool.prefixLength() > BLOCK_PREFIX_LENGTH
        || publicPool.prefixLength() > BLOCK_PREFIX_LENGTH) {
      throw new IllegalArgumentException(
          "address pools are /" + BLOCK_PREFIX_LENGTH + " or larger");
    }
    if (linkPool.overlaps(publicPool)) {
      throw new IllegalArgumentException("pools overlap: " + linkPool + ", " + publicPool);
    }
    if (mtuBytes < 576 || mtuBytes > 65535) {
      throw new IllegalArgumentException("MTU outside 576-65535: " + mtuBytes);
    }
  }

  /** Addresses from RFC 6598's shared space, which neither private networks nor AWS's use. */
  public static LinuxNetworkConfig in(Path directory) {
    return new LinuxNetworkConfig(
        directory,
        Ipv4Cidr.parse("100.64.0.0/11"),
        Ipv4Cidr.parse("100.96.0.0/12"),
        1500,
        false,
        Optional.empty());
  }

  public LinuxNetworkConfig withEnableForwarding(boolean allowed) {
    return new LinuxNetworkConfig(
        directory, linkPool, publicPool, mtuBytes, allowed, hostNamespace);
  }

  public LinuxNetworkConfig withHostNamespace(Path namespace) {
    return new LinuxNetworkConfig(
        directory, linkPool, publicPool, mtuBytes, enableForwarding, Optional.of(namespace));
  }
}
