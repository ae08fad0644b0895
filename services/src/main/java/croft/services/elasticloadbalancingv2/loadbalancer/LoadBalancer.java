package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.base.Arn;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A load balancer.
 *
 * @param id its name for the driver: {@code app-} or {@code net-} and {@code hash}
 * @param scheme {@code internet-facing} or {@code internal}
 * @param attributes those that were set; the others have their defaults
 * @param hostAddress where it answers on this machine
 * @param reason why it is not active, or empty
 */
public record LoadBalancer(
    String scope,
    String id,
    String name,
    Kind kind,
    String hash,
    String scheme,
    String vpcId,
    List<Zone> zones,
    List<String> securityGroups,
    Map<String, String> attributes,
    String hostAddress,
    Instant createdAt,
    State state,
    String reason) {
  public static final Table<LoadBalancer> TABLE =
      Table.of("elbv2_load_balancer", LoadBalancer.class, LoadBalancer::scope, LoadBalancer::id);

  public LoadBalancer {
    zones = List.copyOf(zones);
    securityGroups = List.copyOf(securityGroups);
    attributes = Map.copyOf(attributes);
  }

  /** What it balances: requests or connections. */
  public enum Kind {
    APPLICATION("app", "application"),
    NETWORK("net", "network");

    private final String prefix;
    private final String word;

    Kind(String prefix, String word) {
      this.prefix = prefix;
      this.word = word;
    }

    /** As in ARNs. */
    public String prefix() {
      return prefix;
    }

    /** As the API says it. */
    public String word() {
      return word;
    }
  }

  /** How far it is. */
  public enum State {
    PROVISIONING,
    ACTIVE,
    ACTIVE_IMPAIRED,
    FAILED,
    DELETING
  }

  /** Where it stands in one zone. */
  public record Zone(
      String zoneName,
      String subnetId,
      String interfaceId,
      String privateAddress,
      @Nullable String publicAddress,
      @Nullable String allocationId) {}

  public String region() {
    return scope.substring(scope.indexOf('/') + 1);
  }

  public String account() {
    return scope.substring(0, scope.indexOf('/'));
  }

  /** The end of its ARN and of those of its listeners. */
  public String path() {
    return kind.prefix() + "/" + name + "/" + hash;
  }

  public String arn() {
    return Arn.of("elasticloadbalancing", region(), account(), "loadbalancer/" + path()).toString();
  }

  /** Leads to the host's loopback outside, and to the balancer's addresses inside the VPC. */
  public String dnsName() {
    String prefix = scheme.equals("internal") && kind == Kind.APPLICATION ? "internal-" : "";
    return prefix + name + "-" + hash + "." + region() + ".elb.localhost";
  }

  public boolean standing() {
    return state != State.DELETING;
  }

  /** An attribute as set, or as it is without. */
  public String attribute(String key) {
    return attributes.getOrDefault(
        key, LoadBalancerAttributes.defaults(kind).getOrDefault(key, ""));
  }

  /** Whether its access logs are on. */
  public boolean logged() {
    return attribute("access_logs.s3.enabled").equals("true");
  }

  /** Where its access logs go. */
  public LogPlace logPlace() {
    return new LogPlace(attribute("access_logs.s3.bucket"), attribute("access_logs.s3.prefix"));
  }

  /** As who its access logs are written. */
  public LogBuckets.Writer logWriter() {
    return new LogBuckets.Writer(kind == Kind.NETWORK, scope, arn());
  }

  public LoadBalancer enter(State next, String why) {
    return new LoadBalancer(
        scope,
        id,
        name,
        kind,
        hash,
        scheme,
        vpcId,
        zones,
        securityGroups,
        attributes,
        hostAddress,
        createdAt,
        next,
        why);
  }

  LoadBalancer withZones(List<Zone> next) {
    return new LoadBalancer(
        scope,
        id,
        name,
        kind,
        hash,
        scheme,
        vpcId,
        next,
        securityGroups,
        attributes,
        hostAddress,
        createdAt,
        state,
        reason);
  }

  LoadBalancer withGroups(List<String> next) {
    return new LoadBalancer(
        scope,
        id,
        name,
        kind,
        hash,
        scheme,
        vpcId,
        zones,
        next,
        attributes,
        hostAddress,
        createdAt,
        state,
        reason);
  }

  LoadBalancer withAttributes(Map<String, String> changes) {
    Map<String, String> next = new TreeMap<>(attributes);
    next.putAll(changes);
    return new LoadBalancer(
        scope,
        id,
        name,
        kind,
        hash,
        scheme,
        vpcId,
        zones,
        securityGroups,
        next,
        hostAddress,
        createdAt,
        state,
        reason);
  }

  /** Those of an account and region that are not on their way out, by creation. */
  public static List<LoadBalancer> standing(Transaction tx, String scope) {
    return tx.list(TABLE, scope).stream().filter(LoadBalancer::standing).toList();
  }

  /**
   * The one of that ARN.
   *
   * @throws croft.base.ServiceError {@code LoadBalancerNotFound}
   */
  public static LoadBalancer require(Transaction tx, String scope, @Nullable String arn) {
    return standing(tx, scope).stream()
        .filter(balancer -> balancer.arn().equals(arn))
        .findFirst()
        .orElseThrow(
            () -> ElbErrors.of("LoadBalancerNotFound", "Load balancer '" + arn + "' not found"));
  }
}
