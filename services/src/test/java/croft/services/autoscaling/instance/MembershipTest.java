package croft.services.autoscaling.instance;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.AttachInstancesQuery;
import croft.api.autoscaling.DetachInstancesQuery;
import croft.api.autoscaling.EnterStandbyQuery;
import croft.api.autoscaling.ExitStandbyQuery;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.api.autoscaling.SetInstanceHealthQuery;
import croft.api.autoscaling.SetInstanceProtectionQuery;
import croft.api.autoscaling.TerminateInstanceInAutoScalingGroupType;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
    scaling.running(scaling.group(0, 4, 2));
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  @Test
  void oneGoesIntoStandbyAndComesBack() {
    String id = scaling.ids().getFirst();
    scaling.autoscaling.enterStandby(
        EnterStandbyQuery.builder()
            .autoScalingGroupName("web")
            .instanceIds(List.of(id))
            .shouldDecrementDesiredCapacity(true)
            .build());
    scaling.settle();
    assertThat(scaling.states()).containsExactlyInAnyOrder("Standby", "InService");
    assertThat(scaling.web().desiredCapacity()).isEqualTo(1);
    assertThat(scaling.causes())
        .contains(
            "At 2026-05-01T12:00:00Z instance "
                + id
                + " was moved to standby in response to a user request, shrinking the capacity"
                + " from 2 to 1.");
    scaling.autoscaling.exitStandby(
        ExitStandbyQuery.builder().autoScalingGroupName("web").instanceIds(List.of(id)).build());
    scaling.settle();
    assertThat(scaling.states()).containsExactly("InService", "InService");
    assertThat(scaling.web().desiredCapacity()).isEqualTo(2);
  }

  @Test
  void oneInStandbyIsReplacedUnlessTheGroupShrinks() {
    scaling.autoscaling.enterStandby(
        EnterStandbyQuery.builder()
            .autoScalingGroupName("web")
            .instanceIds(List.of(scaling.ids().getFirst()))
            .shouldDecrementDesiredCapacity(false)
            .build());
    scaling.settle();
    assertThat(scaling.states()).containsExactlyInAnyOrder("Standby", "InService", "InService");
  }

  @Test
  void oneIsDetachedAndRunsOnAndIsAttachedAgain() {
    String id = scaling.ids().getFirst();
    scaling.autoscaling.detachInstances(
        DetachInstancesQuery.builder()
            .autoScalingGroupName("web")
            .instanceIds(List.of(id))
            .shouldDecrementDesiredCapacity(true)
            .build());
    scaling.settle();
    assertThat(scaling.ids()).hasSize(1).doesNotContain(id);
    assertThat(scaling.ec2.state(id)).isEqualTo("running");
    assertThat(scaling.ec2.describe(id).tagsOrEmpty()).isEmpty();
    scaling.autoscaling.attachInstances(
        AttachInstancesQuery.builder()
            .autoScalingGroupName("web")
            .instanceIds(List.of(id))
            .build());
    scaling.settle();
    assertThat(scaling.ids()).hasSize(2).contains(id);
    assertThat(scaling.ec2.describe(id).tagsOrEmpty())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("aws:autoscaling:groupName=web");
    refused(
        "ValidationError",
        "is already part of AutoScalingGroup:web",
        () ->
            scaling.autoscaling.attachInstances(
                AttachInstancesQuery.builder()
                    .autoScalingGroupName("web")
                    .instanceIds(List.of(id))
                    .build()));
  }

  @Test
  void aCallerSaysThatOneIsUnhealthy() {
    String id = scaling.ids().getFirst();
    scaling.autoscaling.setInstanceHealth(
        SetInstanceHealthQuery.builder().instanceId(id).healthStatus("Unhealthy").build());
    assertThat(scaling.web().instancesOrEmpty().getFirst().healthStatus()).isEqualTo("Unhealthy");
    scaling.settle();
    assertThat(scaling.ids()).hasSize(2).doesNotContain(id);
    assertThat(scaling.causes())
        .contains(
            "At 2026-05-01T12:00:00Z an instance was taken out of service in response to a user"
                + " health-check.");
  }

  @Test
  void aProtectedOneStaysWhenTheGroupShrinks() {
    String id = scaling.ids().getFirst();
    scaling.autoscaling.setInstanceProtection(
        SetInstanceProtectionQuery.builder()
            .autoScalingGroupName("web")
            .instanceIds(List.of(id))
            .protectedFromScaleIn(true)
            .build());
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder().autoScalingGroupName("web").desiredCapacity(0).build());
    scaling.settle();
    assertThat(scaling.ids()).containsExactly(id);
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder().autoScalingGroupName("web").desiredCapacity(0).build());
    scaling.settle();
    scaling.settle();
    assertThat(scaling.activities())
        .filteredOn(activity ->
            String.valueOf(activity.description()).startsWith("Could not scale to desired"))
        .hasSizeBetween(1, 2);
  }

  @Test
  void oneIsEndedByName() {
    String id = scaling.ids().getFirst();
    scaling.autoscaling.terminateInstanceInAutoScalingGroup(
        TerminateInstanceInAutoScalingGroupType.builder()
            .instanceId(id)
            .shouldDecrementDesiredCapacity(true)
            .build());
    scaling.settle();
    assertThat(scaling.ids()).hasSize(1).doesNotContain(id);
    assertThat(scaling.causes())
        .contains(
            "At 2026-05-01T12:00:00Z instance "
                + id
                + " was taken out of service in response to a user request, shrinking the"
                + " capacity from 2 to 1.");
  }
}
