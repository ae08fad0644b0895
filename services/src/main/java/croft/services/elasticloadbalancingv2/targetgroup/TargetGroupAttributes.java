package croft.services.elasticloadbalancingv2.targetgroup;

import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Target groups' attributes, their defaults, and which values are honoured.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">TargetGroupAttribute</a>.
 */
final class TargetGroupAttributes {
  static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";

  private static final int LONGEST_DELAY_SECONDS = 3600;
  private static final int LONGEST_STICKINESS_SECONDS = 604_800;
  private static final int SHORTEST_SLOW_START_SECONDS = 30;
  private static final int LONGEST_SLOW_START_SECONDS = 900;
  private static final Map<String, String> COMMON =
      Map.of(
          "deregistration_delay.timeout_seconds",
          "300",
          "stickiness.enabled",
          "false",
          CROSS_ZONE,
          "use_load_balancer_configuration",
          "target_group_health.dns_failover.minimum_healthy_targets.count",
          "1",
          "target_group_health.dns_failover.minimum_healthy_targets.percentage",
          "off",
          "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
          "1",
          "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
          "off");
  private static final Map<String, String> APPLICATION =
      Map.of(
          "stickiness.type", "lb_cookie",
          "stickiness.lb_cookie.duration_seconds", "86400",
          "stickiness.app_cookie.cookie_name", "",
          "stickiness.app_cookie.duration_seconds", "86400",
          "slow_start.duration_seconds", "0",
          "load_balancing.algorithm.type", "round_robin");
  private static final Map<String, String> NETWORK =
      Map.of(
          "stickiness.type", "source_ip",
          "proxy_protocol_v2.enabled", "false",
          "preserve_client_ip.enabled", "false",
          "deregistration_delay.connection_termination.enabled", "false");
  private static final Set<String> HONOURED_FLAGS =
      Set.of("stickiness.enabled", "proxy_protocol_v2.enabled");

  private TargetGroupAttributes() {}

  static Map<String, String> defaults(boolean http) {
    Map<String, String> all = new TreeMap<>(COMMON);
    all.putAll(http ? APPLICATION : NETWORK);
    return all;
  }

  static void check(boolean http, String key, String value) {
    Map<String, String> known = defaults(http);
    if (!known.containsKey(key)) {
      throw ElbErrors.validation("Target group attribute key '" + key + "' is not recognized");
    }
    boolean fits =
        switch (key) {
          case "deregistration_delay.timeout_seconds" -> within(value, 0, LONGEST_DELAY_SECONDS);
          case "stickiness.lb_cookie.duration_seconds", "stickiness.app_cookie.duration_seconds" ->
              within(value, 1, LONGEST_STICKINESS_SECONDS);
          case "slow_start.duration_seconds" ->
              value.equals("0")
                  || within(value, SHORTEST_SLOW_START_SECONDS, LONGEST_SLOW_START_SECONDS);
          case "stickiness.type" ->
              http ? List.of("lb_cookie", "app_cookie").contains(value) : value.equals("source_ip");
          case "stickiness.app_cookie.cookie_name" -> value.matches("[A-Za-z0-9!#$&^_|~.-]{0,256}");
          case "load_balancing.algorithm.type" ->
              List.of("round_robin", "least_outstanding_requests").contains(value);
          case CROSS_ZONE ->
              List.of("true", "false", "use_load_balancer_configuration").contains(value);
          default -> true;
        };
    if (!fits) {
      throw ElbErrors.validation(
          "'" + value + "' is not a valid value for attribute '" + key + "'");
    }
    boolean honoured =
        known.get(key).equals(value)
            || HONOURED_FLAGS.contains(key)
            || List.of(
                    "deregistration_delay.timeout_seconds",
                    "stickiness.lb_cookie.duration_seconds",
                    "stickiness.app_cookie.duration_seconds",
                    "slow_start.duration_seconds",
                    "stickiness.type",
                    "stickiness.app_cookie.cookie_name",
                    "load_balancing.algorithm.type",
                    CROSS_ZONE)
                .contains(key);
    if (!honoured) {
      throw ElbErrors.refused("The target group attribute " + key + " with the value " + value);
    }
  }

  /**
   * Refuses what a group cannot be at once: one of requests that keeps to zones has no stickiness,
   * and no targets of every zone.
   */
  static void check(TargetGroup group, List<Target> targets) {
    if (!group.http() || !group.attribute(CROSS_ZONE).equals("false")) {
      return;
    }
    if (group.attribute("stickiness.enabled").equals("true")) {
      throw ElbErrors.configuration(
          "Stickiness is not supported when cross-zone load balancing is off for the target group");
    }
    if (targets.stream().anyMatch(target -> target.zone().equals(TargetZones.ALL))) {
      throw ElbErrors.configuration(
          "Cross-zone load balancing cannot be off for a target group with targets that have the"
              + " Availability Zone 'all'");
    }
  }

  private static boolean within(String value, int least, int most) {
    return value.matches("[0-9]{1,7}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most;
  }
}
