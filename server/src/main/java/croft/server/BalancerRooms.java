package croft.server;

import croft.base.Arn;
import croft.services.acm.certificate.Certificates;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.elasticloadbalancing.ElasticLoadBalancingService;
import croft.services.elasticloadbalancing.accesslog.ClassicLogs;
import croft.services.elasticloadbalancing.balancing.ClassicReconciler;
import croft.services.elasticloadbalancing.meter.ClassicMeter;
import croft.services.elasticloadbalancingv2.ElasticLoadBalancingV2Service;
import croft.services.elasticloadbalancingv2.accesslog.AccessLogReconciler;
import croft.services.elasticloadbalancingv2.accesslog.BalancerLogs;
import croft.services.elasticloadbalancingv2.balancing.BalancerReconciler;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.meter.BalancerMeter;
import croft.services.iam.certificate.ServerCertificates;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Load balancers, put together over the machine's balancer driver. */
record BalancerRooms(ServiceRoom room, ServiceRoom classic) {
  /** Of access logs, for each balancer, while their bucket does not take them. */
  private static final long MOST_WAITING_BYTES = 256L << 20;

  /** Makes them, counting there, and has what runs them look once the runner is launched. */
  static BalancerRooms of(WatchParts parts, MetricSink sink) {
    BalancerParts balancers = parts(parts, BalancerReconciler.NAME);
    BalancerParts classic = parts(parts, ClassicReconciler.NAME);
    // In the machine's time: a process that died is begun again at once, at any pace.
    parts.reconcilers().add(new BalancerReconciler(balancers, parts.machine().balancers()));
    parts.reconcilers().add(new ClassicReconciler(classic, parts.machine().balancers()));
    parts.add(new BalancerMeter(balancers, parts.machine().balancers(), sink));
    parts.add(new ClassicMeter(classic, parts.machine().balancers(), sink));
    parts.add(
        new AccessLogReconciler(
            new AccessLogReconciler.Parts(
                parts.store(),
                parts.ids(),
                parts.time(),
                parts.machine().balancers(),
                balancers.logBuckets(),
                List.of(new BalancerLogs(), new ClassicLogs()),
                MOST_WAITING_BYTES)));
    return new BalancerRooms(
        new ElasticLoadBalancingV2Service(balancers), new ElasticLoadBalancingService(classic));
  }

  private static BalancerParts parts(WatchParts parts, String reconciler) {
    return new BalancerParts(
        parts.store(),
        parts.ids(),
        new BalancerSurroundings(parts),
        parts.pages(),
        parts.time(),
        (tx, key) -> parts.reconcilers().wakeAfter(tx, reconciler, key),
        certificates(
            parts.keyRooms().certificates(), new ServerCertificates(parts.identity().iam())),
        new BalancerLogBuckets(
            parts.store(),
            new ResourcePolicyLanguage(parts.identity().iam().policies()),
            parts.calls(),
            parts.ids(),
            parts.wall()));
  }

  /** Those of Certificate Manager and, for who has brought his own there, those of IAM. */
  private static BiFunction<Transaction, String, Optional<String>> certificates(
      Certificates managed, ServerCertificates own) {
    return (tx, arn) ->
        arn.startsWith("arn:aws:acm:")
            ? managed
                .find(tx, Arn.parse(arn))
                .map(found -> joined(found.body(), found.chain(), found.privateKey()))
            : own.byArn(tx, arn).map(found -> joined(found.certificate(), "", found.privateKey()));
  }

  private static String joined(String body, String chain, String key) {
    return body.strip() + "\n" + chain.strip() + "\n" + key.strip() + "\n";
  }

  static List<Table<?>> tables() {
    return Stream.concat(
            ElasticLoadBalancingV2Service.tables().stream(),
            ElasticLoadBalancingService.tables().stream())
        .<Table<?>>map(table -> table)
        .toList();
  }
}
