package croft.services.autoscaling;

import croft.api.autoscaling.AutoscalingModel;
import croft.services.autoscaling.activity.ActivityOperations;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.GroupOperations;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurationOperations;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.notification.NoticeRow;
import croft.services.autoscaling.notification.TopicRow;
import croft.services.autoscaling.reconcile.LaunchRow;
import croft.services.autoscaling.tag.TagOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Auto Scaling's front door. */
public final class AutoScalingService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public AutoScalingService(ScalingParts parts) {
    this.bindings =
        Stream.of(
                new LaunchConfigurationOperations(parts).bindings(),
                new GroupOperations(parts).bindings(),
                new TagOperations(parts).bindings(),
                new ActivityOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return AutoscalingModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return Stream.of(
            LaunchConfigurationOperations.tables(),
            GroupOperations.tables(),
            ActivityOperations.tables(),
            List.<Table<?>>of(
                HookRow.TABLE,
                GroupInstance.TABLE,
                LaunchRow.TABLE,
                NoticeRow.TABLE,
                TopicRow.TABLE))
        .<Table<?>>flatMap(List::stream)
        .toList();
  }
}
