package croft.server;

import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.autoscaling.AutoScalingService;
import croft.services.autoscaling.activity.ActivityUpkeep;
import croft.services.autoscaling.entity.GroupMetrics;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.entity.ServiceActor;
import croft.services.autoscaling.reconcile.GroupReconciler;
import croft.services.cloudformation.signal.StackSignals;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.iam.servicelinkedrole.LinkedRoleSessions;
import croft.services.operation.Call;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import java.util.List;
import java.util.Map;

/** Auto Scaling, put together: over EC2's API, and what is known of its instances. */
record ScalingRooms(ServiceRoom room) {

  /** Makes it, publishing groups' metrics there. */
  static ScalingRooms of(WatchParts parts, MetricSink sink) {
    ScalingParts scaling =
        new ScalingParts(
            parts.store(),
            parts.ids(),
            parts.time(),
            parts.calls(),
            actor(parts),
            new ScalingFacts(parts.store(), parts.statuses()),
            metrics(sink),
            parts.pages(),
            (tx, scope, name) ->
                parts.reconcilers().wakeAfter(tx, GroupReconciler.NAME, scope + "/" + name));
    parts.add(new GroupReconciler(scaling));
    parts.add(new ActivityUpkeep(scaling));
    return new ScalingRooms(new AutoScalingService(scaling, new StackSignals(parts.store())));
  }

  private static GroupMetrics metrics(MetricSink sink) {
    return (scope, group, values, at) ->
        sink.publish(
            scope,
            values.entrySet().stream()
                .map(value ->
                    MetricPoint.of(
                        "AWS/AutoScaling",
                        value.getKey(),
                        Map.of("AutoScalingGroupName", group),
                        value.getValue(),
                        at))
                .toList());
  }

  static List<Table<?>> tables() {
    return AutoScalingService.tables();
  }

  private static ServiceActor actor(WatchParts parts) {
    LinkedRoleSessions sessions = new LinkedRoleSessions(parts.store());
    return scope -> {
      String account = scope.substring(0, scope.indexOf('/'));
      Caller role =
          sessions
              .session(account, ServiceActor.HOST, "AutoScaling")
              .orElseThrow(() ->
                  new ServiceError(
                      "ServiceLinkedRoleFailure",
                      500,
                      "The service-linked role " + ServiceActor.ROLE + " is not there."));
      return new Call(
          role,
          scope.substring(scope.indexOf('/') + 1),
          parts.ids().uuid(),
          ServiceActor.HOST,
          true,
          ServiceActor.HOST,
          parts.wall().instant());
    };
  }
}
