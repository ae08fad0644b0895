package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Load balancers' attributes, their defaults, and which values are honoured.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">LoadBalancerAttribute</a>.
 */
final class LoadBalancerAttributes {
  private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";
  private static final Map<String, String> COMMON =
      Map.of(
          "access_logs.s3.enabled", "false",
          "access_logs.s3.bucket", "",
          "access_logs.s3.prefix", "",
          "deletion_protection.enabled", "false");
  private static final Map<String, String> APPLICATION =
      Map.of(
          "idle_timeout.timeout_seconds",
          "60",
          "routing.http.desync_mitigation_mode",
          "defensive",
          "routing.http.drop_invalid_header_fields.enabled",
          "false",
          "routing.http.preserve_host_header.enabled",
          "false",
          "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
          "false",
          "routing.http.xff_client_port.enabled",
          "false",
          "routing.http.xff_header_processing.mode",
          "append",
          "routing.http2.enabled",
          "true",
          "waf.fail_open.enabled",
          "false",
          CROSS_ZONE,
          "true");
  private static final Map<String, String> CONNECTION_LOGS =
      Map.of(
          "connection_logs.s3.enabled", "false",
          "connection_logs.s3.bucket", "",
          "connection_logs.s3.prefix", "");
  private static final Map<String, String> NETWORK =
      Map.of(CROSS_ZONE, "false", "dns_record.client_routing_policy", "any_availability_zone");
  private static final Set<String> FIXED =
      Set.of(
          "connection_logs.s3.enabled",
          "routing.http.desync_mitigation_mode",
          "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
          "routing.http2.enabled",
          "waf.fail_open.enabled",
          "dns_record.client_routing_policy");
  private static final int LONGEST_IDLE_SECONDS = 4000;

  private LoadBalancerAttributes() {}

  static Map<String, String> defaults(Kind kind) {
    Map<String, String> all = new TreeMap<>(COMMON);
    all.putAll(kind == Kind.APPLICATION ? APPLICATION : NETWORK);
    if (kind == Kind.APPLICATION) {
      all.putAll(CONNECTION_LOGS);
    }
    return all;
  }

  /** Refuses a key that is not one, a value that is none of its, and what is not honoured. */
  static void check(Kind kind, String key, String value) {
    Map<String, String> known = defaults(kind);
    if (!known.containsKey(key)) {
      throw ElbErrors.validation("Load balancer attribute key '" + key + "' is not recognized");
    }
    boolean fits =
        switch (key) {
          case "access_logs.s3.bucket",
              "access_logs.s3.prefix",
              "connection_logs.s3.bucket",
              "connection_logs.s3.prefix" ->
              true;
          case "idle_timeout.timeout_seconds" ->
              value.matches("[0-9]{1,4}")
                  && Integer.parseInt(value) >= 1
                  && Integer.parseInt(value) <= LONGEST_IDLE_SECONDS;
          case "routing.http.xff_header_processing.mode" ->
              List.of("append", "preserve", "remove").contains(value);
          case "routing.http.desync_mitigation_mode" ->
              List.of("monitor", "defensive", "strictest").contains(value);
          case "dns_record.client_routing_policy" -> !value.isEmpty();
          default -> value.equals("true") || value.equals("false");
        };
    if (!fits) {
      throw ElbErrors.configuration(
          "Load balancer attribute '" + key + "' cannot have the value '" + value + "'");
    }
    if (kind == Kind.APPLICATION && key.equals(CROSS_ZONE) && !value.equals("true")) {
      throw ElbErrors.configuration(
          "Cross-zone load balancing is always on for application load balancers; it can be turned"
              + " off for a target group");
    }
    if (FIXED.contains(key) && !value.equals(known.get(key))) {
      throw ElbErrors.refused("The load balancer attribute " + key + " with the value " + value);
    }
  }
}
