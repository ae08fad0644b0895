package croft.server;

import croft.services.cloudwatch.metric.MetricSink;
import croft.services.logs.LogsService;
import croft.services.logs.block.BlockUpkeep;
import croft.services.logs.block.Blocks;
import croft.services.logs.event.LogMeter;
import croft.services.logs.insights.QueryRunner;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.metricfilter.MetricCounter;
import croft.services.logs.metricfilter.QuietMinutes;
import croft.services.logs.subscriptionfilter.Carriers;
import croft.services.logs.subscriptionfilter.ShipmentReconciler;
import croft.services.logs.subscriptionfilter.Shipper;
import croft.services.operation.ServiceRoom;
import croft.services.operation.outgoing.WebServers;
import croft.store.Store;
import croft.store.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** CloudWatch Logs, put together. */
final class LogRooms {
  private final ServiceRoom room;
  private final AtomicReference<String> endpoint;

  private LogRooms(ServiceRoom room, AtomicReference<String> endpoint) {
    this.room = room;
    this.endpoint = endpoint;
  }

  /** Makes them, with metrics going there, and has what looks after them look once launched. */
  static LogRooms of(WatchParts parts, MetricSink sink) {
    Blocks blocks = new Blocks(parts.store());
    LogsParts logs =
        new LogsParts(
            parts.store(),
            blocks,
            parts.ids(),
            parts.time(),
            parts.policies(),
            parts.pages(),
            sink,
            parts.calls());
    AtomicReference<String> endpoint =
        new AtomicReference<>("http://127.0.0.1:" + parts.config().port());
    Path authority = parts.home().directory().resolve("tls").resolve("ca.pem");
    Carriers carriers =
        new Carriers(
            logs, new WebServers(endpoint::get, new TrustedAuthorities(authority)::context));
    QuietMinutes quiet = new QuietMinutes(parts.time(), sink);
    LogMeter meter = new LogMeter(parts.time(), sink);
    Shipper shipper =
        new Shipper(
            logs,
            (tx, filter) -> parts.reconcilers().wakeAfter(tx, ShipmentReconciler.NAME, filter));
    parts.add(new BlockUpkeep(parts.store(), blocks, () -> keptSince(logs)));
    parts.add(quiet);
    parts.add(meter);
    parts.add(new ShipmentReconciler(logs, carriers));
    QueryRunner runner = new QueryRunner(logs);
    parts.add(runner);
    LogsService service =
        new LogsService(
            logs,
            List.of(meter, new MetricCounter(logs, quiet), shipper),
            carriers,
            new LogsService.StartedQueries(
                runner, (tx, query) -> parts.reconcilers().wakeAfter(tx, QueryRunner.NAME, query)));
    return new LogRooms(service, endpoint);
  }

  private static Map<Long, Long> keptSince(LogsParts logs) {
    Map<Long, Long> keptSince = new HashMap<>();
    logs.store().<List<LogGroup>>read(tx -> tx.listAll(LogGroup.TABLE)).stream()
        .filter(group -> group.retentionDays() > 0)
        .forEach(group -> keptSince.put(group.key(), group.keptSince(logs.now())));
    return keptSince;
  }

  static List<Table<?>> tables() {
    return LogsService.tables();
  }

  /** Brings the table of events up to date. */
  static void migrate(Store store) {
    store.migrate(Blocks.ROOM, Blocks.MIGRATIONS);
  }

  ServiceRoom room() {
    return room;
  }

  /** Tells where this Croft is asked: nothing is posted there. */
  void servingAt(String base) {
    endpoint.set(base);
  }
}
