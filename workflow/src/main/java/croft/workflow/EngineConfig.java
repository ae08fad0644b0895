package croft.workflow;

import java.time.Duration;

/**
 * How a server takes part in the work.
 *
 * @param server the server's name, unique among those running on the store. A process that starts
 *     under a name takes over at once what an earlier process of that name left unfinished
 * @param parallelism how many workflows run at once here
 * @param lease for how long a silent server keeps its work; renewed at a third of it
 * @param poll how often to look for work that other servers started
 * @param retention for how long finished workflows are remembered
 */
public record EngineConfig(
    String server, int parallelism, Duration lease, Duration poll, Duration retention) {

  /** The usual values, for a server of this name. */
  public static EngineConfig of(String server) {
    return new EngineConfig(
        server, 64, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(7));
  }
}
