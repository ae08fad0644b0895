package croft.services.autoscaling.scheduledaction;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.DescribeScheduledActionsType;
import croft.api.autoscaling.PutScheduledUpdateGroupActionType;
import croft.api.autoscaling.ScalingProcessQuery;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
    scaling.running(scaling.group(0, 3, 0));
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private static PutScheduledUpdateGroupActionType.Builder action() {
    return PutScheduledUpdateGroupActionType.builder()
        .autoScalingGroupName("web")
        .scheduledActionName("morning")
        .desiredCapacity(2);
  }

  private int scheduled() {
    return scaling
        .autoscaling
        .describeScheduledActions(
            DescribeScheduledActionsType.builder().autoScalingGroupName("web").build())
        .scheduledUpdateGroupActionsOrEmpty()
        .size();
  }

  @Test
  void aTimeComesOnce() {
    scaling.autoscaling.putScheduledUpdateGroupAction(
        action().startTime(scaling.now().plusSeconds(60)).build());
    scaling.pass(Duration.ofSeconds(59));
    assertThat(scaling.states()).isEmpty();
    scaling.pass(Duration.ofSeconds(1));
    assertThat(scaling.states()).containsExactly("InService", "InService");
    assertThat(scaling.causes().getFirst())
        .startsWith(
            "At 2026-05-01T12:01:00Z a scheduled action update of AutoScalingGroup constraints to"
                + " min: , max: , desired: 2 changing the desired capacity from 0 to 2.");
    assertThat(scheduled()).isZero();
  }

  @Test
  void aRecurrenceComesAgain() {
    scaling.autoscaling.putScheduledUpdateGroupAction(action().recurrence("*/10 * * * *").build());
    scaling.pass(Duration.ofMinutes(10));
    assertThat(scaling.web().desiredCapacity()).isEqualTo(2);
    assertThat(scheduled()).isEqualTo(1);
  }

  @Test
  void asSuspendedItIsPassedOver() {
    scaling.autoscaling.suspendProcesses(
        ScalingProcessQuery.builder()
            .autoScalingGroupName("web")
            .scalingProcesses(List.of("ScheduledActions"))
            .build());
    scaling.autoscaling.putScheduledUpdateGroupAction(
        action().startTime(scaling.now().plusSeconds(60)).build());
    scaling.pass(Duration.ofMinutes(2));
    assertThat(scaling.states()).isEmpty();
  }

  @Test
  void whatNeverComesIsRefused() {
    refused(
        "ValidationError",
        "in the past",
        () ->
            scaling.autoscaling.putScheduledUpdateGroupAction(
                action().startTime(scaling.now().minusSeconds(1)).build()));
    refused(
        "ValidationError",
        "Given recurrence string:often is invalid",
        () ->
            scaling.autoscaling.putScheduledUpdateGroupAction(
                action().recurrence("often").build()));
  }
}
