package croft.drivers.network;

/**
 * Something a machine can or cannot do for networks.
 *
 * @param detail what was found
 * @param cost what is missing without it; empty when available
 * @param remedy one line that makes it available; empty when available
 */
public record NetworkCapability(
    String name, boolean available, String detail, String cost, String remedy) {
  public static NetworkCapability available(String name, String detail) {
    return new NetworkCapability(name, true, detail, "", "");
  }

  public static NetworkCapability missing(String name, String detail, String cost, String remedy) {
    return new NetworkCapability(name, false, detail, cost, remedy);
  }
}
