package croft.server;

import croft.agent.ReportSink;
import croft.services.cloudwatch.CloudWatchService;
import croft.services.cloudwatch.alarm.AlarmActions;
import croft.services.cloudwatch.alarm.AlarmParts;
import croft.services.cloudwatch.alarm.AlarmWatch;
import croft.services.cloudwatch.data.MetricParts;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.cloudwatch.series.SeriesUpkeep;
import croft.services.ec2.monitoring.InstanceMeter;
import croft.services.operation.Pages;
import croft.services.operation.ServiceRoom;
import croft.store.Store;
import croft.store.Table;
import java.util.List;

/** CloudWatch, put together: metrics, alarms, dashboards. */
final class MetricRooms {
  private final SeriesStore series;
  private final ServiceRoom room;

  private final ReportSink reports;

  private MetricRooms(SeriesStore series, ServiceRoom room, ReportSink reports) {
    this.series = series;
    this.room = room;
    this.reports = reports;
  }

  /** Makes them, and has what looks after them look once the runner is launched. */
  static MetricRooms of(WatchParts parts) {
    SeriesStore series = new SeriesStore(parts.store(), parts.time());
    Pages pages = parts.pages();
    parts.add(new SeriesUpkeep(series, parts.store(), parts.time()));
    AlarmParts alarms =
        new AlarmParts(
            parts.store(),
            series,
            parts.time(),
            parts.ids(),
            pages,
            parts.calls(),
            tx -> parts.reconcilers().wakeAfter(tx, AlarmActions.NAME));
    parts.add(new AlarmWatch(alarms));
    parts.add(new AlarmActions(alarms));
    return new MetricRooms(
        series,
        new CloudWatchService(new MetricParts(series, parts.time(), pages), alarms),
        new InstanceMeter(parts.store(), series, parts.time()));
  }

  /** Where other services publish. */
  MetricSink sink() {
    return series;
  }

  /** Takes what the agent reports of instances. */
  ReportSink reports() {
    return reports;
  }

  ServiceRoom room() {
    return room;
  }

  static List<Table<?>> tables() {
    return CloudWatchService.tables();
  }

  /** Brings the tables of series up to date. */
  static void migrate(Store store) {
    store.migrate(SeriesStore.ROOM, SeriesStore.MIGRATIONS);
  }
}
