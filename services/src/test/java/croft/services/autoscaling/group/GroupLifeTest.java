package croft.services.autoscaling.group;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.Activity;
import croft.api.autoscaling.DeleteAutoScalingGroupType;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupLifeTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  @Test
  void aGroupLaunchesItsInstancesAndSaysWhy() {
    scaling.autoscaling.createAutoScalingGroup(scaling.group(0, 5, 2).build());
    scaling.look();
    assertThat(scaling.states()).containsExactly("Pending", "Pending");
    scaling.settle();
    assertThat(scaling.states()).containsExactly("InService", "InService");
    assertThat(scaling.ec2.state(scaling.ids().getFirst())).isEqualTo("running");
    assertThat(scaling.activities())
        .hasSize(2)
        .allSatisfy(activity -> {
          assertThat(activity.statusCode()).isEqualTo("Successful");
          assertThat(activity.progress()).isEqualTo(100);
          assertThat(activity.description()).startsWith("Launching a new EC2 instance: i-");
          assertThat(activity.cause())
              .isEqualTo(
                  "At 2026-05-01T12:00:00Z a user request created an AutoScalingGroup changing the"
                      + " desired capacity from 0 to 2.  At 2026-05-01T12:00:00Z an instance was"
                      + " started in response to a difference between desired and actual capacity,"
                      + " increasing the capacity from 0 to 2.");
        });
  }

  @Test
  void itsInstancesAreTaggedAndLaunchedByTheServiceLinkedRole() {
    scaling.running(
        scaling
            .group(1, 1, 1)
            .tags(
                List.of(
                    croft.api.autoscaling.Tag.builder()
                        .key("Name")
                        .value("web")
                        .propagateAtLaunch(true)
                        .build(),
                    croft.api.autoscaling.Tag.builder().key("kept").value("here").build())));
    assertThat(scaling.ec2.describe(scaling.ids().getFirst()).tagsOrEmpty())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactlyInAnyOrder("Name=web", "aws:autoscaling:groupName=web");
    assertThat(scaling.asked)
        .anyMatch(asked -> asked.startsWith("ASSUMED_ROLE ec2:RunInstances"))
        .noneMatch(asked -> asked.startsWith("ROOT ec2:RunInstances"));
  }

  @Test
  void aChangeOfConstraintsGrowsAndShrinksIt() {
    scaling.running(scaling.group(0, 5, 0));
    scaling.autoscaling.updateAutoScalingGroup(
        UpdateAutoScalingGroupType.builder()
            .autoScalingGroupName("web")
            .minSize(1)
            .maxSize(3)
            .desiredCapacity(2)
            .build());
    scaling.settle();
    assertThat(String.join("\n", scaling.causes()))
        .startsWith(
            "At 2026-05-01T12:00:00Z a user request update of AutoScalingGroup constraints to min:"
                + " 1, max: 3, desired: 2 changing the desired capacity from 0 to 2.  At ");
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder().autoScalingGroupName("web").desiredCapacity(1).build());
    scaling.ec2.clock.advance(Duration.ofSeconds(1));
    scaling.settle();
    Activity ended = scaling.activities().getFirst();
    assertThat(scaling.states()).containsExactly("InService");
    assertThat(ended.description()).startsWith("Terminating EC2 instance: i-");
    assertThat(ended.statusCode()).isEqualTo("Successful");
    assertThat(ended.cause())
        .startsWith(
            "At 2026-05-01T12:00:00Z a user request explicitly set group desired capacity changing"
                + " the desired capacity from 2 to 1.  At 2026-05-01T12:00:01Z an instance was"
                + " taken out of service in response to a difference between desired and actual"
                + " capacity, shrinking the capacity from 2 to 1.  At 2026-05-01T12:00:01Z"
                + " instance i-")
        .endsWith(" was selected for termination.");
  }

  @Test
  void anInstanceKilledFromOutsideIsReplaced() {
    scaling.running(scaling.group(2, 2, 2));
    String killed = scaling.ids().getFirst();
    scaling.ec2.clock.advance(Duration.ofSeconds(10));
    scaling.kill(killed);
    scaling.settle();
    assertThat(scaling.states()).containsExactly("InService", "InService");
    assertThat(scaling.ids()).doesNotContain(killed);
    assertThat(scaling.causes())
        .contains(
            "At 2026-05-01T12:00:10Z an instance was taken out of service in response to an EC2"
                + " health check indicating it has been terminated or stopped.",
            "At 2026-05-01T12:00:10Z an instance was launched in response to an unhealthy instance"
                + " needing to be replaced.");
  }

  @Test
  void itIsDeletedWithItsInstancesByForceAlone() {
    scaling.running(scaling.group(1, 1, 1));
    String id = scaling.ids().getFirst();
    refused(
        "ResourceInUse",
        "while there are instances",
        () -> scaling.autoscaling.deleteAutoScalingGroup(delete(false)));
    scaling.autoscaling.deleteAutoScalingGroup(delete(true));
    assertThat(scaling.web().status()).isEqualTo("Delete in progress");
    scaling.settle();
    assertThat(scaling.find("web")).isEmpty();
    assertThat(scaling.ec2.state(id)).isEqualTo("terminated");
    assertThat(scaling.activities())
        .allSatisfy(a -> assertThat(a.autoScalingGroupState()).isEqualTo("Deleted"));
  }

  private static DeleteAutoScalingGroupType delete(boolean force) {
    return DeleteAutoScalingGroupType.builder()
        .autoScalingGroupName("web")
        .forceDelete(force)
        .build();
  }
}
