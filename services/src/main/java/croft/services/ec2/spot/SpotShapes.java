package croft.services.ec2.spot;

import croft.api.ec2.GroupIdentifier;
import croft.api.ec2.LaunchSpecification;
import croft.api.ec2.RunInstancesMonitoringEnabled;
import croft.api.ec2.SpotInstanceRequest;
import croft.api.ec2.SpotInstanceStatus;
import croft.api.ec2.SpotPlacement;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spot requests as the API shows them: their state follows from their instance's.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html">Spot request
 * status</a>.
 */
final class SpotShapes {
  private final Transaction tx;
  private final String scope;

  private final Instant now;

  SpotShapes(Transaction tx, String scope, Instant now) {
    this.tx = tx;
    this.scope = scope;
    this.now = now;
  }

  private Optional<Instance> instance(SpotRequest request) {
    return tx.get(Instances.TABLE, scope, request.instanceId());
  }

  String state(SpotRequest request) {
    if (request.cancelledAt() != null) {
      return "cancelled";
    }
    if (!SpotRequests.hasEnded(tx, request)) {
      return isStopped(request) ? "disabled" : "active";
    }
    return request.isKept(now) ? "open" : "closed";
  }

  private boolean isStopped(SpotRequest request) {
    InstanceState state = instance(request).map(Instance::state).orElse(InstanceState.RUNNING);
    return state == InstanceState.STOPPED || state == InstanceState.STOPPING;
  }

  String statusCode(SpotRequest request) {
    if (SpotRequests.hasEnded(tx, request)) {
      if (request.isKept(now)) {
        return request.failure() == null ? "pending-fulfillment" : "constraint-not-fulfillable";
      }
      return "instance-terminated-by-user";
    }
    if (request.cancelledAt() != null) {
      return "request-canceled-and-instance-running";
    }
    return isStopped(request) ? "instance-stopped-by-user" : "fulfilled";
  }

  private static String message(SpotRequest request, String code) {
    return switch (code) {
      case "pending-fulfillment" -> "Your Spot request is pending fulfillment.";
      case "constraint-not-fulfillable" -> "The Spot request cannot launch: " + request.failure();
      case "instance-terminated-by-user" ->
          "Spot Instance terminated due to user-initiated termination.";
      case "request-canceled-and-instance-running" ->
          "You canceled the Spot request while the Spot" + " Instances are still running.";
      case "instance-stopped-by-user" -> "Your Spot Instance was stopped by you.";
      default -> "Your Spot request is fulfilled.";
    };
  }

  @Nullable String zone(SpotRequest request) {
    return instance(request).map(i -> i.place().zone()).orElse(null);
  }

  LaunchSpecification launch(SpotRequest request) {
    return instance(request)
        .map(SpotShapes::launch)
        .orElseGet(() -> LaunchSpecification.builder().build());
  }

  private static LaunchSpecification launch(Instance instance) {
    return LaunchSpecification.builder()
        .imageId(instance.launch().imageId())
        .instanceType(instance.options().type())
        .keyName(instance.launch().keyName())
        .subnetId(instance.place().subnetId())
        .ebsOptimized(instance.settings().ebsOptimized())
        .securityGroups(
            instance.place().groupIds().stream()
                .map(id -> GroupIdentifier.builder().groupId(id).build())
                .toList())
        .monitoring(
            RunInstancesMonitoringEnabled.builder()
                .enabled(instance.options().detailedMonitoring())
                .build())
        .placement(SpotPlacement.builder().availabilityZone(instance.place().zone()).build())
        .build();
  }

  SpotInstanceRequest shape(SpotRequest request) {
    String code = statusCode(request);
    return SpotInstanceRequest.builder()
        .spotInstanceRequestId(request.id())
        .instanceId(request.instanceId())
        .createTime(request.createdAt())
        .launchSpecification(launch(request))
        .launchedAvailabilityZone(zone(request))
        .productDescription("Linux/UNIX")
        .spotPrice(request.maxPrice())
        .state(state(request))
        .status(
            SpotInstanceStatus.builder()
                .code(code)
                .message(message(request, code))
                .updateTime(
                    request.cancelledAt() == null ? request.createdAt() : request.cancelledAt())
                .build())
        .type(request.type())
        .validUntil(request.validUntil())
        .instanceInterruptionBehavior(request.interruption())
        .tags(Tags.shapes(Tags.of(tx, scope, request.id())))
        .build();
  }
}
