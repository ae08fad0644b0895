package croft.services.autoscaling.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.ec2.DescribeInstancesRequest;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends between two steps: what was begun is neither lost nor done twice. */
class CrashTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private long inEc2() {
    return scaling
        .ec2
        .ec2
        .describeInstances(DescribeInstancesRequest.builder().build())
        .reservationsOrEmpty()
        .stream()
        .mapToLong(r -> r.instancesOrEmpty().size())
        .sum();
  }

  @Test
  void aLaunchWhoseAnswerWasLostIsNotRepeated() {
    scaling.autoscaling.createAutoScalingGroup(scaling.group(0, 5, 3).build());
    LaunchPlans plans = new LaunchPlans(scaling.parts);
    assertThat(plans.grow(Look.at(scaling.parts, ScalingFixture.SCOPE, "web").orElseThrow()))
        .isTrue();
    LaunchRow decided =
        Look.at(scaling.parts, ScalingFixture.SCOPE, "web").orElseThrow().launches().getFirst();
    // EC2 launched, and the server ended before it could write that down.
    scaling.parts.cloud().ec2(ScalingFixture.SCOPE).runInstances(decided.request());
    assertThat(inEc2()).isEqualTo(3);
    scaling.settle();
    assertThat(inEc2()).isEqualTo(3);
    assertThat(scaling.states()).containsExactly("InService", "InService", "InService");
    assertThat(scaling.activities()).hasSize(3);
  }

  @Test
  void aDecidedLaunchIsNotDecidedAgain() {
    scaling.autoscaling.createAutoScalingGroup(scaling.group(0, 5, 3).build());
    scaling.denied.add("ec2:RunInstances");
    new LaunchPlans(scaling.parts)
        .grow(Look.at(scaling.parts, ScalingFixture.SCOPE, "web").orElseThrow());
    Look look = Look.at(scaling.parts, ScalingFixture.SCOPE, "web").orElseThrow();
    assertThat(look.capacity()).isEqualTo(3);
    assertThat(look.unsettled()).isTrue();
  }

  @Test
  void aLaunchThatIsRefusedIsToldAndTriedLater() {
    scaling.denied.add("ec2:RunInstances");
    scaling.autoscaling.createAutoScalingGroup(scaling.group(0, 5, 1).build());
    scaling.settle();
    assertThat(scaling.states()).isEmpty();
    assertThat(scaling.activities())
        .hasSize(1)
        .first()
        .satisfies(activity -> {
          assertThat(activity.statusCode()).isEqualTo("Failed");
          assertThat(activity.description())
              .isEqualTo(
                  "Launching a new EC2 instance.  Status Reason: denied: ec2:RunInstances"
                      + " Launching EC2 instance failed.");
        });
    scaling.denied.clear();
    scaling.pass(java.time.Duration.ofSeconds(10));
    assertThat(scaling.states()).containsExactly("InService");
  }

  @Test
  void aLookAtAGroupThatIsGoneDoesNothing() throws Exception {
    scaling.reconciler.reconcile(ScalingFixture.SCOPE + "/gone");
    assertThat(scaling.metrics).isEqualTo(Map.of());
    assertThatThrownBy(scaling::web).isInstanceOf(java.util.NoSuchElementException.class);
  }
}
