package croft.drivers.balancer;

import java.util.List;

/** What becomes of a request. */
public sealed interface RuleAction {
  /**
   * It goes to one of these pools.
   *
   * @param stickySeconds how long a client stays with a pool; 0 for not at all
   */
  record Forward(List<Share> shares, int stickySeconds) implements RuleAction {
    public Forward {
      shares = List.copyOf(shares);
    }
  }

  /** A pool and its weight among those of a rule, 0-999. */
  record Share(String poolId, int weight) {}

  /**
   * The client is sent elsewhere; {@code #{protocol}}, {@code #{host}}, {@code #{port}}, {@code
   * #{path}} (without its first slash) and {@code #{query}} stand for the request's own.
   *
   * @param status 301 or 302
   */
  record Redirect(String protocol, String host, String port, String path, String query, int status)
      implements RuleAction {}

  /** The balancer answers by itself. */
  record Fixed(int status, String contentType, String body) implements RuleAction {}
}
