package croft.services.autoscaling.reconcile;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.AttachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.DescribeLoadBalancerTargetGroupsRequest;
import croft.api.autoscaling.DetachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.LoadBalancerTargetGroupState;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.services.autoscaling.ScalingFixture;
import croft.services.autoscaling.TargetRoom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerTest {
  private final TargetRoom balancer = new TargetRoom();
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory, balancer);
    scaling.running(
        scaling
            .group(0, 3, 2)
            .targetGroupARNs(List.of(TargetRoom.ARN))
            .healthCheckType("ELB")
            .healthCheckGracePeriod(30));
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private List<String> attached() {
    return scaling
        .autoscaling
        .describeLoadBalancerTargetGroups(
            DescribeLoadBalancerTargetGroupsRequest.builder().autoScalingGroupName("web").build())
        .loadBalancerTargetGroupsOrEmpty()
        .stream()
        .map(LoadBalancerTargetGroupState::state)
        .toList();
  }

  @Test
  void instancesInServiceAreRegistered() {
    assertThat(balancer.targets.keySet()).containsExactlyInAnyOrderElementsOf(scaling.ids());
    scaling.pass(Duration.ofSeconds(1));
    assertThat(attached()).containsExactly("InService");
  }

  @Test
  void anUnhealthyOneIsReplacedAfterTheGrace() {
    scaling.pass(Duration.ofSeconds(1));
    String id = scaling.ids().getFirst();
    balancer.targets.put(id, "unhealthy");
    scaling.pass(Duration.ofSeconds(10));
    assertThat(scaling.ids()).contains(id);
    scaling.pass(Duration.ofSeconds(20));
    balancer.targets.remove(id);
    scaling.pass(Duration.ofSeconds(2));
    assertThat(scaling.ids()).hasSize(2).doesNotContain(id);
    assertThat(scaling.causes())
        .anyMatch(cause ->
            cause.endsWith(
                "taken out of service in response to an ELB system health check" + " failure."));
  }

  @Test
  void oneThatLeavesAnswersWhatItWasAskedFirst() {
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder().autoScalingGroupName("web").desiredCapacity(1).build());
    scaling.pass(Duration.ofSeconds(2));
    assertThat(scaling.states()).containsExactlyInAnyOrder("Terminating", "InService");
    assertThat(scaling.activities())
        .anyMatch(a -> "WaitingForELBConnectionDraining".equals(a.statusCode()));
    String leaving =
        balancer.targets.entrySet().stream()
            .filter(target -> target.getValue().equals("draining"))
            .findFirst()
            .orElseThrow()
            .getKey();
    assertThat(scaling.ec2.state(leaving)).isEqualTo("running");
    balancer.targets.remove(leaving);
    scaling.pass(Duration.ofSeconds(2));
    assertThat(scaling.states()).containsExactly("InService");
    assertThat(scaling.ec2.state(leaving)).isEqualTo("terminated");
  }

  @Test
  void detachingTakesInstancesOutAndLeavesThemRunning() {
    scaling.autoscaling.detachLoadBalancerTargetGroups(
        DetachLoadBalancerTargetGroupsType.builder()
            .autoScalingGroupName("web")
            .targetGroupARNs(List.of(TargetRoom.ARN))
            .build());
    scaling.pass(Duration.ofSeconds(2));
    assertThat(attached()).containsExactly("Removing");
    balancer.targets.clear();
    scaling.pass(Duration.ofSeconds(2));
    assertThat(attached()).isEmpty();
    assertThat(scaling.states()).containsExactly("InService", "InService");
  }

  @Test
  void whatIsNotThereIsRefused() {
    refused(
        "ValidationError",
        "Provided Target Groups may not be valid",
        () ->
            scaling.autoscaling.attachLoadBalancerTargetGroups(
                AttachLoadBalancerTargetGroupsType.builder()
                    .autoScalingGroupName("web")
                    .targetGroupARNs(List.of(TargetRoom.ARN + "0"))
                    .build()));
  }
}
