package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.HealthCheck;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * What a new process is told of servers, in the form of {@code show servers state}: those known
 * keep their health and go on with their slow start, new ones have to pass one look before they get
 * traffic.
 *
 * <p>Source: <a href="https://docs.haproxy.org/2.6/management.html#9.3">HAProxy's management
 * guide</a>.
 */
final class ServerStates {
  private static final String HEAD =
      "1\n"
          + "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
          + " srv_iweight srv_time_since_last_change srv_check_status srv_check_result"
          + " srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id"
          + " srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr"
          + " srv_agent_addr srv_agent_port\n";
  private static final int STARTING = 1;
  private static final int UP = 2;
  private static final Known NEW = new Known(0, 0);

  private ServerStates() {}

  /**
   * How a server was.
   *
   * @param state as HAProxy counts them: 0 is down, 1 in its slow start, 2 up
   * @param seconds since it is so
   */
  record Known(int state, long seconds) {}

  /** How each server of an answer is, by pool and server. */
  static Map<String, Known> known(String answer) {
    Map<String, Known> known = new HashMap<>();
    for (String line : answer.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 9 && !line.startsWith("#") && !isDisabled(fields[6])) {
        known.put(
            fields[1] + "/" + fields[3],
            new Known(Integer.parseInt(fields[5]), Long.parseLong(fields[9])));
      }
    }
    return known;
  }

  /** A server that comes back from maintenance begins anew. */
  private static boolean isDisabled(String adminState) {
    return (Integer.parseInt(adminState) & 5) != 0;
  }

  static String render(BalancerSpec spec, Map<String, Known> known) {
    StringBuilder all = new StringBuilder(HEAD);
    for (PoolSpec pool : spec.pools()) {
      pool.healthCheck().ifPresent(check -> pool(all, pool, check, known));
      if (ZonePools.keepsToZones(spec, pool)) {
        for (BalancerSpec.Node node : spec.nodes()) {
          starting(all, ZonePools.of(pool, node.zone()), ZonePools.id(pool, node.zone()), known);
        }
      }
    }
    return all.toString();
  }

  private static void pool(
      StringBuilder all, PoolSpec pool, HealthCheck check, Map<String, Known> known) {
    int full = check.healthyCount() + check.unhealthyCount() - 1;
    int number = 0;
    for (ServerSpec server : pool.servers()) {
      number++;
      if (server.enabled()) {
        Known was = known.getOrDefault(pool.id() + "/" + server.id(), NEW);
        int health = was.state == UP ? full : check.healthyCount() - 1;
        line(all, pool.id() + " " + number, server, was, health);
      }
    }
  }

  /** Servers follow those of the pool that has them all, but for their own slow start. */
  private static void starting(
      StringBuilder all, PoolSpec part, String id, Map<String, Known> known) {
    int number = 0;
    for (ServerSpec server : part.servers()) {
      number++;
      Known was = known.getOrDefault(part.id() + "/" + server.id(), NEW);
      if (server.enabled() && was.state == STARTING) {
        line(all, id + " " + number, server, was, 1);
      }
    }
  }

  private static void line(
      StringBuilder all, String place, ServerSpec server, Known was, int health) {
    boolean well = was.state == UP || was.state == STARTING;
    all.append("0 ")
        .append(place)
        .append(' ')
        .append(server.id())
        .append(' ')
        .append(server.address())
        .append(' ')
        .append(well ? was.state : 0)
        .append(" 0 1 1 ")
        .append(was.state == STARTING ? was.seconds : 0)
        .append(" 1 0 ")
        .append(health)
        .append(" 6 0 0 0 - ")
        .append(server.port())
        .append(" - 0 0 - - 0\n");
  }
}
