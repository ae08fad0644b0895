package croft.server;

import croft.agent.ReportSink;
import croft.services.operation.ServiceRoom;
import croft.store.Store;
import croft.store.Table;
import croft.wire.http.HttpHandler;
import java.util.List;
import java.util.stream.Stream;

/**
 * What balances, scales, watches and provisions, put together: load balancers, Auto Scaling,
 * CloudWatch and its logs, topics and queues, CloudFormation. Each has a class of its own beside
 * this one; this one knows which there are and who needs whom.
 *
 * @param reports takes what the agent reports of instances
 */
record WatchRooms(
    List<ServiceRoom> rooms,
    ReportSink reports,
    TopicRooms topics,
    QueueRooms queues,
    LogRooms logs,
    StackRooms stacks) {

  /** Makes all of them, and has their reconcilers look once the runner is launched. */
  static WatchRooms of(WatchParts parts) {
    MetricRooms metrics = MetricRooms.of(parts);
    ScalingRooms scaling = ScalingRooms.of(parts, metrics.sink());
    BalancerRooms balancers = BalancerRooms.of(parts, metrics.sink());
    TopicRooms topics = TopicRooms.of(parts, metrics.sink());
    QueueRooms queues = QueueRooms.of(parts, metrics.sink());
    ReportSink files = LogFileRooms.of(parts);
    LogRooms logs = LogRooms.of(parts, metrics.sink());
    StackRooms stacks = StackRooms.of(parts);
    return new WatchRooms(
        List.of(
            metrics.room(),
            scaling.room(),
            balancers.room(),
            balancers.classic(),
            topics.room(),
            queues.room(),
            logs.room(),
            stacks.room()),
        report -> {
          metrics.reports().accept(report);
          files.accept(report);
        },
        topics,
        queues,
        logs,
        stacks);
  }

  /** What stands before everything else at the front door. */
  HttpHandler before(HttpHandler all) {
    return stacks.door().before(topics.before(all));
  }

  /** Tells them where this Croft is asked: {@code http://127.0.0.1:4566}. */
  void servingAt(String endpoint) {
    topics.servingAt(endpoint);
    queues.servingAt(endpoint);
    logs.servingAt(endpoint);
  }

  static List<Table<?>> tables() {
    return Stream.of(
            MetricRooms.tables(),
            ScalingRooms.tables(),
            BalancerRooms.tables(),
            TopicRooms.tables(),
            QueueRooms.tables(),
            LogFileRooms.tables(),
            LogRooms.tables(),
            StackRooms.tables())
        .flatMap(List::stream)
        .toList();
  }

  /** Brings the tables that hold no documents up to date. */
  static void migrate(Store store) {
    MetricRooms.migrate(store);
    LogRooms.migrate(store);
  }
}
