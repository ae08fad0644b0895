package croft.services.elasticloadbalancingv2.accesslog;

import croft.services.elasticloadbalancingv2.balancing.BalancerDescription;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.listener.Listener;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The application and network balancers that are logged. */
public final class BalancerLogs implements LogSource {
  /** What AWS has for both. */
  private static final int MINUTES = 5;

  @Override
  public List<Logged> logged(Transaction tx) {
    return tx.listAll(LoadBalancer.TABLE).stream()
        .filter(balancer -> balancer.standing() && balancer.logged())
        .map(balancer -> new Logged(balancer.id(), plan(tx, balancer)))
        .toList();
  }

  private static LogPlan plan(Transaction tx, LoadBalancer balancer) {
    return new LogPlan(
        balancer.kind() == Kind.NETWORK ? LogPlan.Form.NETWORK : LogPlan.Form.APPLICATION,
        balancer.logWriter(),
        balancer.logPlace(),
        balancer.path(),
        MINUTES,
        node(balancer.zones()),
        names(tx, balancer));
  }

  /** Where it is reached: one process is all nodes, and files are named after the first. */
  public static String node(List<Zone> zones) {
    if (zones.isEmpty()) {
      return "-";
    }
    Zone first = zones.getFirst();
    String open = first.publicAddress();
    return open == null ? first.privateAddress() : open;
  }

  private static Map<String, String> names(Transaction tx, LoadBalancer balancer) {
    Map<String, String> names = new HashMap<>();
    GroupUse.of(tx, balancer).forEach(arn -> names.put(BalancerDescription.pool(arn), arn));
    for (Listener listener : Listener.of(tx, balancer)) {
      for (String arn : listener.certificates()) {
        names.put(
            BalancerDescription.listener(listener) + "/" + BalancerDescription.certificate(arn),
            arn);
      }
    }
    return names;
  }
}
