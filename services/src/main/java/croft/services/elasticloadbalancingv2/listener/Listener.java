package croft.services.elasticloadbalancingv2.listener;

import croft.api.elasticloadbalancingv2.Action;
import croft.base.Arn;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener.
 *
 * @param balancerPath the balancer's part of its ARN
 * @param sslPolicy empty without TLS
 * @param certificates ARNs; the first is the default
 * @param actions as the API has them, normalised
 */
public record Listener(
    String scope,
    String id,
    String balancerId,
    String balancerPath,
    int port,
    String protocol,
    String sslPolicy,
    List<String> certificates,
    List<Action> actions) {
  public static final Table<Listener> TABLE =
      Table.of("elbv2_listener", Listener.class, Listener::scope, Listener::id)
          .index("balancer_id", Listener::balancerId);

  public Listener {
    certificates = List.copyOf(certificates);
    actions = List.copyOf(actions);
  }

  static Arn arn(String scope, String resource) {
    int slash = scope.indexOf('/');
    return Arn.of(
        "elasticloadbalancing", scope.substring(slash + 1), scope.substring(0, slash), resource);
  }

  public String arn() {
    return arn(scope, "listener/" + balancerPath + "/" + id).toString();
  }

  public boolean secure() {
    return protocol.equals("HTTPS") || protocol.equals("TLS");
  }

  public static List<Listener> of(Transaction tx, LoadBalancer balancer) {
    return tx.findIn(TABLE, balancer.scope(), "balancer_id", balancer.id()).stream()
        .sorted(Comparator.comparingInt(Listener::port))
        .toList();
  }

  /** The load balancer it is of. */
  LoadBalancer balancer(Transaction tx) {
    return tx.get(LoadBalancer.TABLE, scope, balancerId).orElseThrow();
  }

  Listener withCertificates(List<String> next) {
    return new Listener(
        scope, id, balancerId, balancerPath, port, protocol, sslPolicy, next, actions);
  }

  /** The ARNs of the load balancers that serve a certificate. */
  public static List<String> serving(Transaction tx, String certificateArn) {
    return tx.listAll(TABLE).stream()
        .filter(listener -> listener.certificates().contains(certificateArn))
        .map(
            listener -> arn(listener.scope(), "loadbalancer/" + listener.balancerPath()).toString())
        .distinct()
        .toList();
  }

  /**
   * The one of that ARN.
   *
   * @throws croft.base.ServiceError {@code ListenerNotFound}
   */
  public static Listener require(Transaction tx, String scope, @Nullable String arn) {
    String id = arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    return tx.get(TABLE, scope, id)
        .filter(listener -> listener.arn().equals(arn))
        .orElseThrow(() -> ElbErrors.of("ListenerNotFound", "Listener '" + arn + "' not found"));
  }
}
