package croft.drivers.linux.balancer;

import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new process is told of servers, in the form of {@code show servers state}: those known
 * keep their health, new ones have to pass one look before they get traffic.
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
  private static final int UP = 2;

  private ServerStates() {}

  /** Whether each server of an answer is up, by pool and server. */
  static Map<String, Boolean> up(String answer) {
    Map<String, Boolean> up = new HashMap<>();
    for (String line : answer.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 6 && !line.startsWith("#") && !isDisabled(fields[6])) {
        up.put(fields[1] + "/" + fields[3], Integer.parseInt(fields[5]) == UP);
      }
    }
    return up;
  }

  /** A server that comes back from maintenance begins anew. */
  private static boolean isDisabled(String adminState) {
    return (Integer.parseInt(adminState) & 5) != 0;
  }

  static String render(List<PoolSpec> pools, Map<String, Boolean> known) {
    StringBuilder all = new StringBuilder(HEAD);
    for (PoolSpec pool : pools) {
      pool.healthCheck()
          .ifPresent(check -> {
            int number = 0;
            for (ServerSpec server : pool.servers()) {
              number++;
              if (server.enabled()) {
                boolean up = known.getOrDefault(pool.id() + "/" + server.id(), false);
                int full = check.healthyCount() + check.unhealthyCount() - 1;
                line(all, pool.id(), number, server, up, up ? full : check.healthyCount() - 1);
              }
            }
          });
    }
    return all.toString();
  }

  private static void line(
      StringBuilder all, String pool, int number, ServerSpec server, boolean up, int health) {
    all.append("0 ")
        .append(pool)
        .append(' ')
        .append(number)
        .append(' ')
        .append(server.id())
        .append(' ')
        .append(server.address())
        .append(up ? " 2" : " 0")
        .append(" 0 1 1 0 1 0 ")
        .append(health)
        .append(" 6 0 0 0 - ")
        .append(server.port())
        .append(" - 0 0 - - 0\n");
  }
}
