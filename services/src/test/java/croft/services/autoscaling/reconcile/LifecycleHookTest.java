package croft.services.autoscaling.reconcile;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.CompleteLifecycleActionType;
import croft.api.autoscaling.PutLifecycleHookType;
import croft.api.autoscaling.RecordLifecycleActionHeartbeatType;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleHookTest {
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

  private void hook(String transition, String result) {
    scaling.autoscaling.putLifecycleHook(
        PutLifecycleHookType.builder()
            .autoScalingGroupName("web")
            .lifecycleHookName("hold")
            .lifecycleTransition("autoscaling:EC2_INSTANCE_" + transition)
            .heartbeatTimeout(60)
            .defaultResult(result)
            .build());
  }

  private void want(int capacity) {
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder()
            .autoScalingGroupName("web")
            .desiredCapacity(capacity)
            .build());
    scaling.settle();
  }

  private void complete(String result) {
    scaling.autoscaling.completeLifecycleAction(
        CompleteLifecycleActionType.builder()
            .autoScalingGroupName("web")
            .lifecycleHookName("hold")
            .instanceId(scaling.ids().getFirst())
            .lifecycleActionResult(result)
            .build());
    scaling.settle();
  }

  @Test
  void aLaunchIsHeldUntilItIsAnswered() {
    hook("LAUNCHING", "ABANDON");
    want(1);
    assertThat(scaling.states()).containsExactly("Pending:Wait");
    assertThat(scaling.activities().getFirst().statusCode()).isEqualTo("MidLifecycleAction");
    complete("CONTINUE");
    assertThat(scaling.states()).containsExactly("InService");
  }

  @Test
  void nobodyAnsweringIsTheDefaultResultAfterTheHeartbeat() {
    hook("LAUNCHING", "CONTINUE");
    want(1);
    scaling.pass(Duration.ofSeconds(59));
    assertThat(scaling.states()).containsExactly("Pending:Wait");
    scaling.pass(Duration.ofSeconds(1));
    assertThat(scaling.states()).containsExactly("InService");
  }

  @Test
  void aHeartbeatHoldsLonger() {
    hook("LAUNCHING", "CONTINUE");
    want(1);
    scaling.pass(Duration.ofSeconds(59));
    scaling.autoscaling.recordLifecycleActionHeartbeat(
        RecordLifecycleActionHeartbeatType.builder()
            .autoScalingGroupName("web")
            .lifecycleHookName("hold")
            .instanceId(scaling.ids().getFirst())
            .build());
    scaling.pass(Duration.ofSeconds(59));
    assertThat(scaling.states()).containsExactly("Pending:Wait");
    scaling.pass(Duration.ofSeconds(1));
    assertThat(scaling.states()).containsExactly("InService");
  }

  @Test
  void anAbandonedLaunchEndsAndAnotherBegins() {
    hook("LAUNCHING", "CONTINUE");
    want(1);
    String first = scaling.ids().getFirst();
    complete("ABANDON");
    assertThat(scaling.ids()).hasSize(1).doesNotContain(first);
    assertThat(scaling.states()).containsExactly("Pending:Wait");
    assertThat(scaling.ec2.state(first)).isEqualTo("terminated");
    assertThat(scaling.activities())
        .anySatisfy(activity -> {
          assertThat(activity.statusCode()).isEqualTo("Cancelled");
          assertThat(activity.statusMessage())
              .startsWith("Instance failed to complete user's Lifecycle Action: Lifecycle Action")
              .endsWith("was abandoned: Lifecycle Action Completed with ABANDON Result");
        });
  }

  @Test
  void anEndIsHeldWhileTheInstanceRuns() {
    want(1);
    hook("TERMINATING", "CONTINUE");
    want(0);
    String id = scaling.ids().getFirst();
    assertThat(scaling.states()).containsExactly("Terminating:Wait");
    assertThat(scaling.ec2.state(id)).isEqualTo("running");
    complete("CONTINUE");
    assertThat(scaling.states()).isEmpty();
    assertThat(scaling.ec2.state(id)).isEqualTo("terminated");
  }

  @Test
  void anAnswerToNothingIsRefused() {
    hook("LAUNCHING", "CONTINUE");
    want(1);
    complete("CONTINUE");
    refused("ValidationError", "No active Lifecycle Action found", () -> complete("CONTINUE"));
  }
}
