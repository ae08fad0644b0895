package croft.services.cloudwatch;

import croft.api.cloudwatch.CloudwatchModel;
import croft.services.cloudwatch.alarm.AlarmOperations;
import croft.services.cloudwatch.alarm.AlarmParts;
import croft.services.cloudwatch.alarm.AlarmResource;
import croft.services.cloudwatch.dashboard.DashboardOperations;
import croft.services.cloudwatch.data.GetMetricDataOperation;
import croft.services.cloudwatch.data.GetMetricStatisticsOperation;
import croft.services.cloudwatch.data.ListMetricsOperation;
import croft.services.cloudwatch.data.MetricParts;
import croft.services.cloudwatch.data.PutMetricDataOperation;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** CloudWatch's front door. */
public final class CloudWatchService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public CloudWatchService(MetricParts metrics, AlarmParts alarms) {
    DashboardOperations dashboards =
        new DashboardOperations(alarms.store(), alarms.time(), alarms.pages());
    this.bindings =
        Stream.of(
                new PutMetricDataOperation(metrics).bindings(),
                new ListMetricsOperation(metrics).bindings(),
                new GetMetricStatisticsOperation(metrics).bindings(),
                new GetMetricDataOperation(metrics).bindings(),
                new AlarmOperations(alarms).bindings(),
                dashboards.bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new AlarmResource());
  }

  @Override
  public ServiceModel model() {
    return CloudwatchModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return Stream.<List<? extends Table<?>>>of(
            SeriesStore.tables(), AlarmOperations.tables(), DashboardOperations.tables())
        .<Table<?>>flatMap(List::stream)
        .toList();
  }
}
