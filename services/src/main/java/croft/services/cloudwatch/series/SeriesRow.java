package croft.services.cloudwatch.series;

import croft.services.cloudwatch.metric.MetricKey;
import croft.store.Table;
import java.util.Map;

/**
 * A series as the store has it.
 *
 * @param lastSeen the second of its latest point in a chunk, since 1970
 */
record SeriesRow(
    String scope,
    String id,
    String namespace,
    String name,
    Map<String, String> dimensions,
    String unit,
    long lastSeen) {

  static final Table<SeriesRow> TABLE =
      Table.of("cloudwatch_series", SeriesRow.class, SeriesRow::scope, SeriesRow::id);

  static SeriesRow of(Series series) {
    return new SeriesRow(
        series.name().scope(),
        Long.toHexString(series.id()),
        series.metric().namespace(),
        series.metric().name(),
        series.metric().dimensions(),
        series.unit(),
        series.lastSeen());
  }

  Series.Name series() {
    return new Series.Name(scope, new MetricKey(namespace, name, dimensions), unit);
  }
}
