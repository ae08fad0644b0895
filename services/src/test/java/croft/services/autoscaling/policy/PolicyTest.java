package croft.services.autoscaling.policy;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.ExecutePolicyType;
import croft.api.autoscaling.PredefinedMetricSpecification;
import croft.api.autoscaling.PutScalingPolicyType;
import croft.api.autoscaling.StepAdjustment;
import croft.api.autoscaling.TargetTrackingConfiguration;
import croft.base.Caller;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
  private ScalingFixture scaling;
  private AlarmRoom alarms;

  @BeforeEach
  void open(@TempDir Path directory) {
    alarms = new AlarmRoom();
    scaling = new ScalingFixture(directory, alarms);
    scaling.running(scaling.group(1, 10, 2).defaultInstanceWarmup(0));
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private PutScalingPolicyType.Builder policy(String type) {
    return PutScalingPolicyType.builder()
        .autoScalingGroupName("web")
        .policyName("grow")
        .policyType(type);
  }

  private static ExecutePolicyType.Builder execute() {
    return ExecutePolicyType.builder().autoScalingGroupName("web").policyName("grow");
  }

  private int desired() {
    Integer desired = scaling.web().desiredCapacity();
    return desired == null ? -1 : desired;
  }

  @Test
  void aSimplePolicyGrowsAndItsCooldownHolds() {
    scaling.autoscaling.putScalingPolicy(
        policy("SimpleScaling")
            .adjustmentType("ChangeInCapacity")
            .scalingAdjustment(1)
            .cooldown(60)
            .build());
    scaling.autoscaling.executePolicy(execute().honorCooldown(true).build());
    scaling.settle();
    assertThat(desired()).isEqualTo(3);
    assertThat(scaling.causes())
        .anyMatch(cause ->
            cause.startsWith(
                "At 2026-05-01T12:00:00Z a user request executed policy grow changing the desired"
                    + " capacity from 2 to 3."));
    refused(
        "ScalingActivityInProgress",
        "is in progress and blocks this action",
        () -> scaling.autoscaling.executePolicy(execute().honorCooldown(true).build()));
    scaling.pass(Duration.ofSeconds(60));
    scaling.autoscaling.executePolicy(execute().honorCooldown(true).build());
    assertThat(desired()).isEqualTo(4);
  }

  @Test
  void aPolicyNeverGoesBeyondTheBounds() {
    scaling.autoscaling.putScalingPolicy(
        policy("SimpleScaling").adjustmentType("ExactCapacity").scalingAdjustment(50).build());
    scaling.autoscaling.executePolicy(execute().build());
    assertThat(desired()).isEqualTo(10);
  }

  @Test
  void stepsAreChosenByHowFarTheMetricIsBeyond() {
    scaling.autoscaling.putScalingPolicy(
        policy("StepScaling")
            .adjustmentType("PercentChangeInCapacity")
            .minAdjustmentMagnitude(1)
            .stepAdjustments(
                List.of(
                    StepAdjustment.builder()
                        .metricIntervalLowerBound(0.0)
                        .metricIntervalUpperBound(20.0)
                        .scalingAdjustment(10)
                        .build(),
                    StepAdjustment.builder()
                        .metricIntervalLowerBound(20.0)
                        .scalingAdjustment(100)
                        .build()))
            .build());
    scaling.autoscaling.executePolicy(execute().metricValue(60.0).breachThreshold(50.0).build());
    assertThat(desired()).isEqualTo(3);
    scaling.settle();
    scaling.autoscaling.executePolicy(execute().metricValue(75.0).breachThreshold(50.0).build());
    assertThat(desired()).isEqualTo(6);
    refused(
        "ValidationError",
        "no step adjustment",
        () ->
            scaling.autoscaling.executePolicy(
                execute().metricValue(40.0).breachThreshold(50.0).build()));
  }

  @Test
  void trackingATargetMakesItsOwnAlarmsAndFollowsThem() {
    String arn =
        scaling
            .autoscaling
            .putScalingPolicy(
                policy("TargetTrackingScaling")
                    .targetTrackingConfiguration(
                        TargetTrackingConfiguration.builder()
                            .targetValue(50.0)
                            .predefinedMetricSpecification(
                                PredefinedMetricSpecification.builder()
                                    .predefinedMetricType("ASGAverageCPUUtilization")
                                    .build())
                            .build())
                    .build())
            .policyARN();
    assertThat(alarms.put)
        .extracting(alarm -> alarm.alarmName() + " " + alarm.comparisonOperator())
        .satisfiesExactly(
            high ->
                assertThat(high)
                    .startsWith("TargetTracking-web-AlarmHigh-")
                    .endsWith(" GreaterThanThreshold"),
            low ->
                assertThat(low)
                    .startsWith("TargetTracking-web-AlarmLow-")
                    .endsWith(" LessThanThreshold"));
    alarm(arn, 100, 50);
    assertThat(desired()).isEqualTo(4);
    scaling.settle();
    assertThat(scaling.causes())
        .anyMatch(cause ->
            cause.startsWith(
                    "At 2026-05-01T12:00:00Z a monitor alarm TargetTracking-web-AlarmHigh-")
                && cause.contains(
                    " in state ALARM triggered policy grow changing the desired capacity from 2 to"
                        + " 4."));
    alarm(arn, 20, 45);
    assertThat(desired()).isEqualTo(2);
    scaling.autoscaling.deletePolicy(
        croft.api.autoscaling.DeletePolicyType.builder()
            .autoScalingGroupName("web")
            .policyName("grow")
            .build());
    assertThat(alarms.deleted).hasSize(2);
  }

  /** As CloudWatch acts on an alarm. */
  private void alarm(@Nullable String arn, double value, double threshold) {
    new AutoscalingApi(
            scaling.operations.as(
                scaling.call(
                    Caller.service("123456789012", "cloudwatch.amazonaws.com"), "us-west-2")))
        .executePolicy(
            ExecutePolicyType.builder()
                .policyName(arn)
                .metricValue(value)
                .breachThreshold(threshold)
                .build());
  }

  @Test
  void predictingIsRefusedByName() {
    refused(
        "UnsupportedOperation",
        "PredictiveScaling",
        () -> scaling.autoscaling.putScalingPolicy(policy("PredictiveScaling").build()));
  }
}
