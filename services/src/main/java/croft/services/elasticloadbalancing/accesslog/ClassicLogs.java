package croft.services.elasticloadbalancing.accesslog;

import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancingv2.accesslog.BalancerLogs;
import croft.services.elasticloadbalancingv2.accesslog.LogPlan;
import croft.services.elasticloadbalancingv2.accesslog.LogSource;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;

/** The classic balancers that are logged. */
public final class ClassicLogs implements LogSource {
  @Override
  public List<Logged> logged(Transaction tx) {
    return tx.listAll(ClassicBalancer.TABLE).stream()
        .filter(balancer -> !balancer.deleting() && balancer.settings().log().on())
        .map(balancer -> new Logged(balancer.id(), plan(balancer)))
        .toList();
  }

  private static LogPlan plan(ClassicBalancer balancer) {
    ClassicBalancer.Log log = balancer.settings().log();
    return new LogPlan(
        LogPlan.Form.CLASSIC,
        balancer.logWriter(),
        log.place(),
        balancer.name(),
        log.minutes(),
        BalancerLogs.node(balancer.place().zones()),
        Map.of());
  }
}
