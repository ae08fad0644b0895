package croft.server;

import croft.agent.ReportSink;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.http.HttpHandler;
import java.util.List;
import java.util.stream.Stream;

/**
 * What balances, scales and watches, put together: load balancers, Auto Scaling, CloudWatch and its
 * logs, topics and queues. Each has a class of its own beside this one; this one knows which there
 * are and who needs whom.
 *
 * @param reports takes what the agent reports of instances
 */
record WatchRooms(
    List<ServiceRoom> rooms, ReportSink reports, TopicRooms topics, QueueRooms queues) {

  /** Makes all of them, and has their reconcilers look once the runner is launched. */
  static WatchRooms of(WatchParts parts) {
    MetricRooms metrics = MetricRooms.of(parts);
    ScalingRooms scaling = ScalingRooms.of(parts, metrics.sink());
    BalancerRooms balancers = BalancerRooms.of(parts);
    TopicRooms topics = TopicRooms.of(parts, metrics.sink());
    QueueRooms queues = QueueRooms.of(parts, metrics.sink());
    ReportSink files = LogFileRooms.of(parts);
    return new WatchRooms(
        List.of(
            metrics.room(),
            scaling.room(),
            balancers.room(),
            balancers.classic(),
            topics.room(),
            queues.room()),
        report -> {
          metrics.reports().accept(report);
          files.accept(report);
        },
        topics,
        queues);
  }

  /** What stands before everything else at the front door. */
  HttpHandler before(HttpHandler all) {
    return topics.before(all);
  }

  /** Tells them where this Croft is asked: {@code http://127.0.0.1:4566}. */
  void servingAt(String endpoint) {
    topics.servingAt(endpoint);
    queues.servingAt(endpoint);
  }

  static List<Table<?>> tables() {
    return Stream.of(
            MetricRooms.tables(),
            ScalingRooms.tables(),
            BalancerRooms.tables(),
            TopicRooms.tables(),
            QueueRooms.tables(),
            LogFileRooms.tables())
        .flatMap(List::stream)
        .toList();
  }
}
