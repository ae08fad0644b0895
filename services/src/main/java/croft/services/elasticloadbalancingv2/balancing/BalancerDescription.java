package croft.services.elasticloadbalancingv2.balancing;

import croft.api.elasticloadbalancingv2.Action;
import croft.api.elasticloadbalancingv2.FixedResponseActionConfig;
import croft.api.elasticloadbalancingv2.ForwardActionConfig;
import croft.api.elasticloadbalancingv2.RedirectActionConfig;
import croft.api.elasticloadbalancingv2.RuleCondition;
import croft.api.elasticloadbalancingv2.TargetGroupStickinessConfig;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.CertificateSpec;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.ListenerSpec.TlsPolicy;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.Algorithm;
import croft.drivers.balancer.PoolSpec.HealthCheck;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import croft.drivers.balancer.RuleAction;
import croft.drivers.balancer.RuleSpec;
import croft.drivers.balancer.RuleSpec.Condition;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.listener.Listener;
import croft.services.elasticloadbalancingv2.listener.ListenerRule;
import croft.services.elasticloadbalancingv2.listener.SslPolicies;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.InstanceFacts;
import croft.services.elasticloadbalancingv2.targetgroup.Target;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.services.elasticloadbalancingv2.targetgroup.TargetZones;
import croft.store.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A load balancer's rows as the driver takes them. */
public final class BalancerDescription {
  /**
   * Where curl and browsers look for every name that ends in {@code .localhost}. Who comes first to
   * a port of it has it; each balancer has an address of its own besides.
   */
  public static final String SHARED_ADDRESS = "127.0.0.1";

  private final BalancerParts parts;
  private final TargetZones zones;

  BalancerDescription(BalancerParts parts) {
    this.parts = parts;
    this.zones = new TargetZones(parts.surroundings());
  }

  /** The pool's name of a target group. */
  public static String pool(String groupArn) {
    return "g-" + groupArn.substring(groupArn.lastIndexOf('/') + 1);
  }

  /** The driver's name of a listener. */
  public static String listener(Listener listener) {
    return "l-" + listener.id();
  }

  /** The driver's name of a certificate. */
  public static String certificate(String arn) {
    return "c" + arn.substring(arn.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9-]", "-");
  }

  BalancerSpec of(Transaction tx, LoadBalancer balancer, Path namespace) {
    List<PoolSpec> pools =
        GroupUse.of(tx, balancer).stream()
            .map(arn -> pool(tx, balancer, TargetGroup.require(tx, balancer.scope(), arn)))
            .toList();
    List<ListenerSpec> listeners =
        Listener.of(tx, balancer).stream().map(listener -> listener(tx, listener)).toList();
    return new BalancerSpec(
        balancer.id(),
        List.of(balancer.hostAddress(), SHARED_ADDRESS),
        Optional.of(namespace),
        nodes(balancer.zones()),
        settings(balancer),
        listeners,
        pools);
  }

  /** A balancer's addresses in its network. */
  public static List<BalancerSpec.Node> nodes(List<Zone> zones) {
    return zones.stream()
        .map(zone -> new BalancerSpec.Node(zone.zoneName(), zone.privateAddress()))
        .toList();
  }

  private static BalancerSpec.Settings settings(LoadBalancer balancer) {
    if (balancer.kind() == LoadBalancer.Kind.NETWORK) {
      return new BalancerSpec.Settings(
          350, BalancerSpec.ForwardedFor.PRESERVE, false, true, false, balancer.logged());
    }
    return new BalancerSpec.Settings(
        Integer.parseInt(balancer.attribute("idle_timeout.timeout_seconds")),
        BalancerSpec.ForwardedFor.valueOf(
            balancer.attribute("routing.http.xff_header_processing.mode").toUpperCase(Locale.ROOT)),
        balancer.attribute("routing.http.xff_client_port.enabled").equals("true"),
        balancer.attribute("routing.http.preserve_host_header.enabled").equals("true"),
        balancer.attribute("routing.http.drop_invalid_header_fields.enabled").equals("true"),
        balancer.logged());
  }

  private ListenerSpec listener(Transaction tx, Listener listener) {
    List<CertificateSpec> certificates = new ArrayList<>();
    for (String arn : listener.certificates()) {
      parts
          .certificates()
          .apply(tx, arn)
          .ifPresent(pem -> certificates.add(new CertificateSpec(certificate(arn), pem)));
    }
    TlsPolicy tls = TlsPolicy.USUAL;
    if (listener.secure()) {
      SslPolicies.Policy policy = SslPolicies.require(listener.sslPolicy());
      tls = new TlsPolicy(policy.lowest(), policy.highest(), policy.ciphers(), policy.suites());
    }
    return new ListenerSpec(
        listener(listener),
        listener.port(),
        Protocol.valueOf(listener.protocol()),
        certificates,
        tls,
        ListenerRule.of(tx, listener).stream()
            .map(rule ->
                new RuleSpec(
                    rule.priority(),
                    rule.conditions().stream().map(BalancerDescription::condition).toList(),
                    action(rule.actions())))
            .toList(),
        action(listener.actions()));
  }

