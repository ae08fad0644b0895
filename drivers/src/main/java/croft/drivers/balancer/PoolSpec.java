package croft.drivers.balancer;

import croft.drivers.balancer.ListenerSpec.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * Servers that are alike.
 *
 * @param id unique within the balancer; letters, digits, hyphens
 * @param http2 whether requests go on as HTTP/2
 * @param crossZone whether every node takes all servers; else each takes those of its own zone, and
 *     who comes by the host's address is sent to one of the nodes
 * @param slowStartSeconds how long a server that comes up takes to get its share; 0 for none
 * @param proxyProtocol version of the PROXY protocol that servers are told the client by; 0 for
 *     none
 */
public record PoolSpec(
    String id,
    Protocol protocol,
    boolean http2,
    Algorithm algorithm,
    Stickiness stickiness,
    boolean crossZone,
    int slowStartSeconds,
    int proxyProtocol,
    Optional<HealthCheck> healthCheck,
    List<ServerSpec> servers) {
  public PoolSpec {
    servers = List.copyOf(servers);
  }

  /** How a server is chosen. */
  public enum Algorithm {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    SOURCE
  }

  /** How a client comes back to its server. */
  public sealed interface Stickiness {
    /** Not. */
    record None() implements Stickiness {}

    /**
     * By a cookie of the balancer's own.
     *
     * @param seconds how long it lasts; 0 as long as the browser
     */
    record OwnCookie(String name, int seconds) implements Stickiness {}

    /**
     * By a cookie that follows one of the application's.
     *
     * @param name of the balancer's cookie
     * @param application of the application's
     */
    record ApplicationCookie(String name, String application, int seconds) implements Stickiness {}
  }

  /**
   * How a server is found to be well.
   *
   * @param port 0 for the one that traffic goes to
   * @param path for HTTP, with its query
   * @param codes for HTTP, such as {@code 200-299,301}
   */
  public record HealthCheck(
      Protocol protocol,
      int port,
      String path,
      String codes,
      int intervalSeconds,
      int timeoutSeconds,
      int healthyCount,
      int unhealthyCount) {}

  /**
   * One server.
   *
   * @param id unique within the pool; letters, digits, hyphens
   * @param address an IPv4 address
   * @param zone where it is; empty for one that is of every zone
   * @param enabled false while it gets no new requests, and those under way are finished
   */
  public record ServerSpec(String id, String address, int port, String zone, boolean enabled) {
    /** Whether nodes of a zone take it that keep to their own. */
    public boolean isIn(String place) {
      return zone.isEmpty() || zone.equals(place);
    }
  }
}
