package croft.services.autoscaling.policy;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.DeleteAlarmsResponse;
import croft.api.cloudwatch.DescribeAlarmsOutput;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.api.cloudwatch.PutMetricAlarmResponse;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.util.ArrayList;
import java.util.List;

/** As much of CloudWatch as policies use. */
final class AlarmRoom implements ServiceRoom {
  final List<PutMetricAlarmInput> put = new ArrayList<>();
  final List<String> deleted = new ArrayList<>();

  @Override
  public ServiceModel model() {
    return CloudwatchModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            CloudwatchModel.PUT_METRIC_ALARM,
            AccessRule.toAll("cloudwatch:PutMetricAlarm"),
            (call, request) -> {
              put.add(request);
              return PutMetricAlarmResponse.builder().build();
            }),
        Binding.bind(
            CloudwatchModel.DELETE_ALARMS,
            AccessRule.toAll("cloudwatch:DeleteAlarms"),
            (call, request) -> {
              deleted.addAll(request.alarmNamesOrEmpty());
              return DeleteAlarmsResponse.builder().build();
            }),
        Binding.bind(
            CloudwatchModel.DESCRIBE_ALARMS,
            AccessRule.toAll("cloudwatch:DescribeAlarms"),
            (call, request) -> DescribeAlarmsOutput.builder().build()));
  }
}
