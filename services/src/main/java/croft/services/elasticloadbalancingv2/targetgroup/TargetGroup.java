package croft.services.elasticloadbalancingv2.targetgroup;

import croft.base.Arn;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target group.
 *
 * @param id the end of its ARN
 * @param type {@code instance} or {@code ip}
 * @param attributes those that were set; the others have their defaults
 */
public record TargetGroup(
    String scope,
    String id,
    String name,
    String protocol,
    String protocolVersion,
    int port,
    String vpcId,
    String type,
    Health health,
    Map<String, String> attributes) {
  public static final Table<TargetGroup> TABLE =
      Table.of("elbv2_target_group", TargetGroup.class, TargetGroup::scope, TargetGroup::id);

  public TargetGroup {
    attributes = Map.copyOf(attributes);
  }

  /**
   * How targets are looked at.
   *
   * @param port a number or {@code traffic-port}
   * @param matcher codes such as {@code 200-299,301}; empty where no HTTP is spoken
   */
  public record Health(
      boolean enabled,
      String protocol,
      String port,
      String path,
      String matcher,
      int intervalSeconds,
      int timeoutSeconds,
      int healthyCount,
      int unhealthyCount) {}

  public String arn() {
    int slash = scope.indexOf('/');
    return Arn.of(
            "elasticloadbalancing",
            scope.substring(slash + 1),
            scope.substring(0, slash),
            "targetgroup/" + name + "/" + id)
        .toString();
  }

  /** Whether it takes requests, of application load balancers. */
  public boolean http() {
    return protocol.startsWith("HTTP");
  }

  /** Whether a balancer's nodes lead to targets in other zones than their own. */
  public boolean crossZone(LoadBalancer balancer) {
    String own = attribute(TargetGroupAttributes.CROSS_ZONE);
    return own.equals("true")
        || (!own.equals("false")
            && balancer.attribute(TargetGroupAttributes.CROSS_ZONE).equals("true"));
  }

  public String attribute(String key) {
    return attributes.getOrDefault(
        key, TargetGroupAttributes.defaults(http()).getOrDefault(key, ""));
  }

  TargetGroup with(Health next) {
    return new TargetGroup(
        scope, id, name, protocol, protocolVersion, port, vpcId, type, next, attributes);
  }

  TargetGroup withAttributes(Map<String, String> changes) {
    Map<String, String> next = new TreeMap<>(attributes);
    next.putAll(changes);
    return new TargetGroup(
        scope, id, name, protocol, protocolVersion, port, vpcId, type, health, next);
  }

  /**
   * The one of that ARN.
   *
   * @throws croft.base.ServiceError {@code TargetGroupNotFound}
   */
  public static TargetGroup require(Transaction tx, String scope, @Nullable String arn) {
    return tx.list(TABLE, scope).stream()
        .filter(group -> group.arn().equals(arn))
        .findFirst()
        .orElseThrow(
            () -> ElbErrors.of("TargetGroupNotFound", "Target groups '" + arn + "' not found"));
  }
}
