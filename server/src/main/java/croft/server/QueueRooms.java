package croft.server;

import croft.services.cloudwatch.metric.MetricSink;
import croft.services.operation.ServiceRoom;
import croft.services.sqs.SqsService;
import croft.services.sqs.line.LineUpkeep;
import croft.services.sqs.line.Lines;
import croft.services.sqs.meter.QueueCounts;
import croft.services.sqs.meter.QueueMeter;
import croft.services.sqs.move.MoveReconciler;
import croft.services.sqs.queue.SqsParts;
import croft.store.Table;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** SQS, put together. */
final class QueueRooms {
  private final ServiceRoom room;
  private final AtomicReference<String> endpoint;

  private QueueRooms(ServiceRoom room, AtomicReference<String> endpoint) {
    this.room = room;
    this.endpoint = endpoint;
  }

  /** Makes them, counting there. */
  static QueueRooms of(WatchParts parts, MetricSink sink) {
    AtomicReference<String> endpoint =
        new AtomicReference<>("http://127.0.0.1:" + parts.config().port());
    QueueCounts counts = new QueueCounts();
    SqsParts sqs =
        new SqsParts(
            parts.store(),
            parts.ids(),
            parts.time(),
            parts.policies(),
            parts.pages(),
            parts.identity().iam().masterKey(),
            endpoint::get,
            counts);
    Lines lines = new Lines(sqs);
    parts.add(new QueueMeter(sqs, lines, counts, sink));
    parts.add(new LineUpkeep(sqs, lines));
    parts.add(new MoveReconciler(sqs, lines));
    SqsService service =
        new SqsService(
            sqs, lines, (tx, task) -> parts.reconcilers().wakeAfter(tx, MoveReconciler.NAME, task));
    return new QueueRooms(service, endpoint);
  }

  static List<Table<?>> tables() {
    return SqsService.tables();
  }

  ServiceRoom room() {
    return room;
  }

  /** Tells where this Croft is asked, for the URLs of queues: {@code http://127.0.0.1:4566}. */
  void servingAt(String base) {
    endpoint.set(base);
  }
}
