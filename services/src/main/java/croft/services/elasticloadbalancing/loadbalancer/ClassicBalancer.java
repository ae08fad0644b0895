package croft.services.elasticloadbalancing.loadbalancer;

import croft.base.Arn;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerNames.Standing;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.HostedZones;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets;
import croft.services.elasticloadbalancingv2.loadbalancer.LogPlace;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A classic load balancer.
 *
 * @param id its name for the driver: {@code classic-} and {@code hash}
 * @param scheme {@code internet-facing} or {@code internal}
 * @param hostAddress where it answers on this machine
 * @param deleting whether it is on its way out
 */
public record ClassicBalancer(
    String scope,
    String id,
    String name,
    String hash,
    String scheme,
    Place place,
    Traffic traffic,
    Settings settings,
    String hostAddress,
    Instant createdAt,
    boolean deleting) {
  public static final Table<ClassicBalancer> TABLE =
      Table.of(
          "elb_load_balancer", ClassicBalancer.class, ClassicBalancer::scope, ClassicBalancer::id);

  /** What the driver's names of classic balancers begin with. */
  public static final String PREFIX = "classic-";

  /** Where it stands: its VPC, a place in each of its subnets, and who may reach it there. */
  public record Place(String vpcId, List<Zone> zones, List<String> securityGroups) {
    public Place {
      zones = List.copyOf(zones);
      securityGroups = List.copyOf(securityGroups);
    }
  }

  /**
   * What it does with what comes.
   *
   * @param backends names of policies by the port of instances
   */
  public record Traffic(
      List<Front> listeners,
      List<Policy> policies,
      Map<String, List<String>> backends,
      Check check) {
    public Traffic {
      listeners = List.copyOf(listeners);
      policies = List.copyOf(policies);
      backends = Map.copyOf(backends);
    }

    public Traffic withListeners(List<Front> next) {
      return new Traffic(next, policies, backends, check);
    }

    public Traffic withPolicies(List<Policy> next) {
      return new Traffic(listeners, next, backends, check);
    }

    public Traffic withBackends(Map<String, List<String>> next) {
      return new Traffic(listeners, policies, next, check);
    }

    public Traffic withCheck(Check next) {
      return new Traffic(listeners, policies, backends, next);
    }

    public Optional<Policy> policy(String name) {
      return policies.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }
  }

  /**
   * A listener.
   *
   * @param protocol and that of instances: {@code HTTP}, {@code HTTPS}, {@code TCP} or {@code SSL}
   * @param certificate an ARN, or empty
   */
  public record Front(
      String protocol,
      int port,
      String instanceProtocol,
      int instancePort,
      String certificate,
      List<String> policies) {
    public Front {
      policies = List.copyOf(policies);
    }

    public boolean http() {
      return protocol.startsWith("HTTP");
    }

    public boolean secure() {
      return protocol.equals("HTTPS") || protocol.equals("SSL");
    }

    public Front withPolicies(List<String> next) {
      return new Front(protocol, port, instanceProtocol, instancePort, certificate, next);
    }

    public Front withCertificate(String arn) {
      return new Front(protocol, port, instanceProtocol, instancePort, arn, policies);
    }
  }

  /** A policy: a type and what it is given. */
  public record Policy(String name, String type, Map<String, String> attributes) {
    public Policy {
      attributes = Map.copyOf(attributes);
    }
  }

  /** How instances are looked at; {@code target} such as {@code HTTP:80/well}. */
  public record Check(
      String target,
      int intervalSeconds,
      int timeoutSeconds,
      int unhealthyCount,
      int healthyCount) {}

  /** Its attributes. */
  public record Settings(
      boolean draining,
      int drainingSeconds,
      int idleSeconds,
      String desync,
      boolean crossZone,
      Log log) {
    public static final Settings USUAL = new Settings(false, 300, 60, "defensive", false, Log.NONE);

    // A row written before there were logs has none.
    public Settings {
      log = Objects.requireNonNullElse(log, Log.NONE);
    }
  }

  /**
   * Its access log.
   *
   * @param minutes between two files
   */
  public record Log(boolean on, LogPlace place, int minutes) {
    public static final Log NONE = new Log(false, new LogPlace("", ""), 60);
  }

  /** As who its access logs are written. */
  public LogBuckets.Writer logWriter() {
    return new LogBuckets.Writer(false, scope, arn());
  }

  public ClassicBalancer with(Place next) {
    return new ClassicBalancer(
        scope, id, name, hash, scheme, next, traffic, settings, hostAddress, createdAt, deleting);
  }

  public ClassicBalancer with(Traffic next) {
    return new ClassicBalancer(
        scope, id, name, hash, scheme, place, next, settings, hostAddress, createdAt, deleting);
  }

  public ClassicBalancer with(Settings next) {
    return new ClassicBalancer(
        scope, id, name, hash, scheme, place, traffic, next, hostAddress, createdAt, deleting);
  }

  ClassicBalancer leaving() {
    return new ClassicBalancer(
        scope, id, name, hash, scheme, place, traffic, settings, hostAddress, createdAt, true);
  }

  public String region() {
    return scope.substring(scope.indexOf('/') + 1);
  }

  public String arn() {
    return Arn.of(
            "elasticloadbalancing",
            region(),
            scope.substring(0, scope.indexOf('/')),
            "loadbalancer/" + name)
        .toString();
  }

  public boolean internal() {
    return scheme.equals("internal");
  }

  public String dnsName() {
    return (internal() ? "internal-" : "") + name + "-" + hash + "." + region() + ".elb.localhost";
  }

  public String hostedZone() {
    return HostedZones.of(region(), Kind.APPLICATION);
  }

  /** The key of its reconciler. */
  public String key() {
    return scope + "/" + id;
  }

  /** Those of an account and region. */
  public static List<ClassicBalancer> standing(Transaction tx, String scope) {
    return tx.list(TABLE, scope).stream().filter(balancer -> !balancer.deleting()).toList();
  }

  /** The names of all. */
  public static List<Standing> names(Transaction tx) {
    return tx.listAll(TABLE).stream()
        .filter(balancer -> !balancer.deleting())
        .map(balancer ->
            new Standing(
                balancer.scope(),
                balancer.id(),
                balancer.place().vpcId(),
                balancer.dnsName(),
                balancer.hostedZone(),
                balancer.internal(),
                balancer.hostAddress(),
                balancer.place().zones()))
        .toList();
  }

  /** The ARNs of those that serve with a certificate. */
  public static List<String> serving(Transaction tx, String certificateArn) {
    return tx.listAll(TABLE).stream()
        .filter(balancer ->
            balancer.traffic().listeners().stream()
                .anyMatch(front -> front.certificate().equals(certificateArn)))
        .map(ClassicBalancer::arn)
        .toList();
  }

  /**
   * The one of that name.
   *
   * @throws croft.base.ServiceError {@code LoadBalancerNotFound}
   */
  public static ClassicBalancer require(Transaction tx, String scope, @Nullable String name) {
    return standing(tx, scope).stream()
        .filter(balancer -> balancer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            ElbErrors.of(
                "LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '" + name + "'"));
  }
}
