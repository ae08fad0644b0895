package croft.drivers.network;

/**
 * Where the world differs from what should be.
 *
 * @param subject the network, peering or interface id
 * @param what what is wrong, in words
 */
public record Difference(Subject kind, String subject, String what) {

  /** Which call repairs it, when repeated. */
  public enum Subject {
    /** {@link NetworkDriver#ensureNetwork}. */
    NETWORK,
    /** {@link NetworkDriver#ensurePeering}. */
    PEERING,
    /** {@link NetworkDriver#attach}. */
    INTERFACE,
    /** {@link NetworkDriver#applyFirewall}. */
    FIREWALL,
    /** {@link NetworkDriver#applyAddresses}. */
    ADDRESSES
  }
}
