package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups that follow the load inside of their instances: up while it lasts, down after it. */
final class ScalingByLoadTest {
  private static final String BURN =
      "for i in 1 2 3 4; do nohup sh -c 'while :; do :; done' >/dev/null 2>&1 & echo $!; done"
          + " > /run/burning";
  private static final String REST = "kill $(cat /run/burning)";

  private static final String GROUP =
      """
      import boto3, sys, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      cw = boto3.client("cloudwatch")
      CPU = dict(Namespace="AWS/EC2", MetricName="CPUUtilization", Statistic="Maximum",
                 Dimensions=[{"Name": "AutoScalingGroupName", "Value": "web"}])
      def web():
          return asg.describe_auto_scaling_groups(
              AutoScalingGroupNames=["web"])["AutoScalingGroups"][0]
      def serving():
          return [i["InstanceId"] for i in web()["Instances"] if i["LifecycleState"] == "InService"]
      def told():
          return [(a["Description"], a["Cause"], a["StatusCode"]) for a in
                  asg.describe_scaling_activities(AutoScalingGroupName="web")["Activities"]]
      def wait(what, passes, seconds=90):
          end = time.time() + seconds
          while not passes():
              if time.time() > end:
                  raise SystemExit(what + ": %s\\n%s\\n%s" % (web()["Instances"], told(), [
                      (a["AlarmName"], a["StateValue"], a["StateReason"])
                      for a in cw.describe_alarms()["MetricAlarms"]]))
              time.sleep(0.1)
      def grouped(**more):
          image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
          ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={
              "ImageId": image, "InstanceType": "t3.micro", "Monitoring": {"Enabled": True}})
          asg.create_auto_scaling_group(
              AutoScalingGroupName="web", MinSize=1, MaxSize=2, AvailabilityZones=["us-west-2a"],
              LaunchTemplate={"LaunchTemplateName": "web"}, **more)
          wait("one", lambda: len(serving()) == 1)
      def told_of(policy, alarm):
          return any(alarm in cause and policy in cause for _, cause, _ in told())
      """;

  private static final String STEPS =
      """
      def policies(period):
          up = asg.put_scaling_policy(
              AutoScalingGroupName="web", PolicyName="up", PolicyType="StepScaling",
              AdjustmentType="ChangeInCapacity", EstimatedInstanceWarmup=0, StepAdjustments=[
                  {"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}])["PolicyARN"]
          down = asg.put_scaling_policy(
              AutoScalingGroupName="web", PolicyName="down", PolicyType="SimpleScaling",
              AdjustmentType="ChangeInCapacity", ScalingAdjustment=-1, Cooldown=10)["PolicyARN"]
          cw.put_metric_alarm(
              AlarmName="busy", Period=period, EvaluationPeriods=2, Threshold=8,
              ComparisonOperator="GreaterThanThreshold", AlarmActions=[up], **CPU)
          cw.put_metric_alarm(
              AlarmName="calm", Period=period, EvaluationPeriods=2, Threshold=5,
              ComparisonOperator="LessThanThreshold", AlarmActions=[down], **CPU)
      """;

  private static final String GROWN =
      """
      wait("grown", lambda: len(serving()) == 2)
      assert told_of("up", "busy"), told()
      print("grown")
      """;

  private static final String SHRUNK =
      """
      wait("shrunk", lambda: len(web()["Instances"]) == 1)
      assert told_of("down", "calm"), told()
      history = cw.describe_alarm_history(AlarmName="calm", HistoryItemType="Action")
      assert any("Successfully executed action" in i["HistorySummary"]
                 for i in history["AlarmHistoryItems"]), history
      print("shrunk")
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void tenSecondsOfLoadGrowAGroup() {
    try (RunningCroft croft = RunningCroft.linux()) {
      follows(croft, 10);
    }
  }

  @Test
  void minutesOfLoadPassInSecondsOfFasterTime() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60")) {
      follows(croft, 60);
    }
  }

  private static void follows(RunningCroft croft, int periodSeconds) {
    String id = run(croft, GROUP + "grouped(DefaultCooldown=10); print(serving()[0])");
    croft.awaitBoot(id);
    croft.told(id, BURN);
    run(croft, GROUP + STEPS + "policies(" + periodSeconds + ")");
    assertThat(run(croft, GROUP + GROWN)).isEqualTo("grown");
    croft.seen(id, REST);
    assertThat(run(croft, GROUP + SHRUNK)).isEqualTo("shrunk");
  }

  @Test
  void aTargetIsTracked() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60")) {
      String id =
          run(
              croft,
              GROUP
                  + """
                  grouped(DefaultInstanceWarmup=60)
                  asg.put_scaling_policy(
                      AutoScalingGroupName="web", PolicyName="track",
                      PolicyType="TargetTrackingScaling", TargetTrackingConfiguration={
                          "PredefinedMetricSpecification": {
                              "PredefinedMetricType": "ASGAverageCPUUtilization"},
                          "TargetValue": 8})
                  names = sorted(a["AlarmName"] for a in cw.describe_alarms()["MetricAlarms"])
                  assert len(names) == 2 and "AlarmHigh" in names[0], names
                  print(serving()[0])
                  """);
      croft.awaitBoot(id);
      croft.told(id, BURN);
      assertThat(
              run(
                  croft,
                  GROUP
                      + """
                      wait("grown", lambda: len(serving()) == 2)
                      assert told_of("track", "AlarmHigh"), told()
                      print("grown")
                      """))
          .isEqualTo("grown");
      croft.seen(id, REST);
      assertThat(
              run(
                  croft,
                  GROUP
                      + """
                      wait("shrunk", lambda: len(web()["Instances"]) == 1)
                      assert told_of("track", "AlarmLow"), told()
                      asg.delete_policy(AutoScalingGroupName="web", PolicyName="track")
                      assert not cw.describe_alarms()["MetricAlarms"]
                      print("shrunk")
                      """))
          .isEqualTo("shrunk");
    }
  }

  private static String run(RunningCroft croft, String script) {
    return croft.python(script).succeeded();
  }
}
