package croft.services.autoscaling;

import croft.api.autoscaling.AutoscalingModel;
import croft.services.autoscaling.activity.ActivityOperations;
import croft.services.autoscaling.balancer.AttachmentOperations;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.GroupOperations;
import croft.services.autoscaling.group.GroupResource;
import croft.services.autoscaling.instance.InstanceOperations;
import croft.services.autoscaling.instance.MembershipOperations;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurationOperations;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurationResource;
import croft.services.autoscaling.lifecyclehook.HookOperations;
import croft.services.autoscaling.lifecyclehook.LifecycleHookResource;
import croft.services.autoscaling.limit.LimitOperations;
import croft.services.autoscaling.metric.MetricOperations;
import croft.services.autoscaling.notification.NotificationOperations;
import croft.services.autoscaling.policy.PolicyOperations;
import croft.services.autoscaling.policy.ScalingPolicyResource;
import croft.services.autoscaling.process.ProcessOperations;
import croft.services.autoscaling.reconcile.LaunchRow;
import croft.services.autoscaling.refresh.RefreshOperations;
import croft.services.autoscaling.scheduledaction.ScheduleOperations;
import croft.services.autoscaling.scheduledaction.ScheduledActionResource;
import croft.services.autoscaling.tag.TagOperations;
import croft.services.autoscaling.warmpool.WarmPoolOperations;
import croft.services.autoscaling.warmpool.WarmPoolResource;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.services.resource.Signals;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Auto Scaling's front door. */
public final class AutoScalingService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;
  private final List<ResourceType> types;

  /** Without stacks, from whose instances signals could come. */
  public AutoScalingService(ScalingParts parts) {
    this(parts, (stackId, logicalId) -> List.of());
  }

  /**
   * Over what it is made of.
   *
   * @param signals of the instances of stacks' groups
   */
  public AutoScalingService(ScalingParts parts, Signals signals) {
    this.types =
        List.of(
            new GroupResource(signals, parts.time()),
            new LaunchConfigurationResource(),
            new LifecycleHookResource(),
            new ScalingPolicyResource(),
            new ScheduledActionResource(),
            new WarmPoolResource());
    this.bindings =
        Stream.of(
                new LaunchConfigurationOperations(parts).bindings(),
                new GroupOperations(parts).bindings(),
                new InstanceOperations(parts).bindings(),
                new MembershipOperations(parts).bindings(),
                new HookOperations(parts).bindings(),
                new ProcessOperations(parts).bindings(),
                new AttachmentOperations(parts).bindings(),
                new PolicyOperations(parts).bindings(),
                new ScheduleOperations(parts).bindings(),
                new NotificationOperations(parts).bindings(),
                new WarmPoolOperations(parts).bindings(),
                new RefreshOperations(parts).bindings(),
                new MetricOperations(parts).bindings(),
                new LimitOperations(parts).bindings(),
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

  @Override
  public List<ResourceType> resourceTypes() {
    return types;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return Stream.of(
            LaunchConfigurationOperations.tables(),
            GroupOperations.tables(),
            ActivityOperations.tables(),
            InstanceOperations.tables(),
            HookOperations.tables(),
            PolicyOperations.tables(),
            ScheduleOperations.tables(),
            NotificationOperations.tables(),
            RefreshOperations.tables(),
            List.<Table<?>>of(LaunchRow.TABLE))
        .<Table<?>>flatMap(List::stream)
        .toList();
  }
}