  private static Condition condition(RuleCondition condition) {
    return switch (String.valueOf(condition.field())) {
      case "host-header" -> new Condition.Host(condition.valuesOrEmpty());
      case "path-pattern" -> new Condition.PathPattern(condition.valuesOrEmpty());
      case "http-header" -> {
        var config = there(condition.httpHeaderConfig());
        yield new Condition.Header(there(config.httpHeaderName()), config.valuesOrEmpty());
      }
      case "http-request-method" ->
          new Condition.Method(there(condition.httpRequestMethodConfig()).valuesOrEmpty());
      case "source-ip" -> new Condition.Source(there(condition.sourceIpConfig()).valuesOrEmpty());
      default ->
          new Condition.Query(
              there(condition.queryStringConfig()).valuesOrEmpty().stream()
                  .map(pair ->
                      new RuleSpec.Pair(
                          pair.key() == null ? "" : pair.key(),
                          pair.value() == null ? "" : pair.value()))
                  .toList());
    };
  }

  private static <T> T there(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A row lacks what was checked when it was made");
    }
    return value;
  }

  private static RuleAction action(List<Action> actions) {
    Action action = actions.getFirst();
    return switch (String.valueOf(action.type())) {
      case "redirect" -> redirect(there(action.redirectConfig()));
      case "fixed-response" -> fixed(there(action.fixedResponseConfig()));
      default -> forward(there(action.forwardConfig()));
    };
  }

  private static RuleAction redirect(RedirectActionConfig config) {
    return new RuleAction.Redirect(
        there(config.protocol()).toLowerCase(Locale.ROOT),
        there(config.host()),
        there(config.port()),
        there(config.path()),
        config.query() == null ? "" : config.query(),
        "HTTP_301".equals(config.statusCode()) ? 301 : 302);
  }

  private static RuleAction fixed(FixedResponseActionConfig config) {
    return new RuleAction.Fixed(
        Integer.parseInt(there(config.statusCode())),
        config.contentType() == null ? "text/plain" : config.contentType(),
        config.messageBody() == null ? "" : config.messageBody());
  }

  private static RuleAction forward(ForwardActionConfig config) {
    TargetGroupStickinessConfig sticky = config.targetGroupStickinessConfig();
    Integer seconds =
        sticky != null && Boolean.TRUE.equals(sticky.enabled()) ? sticky.durationSeconds() : null;
    return new RuleAction.Forward(
        config.targetGroupsOrEmpty().stream()
            .map(tuple ->
                new RuleAction.Share(
                    pool(there(tuple.targetGroupArn())),
                    tuple.weight() == null ? 1 : tuple.weight()))
            .toList(),
        seconds == null ? 0 : seconds);
  }

  private PoolSpec pool(Transaction tx, LoadBalancer balancer, TargetGroup group) {
    TargetGroup.Health health = group.health();
    List<ServerSpec> servers = new ArrayList<>();
    for (TargetZones.Placed placed : zones.reached(tx, balancer, group)) {
      Target target = placed.target();
      address(tx, group, target)
          .ifPresent(address ->
              servers.add(
                  new ServerSpec(
                      target.key(), address, target.port(), placed.zone(), !target.draining())));
    }
    return new PoolSpec(
        pool(group.arn()),
        Protocol.valueOf(group.protocol()),
        false,
        algorithm(group),
        stickiness(group),
        group.crossZone(balancer),
        Integer.parseInt("0" + group.attribute("slow_start.duration_seconds")),
        group.attribute("proxy_protocol_v2.enabled").equals("true") ? 2 : 0,
        Optional.of(
            new HealthCheck(
                Protocol.valueOf(health.protocol()),
                health.port().equals("traffic-port") ? 0 : Integer.parseInt(health.port()),
                health.path(),
                health.matcher(),
                health.intervalSeconds(),
                health.timeoutSeconds(),
                health.healthyCount(),
                health.unhealthyCount())),
        servers);
  }

  /** Where a target is reached; nowhere while it does not run. */
  private Optional<String> address(Transaction tx, TargetGroup group, Target target) {
    if (group.type().equals("ip")) {
      return Optional.of(target.targetId());
    }
    return parts
        .surroundings()
        .instance(tx, group.scope(), target.targetId())
        .filter(instance ->
            instance.state().equals("running")
                || instance.state().equals("shutting-down")
                || instance.state().equals("stopping"))
        .map(InstanceFacts::privateAddress);
  }

  private static Algorithm algorithm(TargetGroup group) {
    if (!group.http() && group.attribute("stickiness.enabled").equals("true")) {
      return Algorithm.SOURCE;
    }
    return group.attribute("load_balancing.algorithm.type").equals("least_outstanding_requests")
        ? Algorithm.LEAST_CONNECTIONS
        : Algorithm.ROUND_ROBIN;
  }

  private static Stickiness stickiness(TargetGroup group) {
    if (!group.http() || !group.attribute("stickiness.enabled").equals("true")) {
      return new Stickiness.None();
    }
    String application = group.attribute("stickiness.app_cookie.cookie_name");
    if (group.attribute("stickiness.type").equals("app_cookie") && !application.isEmpty()) {
      return new Stickiness.ApplicationCookie(
          "AWSALBAPP-0",
          application,
          Integer.parseInt(group.attribute("stickiness.app_cookie.duration_seconds")));
    }
    return new Stickiness.OwnCookie(
        "AWSALB", Integer.parseInt(group.attribute("stickiness.lb_cookie.duration_seconds")));
  }
}
