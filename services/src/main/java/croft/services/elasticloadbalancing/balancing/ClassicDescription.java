package croft.services.elasticloadbalancing.balancing;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.CertificateSpec;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.Algorithm;
import croft.drivers.balancer.PoolSpec.HealthCheck;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import croft.drivers.balancer.RuleAction;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Check;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancing.loadbalancer.SettingOperations;
import croft.services.elasticloadbalancing.policy.Policies;
import croft.services.elasticloadbalancing.policy.PolicyTypes;
import croft.services.elasticloadbalancingv2.balancing.BalancerDescription;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.store.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A classic balancer's rows as the driver takes them: a pool for each listener. */
final class ClassicDescription {
  private static final String COOKIE = "AWSELB";

  /** How long a cookie lasts that follows the application's, whose end the balancer is not told. */
  private static final int FOLLOWER_SECONDS = 7 * 24 * 3600;

  private static final Set<String> ANSWERING = Set.of("running", "stopping", "shutting-down");

  private final BalancerParts parts;

  ClassicDescription(BalancerParts parts) {
    this.parts = parts;
  }

  BalancerSpec of(Transaction tx, ClassicBalancer balancer, Path namespace) {
    List<Front> fronts = balancer.traffic().listeners();
    return new BalancerSpec(
        balancer.id(),
        List.of(balancer.hostAddress(), BalancerDescription.SHARED_ADDRESS),
        Optional.of(namespace),
        BalancerDescription.nodes(balancer.place().zones()),
        new BalancerSpec.Settings(
            balancer.settings().idleSeconds(),
            BalancerSpec.ForwardedFor.APPEND,
            false,
            true,
            false,
            balancer.settings().log().on()),
        fronts.stream().map(front -> listener(tx, balancer, front)).toList(),
        fronts.stream().map(front -> pool(tx, balancer, front)).toList());
  }

  private static String pool(Front front) {
    return "p-" + front.port();
  }

  private static Protocol protocol(String name) {
    return name.equals("SSL") ? Protocol.TLS : Protocol.valueOf(name);
  }

  private ListenerSpec listener(Transaction tx, ClassicBalancer balancer, Front front) {
    List<CertificateSpec> certificates = new ArrayList<>();
    if (front.secure()) {
      parts
          .certificates()
          .apply(tx, front.certificate())
          .ifPresent(pem -> certificates.add(new CertificateSpec("c-" + front.port(), pem)));
    }
    return new ListenerSpec(
        "l-" + front.port(),
        front.port(),
        protocol(front.protocol()),
        certificates,
        front.secure() ? Policies.tls(balancer.traffic(), front) : ListenerSpec.TlsPolicy.USUAL,
        List.of(),
        new RuleAction.Forward(List.of(new RuleAction.Share(pool(front), 1)), 0));
  }

  private PoolSpec pool(Transaction tx, ClassicBalancer balancer, Front front) {
    Set<String> zones =
        balancer.place().zones().stream().map(Zone::zoneName).collect(Collectors.toSet());
    List<ServerSpec> servers = new ArrayList<>();
    for (ClassicInstance instance : ClassicInstance.of(tx, balancer)) {
      parts
          .surroundings()
          .instance(tx, balancer.scope(), instance.instanceId())
          .filter(facts -> ANSWERING.contains(facts.state()) && zones.contains(facts.zone()))
          .ifPresent(facts ->
              servers.add(
                  new ServerSpec(
                      instance.instanceId(),
                      facts.privateAddress(),
                      front.instancePort(),
                      facts.zone(),
                      !instance.draining())));
    }
    return new PoolSpec(
        pool(front),
        protocol(front.instanceProtocol()),
        false,
        // AWS: requests to the instance with the fewest, connections in turn.
        front.http() ? Algorithm.LEAST_CONNECTIONS : Algorithm.ROUND_ROBIN,
        stickiness(balancer, front),
        balancer.settings().crossZone(),
        0,
        proxied(balancer, front) ? 1 : 0,
        Optional.of(check(balancer.traffic().check())),
        servers);
  }

  private static boolean proxied(ClassicBalancer balancer, Front front) {
    return balancer
        .traffic()
        .backends()
        .getOrDefault(Integer.toString(front.instancePort()), List.of())
        .stream()
        .flatMap(name -> balancer.traffic().policy(name).stream())
        .anyMatch(policy -> "true".equals(policy.attributes().get("ProxyProtocol")));
  }

  private static Stickiness stickiness(ClassicBalancer balancer, Front front) {
    for (String name : front.policies()) {
      Policy policy = balancer.traffic().policy(name).orElseThrow();
      if (policy.type().equals(PolicyTypes.OWN_COOKIE)) {
        Long seconds = PolicyTypes.expiration(policy);
        return new Stickiness.OwnCookie(COOKIE, seconds == null ? 0 : Math.toIntExact(seconds));
      }
      if (policy.type().equals(PolicyTypes.APPLICATION_COOKIE)) {
        return new Stickiness.ApplicationCookie(
            COOKIE, String.valueOf(policy.attributes().get("CookieName")), FOLLOWER_SECONDS);
      }
    }
    return new Stickiness.None();
  }

  private static HealthCheck check(Check check) {
    String target = check.target();
    int slash = target.indexOf('/');
    return new HealthCheck(
        protocol(target.substring(0, target.indexOf(':'))),
        SettingOperations.port(target),
        slash < 0 ? "" : target.substring(slash),
        "200",
        check.intervalSeconds(),
        check.timeoutSeconds(),
        check.healthyCount(),
        check.unhealthyCount());
  }
}
