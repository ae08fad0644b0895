package croft.drivers.balancer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A balancer as it should be.
 *
 * @param id lower-case letters, digits and hyphens
 * @param hostAddresses addresses of this machine at which every listener answers
 * @param namespace the network namespace in which its servers are reached; empty for the machine's
 * @param nodes its addresses in that namespace, at which every listener answers as well
 */
public record BalancerSpec(
    String id,
    List<String> hostAddresses,
    Optional<Path> namespace,
    List<Node> nodes,
    Settings settings,
    List<ListenerSpec> listeners,
    List<PoolSpec> pools) {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

  public BalancerSpec {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("Not an id of a balancer: " + id);
    }
    hostAddresses = List.copyOf(hostAddresses);
    nodes = List.copyOf(nodes);
    listeners = List.copyOf(listeners);
    pools = List.copyOf(pools);
  }

  /**
   * An address of a balancer in the zone that it stands in; one for each zone.
   *
   * @param zone letters, digits, hyphens
   */
  public record Node(String zone, String address) {}

  /**
   * What holds for all listeners.
   *
   * @param forwardedFor what happens to the header that names the client
   * @param clientPort whether that header tells the client's port too
   * @param preserveHost whether the Host header goes on as it came, with its port
   * @param dropInvalidHeaders whether header fields with odd names are taken out
   * @param accessLog whether each request is written down
   */
  public record Settings(
      int idleTimeoutSeconds,
      ForwardedFor forwardedFor,
      boolean clientPort,
      boolean preserveHost,
      boolean dropInvalidHeaders,
      boolean accessLog) {
    public static final Settings USUAL =
        new Settings(60, ForwardedFor.APPEND, false, true, false, false);
  }

  /** What happens to {@code X-Forwarded-For}. */
  public enum ForwardedFor {
    APPEND,
    PRESERVE,
    REMOVE
  }
}
