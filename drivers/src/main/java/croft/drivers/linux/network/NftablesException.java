package croft.drivers.linux.network;

/** libnftables' refusal of a command, in its own words. */
final class NftablesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NftablesException(String message) {
    super(message);
  }
}
