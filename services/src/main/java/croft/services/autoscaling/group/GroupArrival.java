package croft.services.autoscaling.group;

import croft.api.autoscaling.Activity;
import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.DescribeScalingActivitiesType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import java.util.Objects;

/** A new group is there when its instances are in service; one that cannot launch never is. */
final class GroupArrival {
  private GroupArrival() {}

  /**
   * One look at it.
   *
   * @throws ServiceError {@code NotStabilized} when its last launch failed, in AWS's words
   */
  static Progress look(ResourceRequest request) {
    String name = request.physicalId();
    AutoScalingGroup group =
        GroupResource.find(request, name)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "NotStabilized", "AutoScalingGroup '" + name + "' not found"));
    long there =
        group.instancesOrEmpty().stream()
            .filter(instance -> "InService".equals(instance.lifecycleState()))
            .count();
    if (there >= Objects.requireNonNullElse(group.desiredCapacity(), 0)) {
      return Progress.done();
    }
    ScalingCalls.of(request)
        .describeScalingActivities(
            DescribeScalingActivitiesType.builder()
                .autoScalingGroupName(name)
                .maxRecords(1)
                .build())
        .activitiesOrEmpty()
        .stream()
        .filter(last -> "Failed".equals(last.statusCode()))
        .findFirst()
        .ifPresent(last -> {
          throw failed(group, there, last);
        });
    return Progress.pending();
  }

  private static ServiceError failed(AutoScalingGroup group, long there, Activity last) {
    return ServiceError.badRequest(
        "NotStabilized",
        ("Group did not stabilize. {current/minSize/maxSize group size} = {%d/%d/%d}."
                + " Failed Scaling Activity: %s")
            .formatted(
                there,
                Objects.requireNonNullElse(group.minSize(), 0),
                Objects.requireNonNullElse(group.maxSize(), 0),
                Objects.requireNonNullElse(last.statusMessage(), "")));
  }
}
