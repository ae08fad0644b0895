package croft.drivers.balancer;

/**
 * How a server is found to be.
 *
 * @param lastCheck what the last look came to
 * @param code of the answer, 0 without one
 * @param sessions connections or requests under way
 */
public record ServerReading(
    String poolId, String serverId, State state, Check lastCheck, int code, long sessions) {
  /** Whether it gets traffic. */
  public enum State {
    UP,
    DOWN,
    DISABLED,
    UNCHECKED
  }

  /** What a look can come to. */
  public enum Check {
    NONE,
    PASSED,
    REFUSED,
    TIMEOUT,
    WRONG_ANSWER
  }
}
