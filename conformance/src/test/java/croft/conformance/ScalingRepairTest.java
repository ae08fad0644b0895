package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a group does when something goes wrong: an instance dies, a release is bad. */
final class ScalingRepairTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String GROUP =
      """
      import boto3, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      cw = boto3.client("cloudwatch")
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      def web():
          return asg.describe_auto_scaling_groups(
              AutoScalingGroupNames=["web"])["AutoScalingGroups"][0]
      def serving():
          return [i["InstanceId"] for i in web()["Instances"] if i["LifecycleState"] == "InService"]
      def versions():
          return sorted(i["LaunchTemplate"]["Version"] for i in web()["Instances"])
      def activities():
          return asg.describe_scaling_activities(AutoScalingGroupName="web")["Activities"]
      def refresh():
          return asg.describe_instance_refreshes(
              AutoScalingGroupName="web")["InstanceRefreshes"][0]
      def wait(what, passes, seconds=90):
          end = time.time() + seconds
          while not passes():
              if time.time() > end:
                  raise SystemExit("%s: %s %s %s" % (
                      what, web()["Instances"], activities()[:4],
                      asg.describe_instance_refreshes(AutoScalingGroupName="web")))
              time.sleep(0.1)
      def data(**more):
          return {"ImageId": image, "InstanceType": "t3.micro", **more}
      def grouped(size, **more):
          ec2.create_launch_template(LaunchTemplateName="app", LaunchTemplateData=data(**more))
          asg.create_auto_scaling_group(
              AutoScalingGroupName="web", MinSize=0, MaxSize=4, DesiredCapacity=size,
              AvailabilityZones=["us-west-2a"],
              LaunchTemplate={"LaunchTemplateName": "app", "Version": "1"})
          wait("served", lambda: len(serving()) == size)
      def release(**more):
          ec2.create_launch_template_version(
              LaunchTemplateName="app", LaunchTemplateData=data(**more))
          asg.start_instance_refresh(
              AutoScalingGroupName="web",
              DesiredConfiguration={"LaunchTemplate": {
                  "LaunchTemplateName": "app", "Version": "2"}},
              Preferences={"MinHealthyPercentage": 50, "InstanceWarmup": 600,
                           "AutoRollback": True, **preferences})
      preferences = {}
      """;

  @BeforeAll
  static void needsClients() {
    Machine.requirePython("boto3");
    Machine.require("aws", "the AWS CLI answers the hooks");
  }

  @Test
  void aKilledInstanceIsReplacedAndHooksHoldItsSuccessor() {
    try (RunningCroft croft = RunningCroft.linux()) {
      String killed = python(croft, "grouped(1); print(serving()[0])");
      for (String which : List.of("LAUNCHING", "TERMINATING")) {
        aws(
            croft,
            "put-lifecycle-hook --auto-scaling-group-name web --lifecycle-hook-name "
                + which
                + " --lifecycle-transition autoscaling:EC2_INSTANCE_"
                + which
                + " --heartbeat-timeout 300");
      }
      croft.killFirstProcess(killed);
      complete(croft, "TERMINATING", waiting(croft, "Terminating:Wait", killed), "ABANDON");
      String successor = waiting(croft, "Pending:Wait", "");
      assertThat(successor).isNotEqualTo(killed);
      aws(
          croft,
          "record-lifecycle-action-heartbeat --auto-scaling-group-name web"
              + " --lifecycle-hook-name LAUNCHING --instance-id "
              + successor);
      complete(croft, "LAUNCHING", successor, "CONTINUE");
      assertThat(
              python(
                  croft,
                  """
                  wait("replaced", lambda: len(serving()) == 1 and len(web()["Instances"]) == 1)
                  wait("ended", lambda: all(
                      a["StatusCode"] == "Successful" for a in activities()))
                  told = [(a["Description"].split(":")[0], a["Cause"]) for a in activities()]
                  assert any(d == "Terminating EC2 instance"
                             and "EC2 health check indicating it has been terminated or stopped"
                             in c for d, c in told), told
                  assert any(d == "Launching a new EC2 instance"
                             and "unhealthy instance needing to be replaced" in c
                             for d, c in told), told
                  there = [i["InstanceId"] for r in ec2.describe_instances(Filters=[
                      {"Name": "instance-state-name", "Values": ["running"]}])["Reservations"]
                      for i in r["Instances"]]
                  assert there == serving(), there
                  print(serving()[0])
                  """))
          .isEqualTo(successor);
    }
  }

  @Test
  void aReleaseThatRaisesAnAlarmIsTakenBack() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60")) {
      assertThat(
              python(
                  croft,
                  """
                  import base64
                  grouped(2, Monitoring={"Enabled": True})
                  cw.put_metric_alarm(
                      AlarmName="hot", Namespace="AWS/EC2", MetricName="CPUUtilization",
                      Dimensions=[{"Name": "AutoScalingGroupName", "Value": "web"}],
                      Statistic="Maximum", Period=60, EvaluationPeriods=10, Threshold=8,
                      ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching")
                  wait("calm", lambda: cw.describe_alarms()["MetricAlarms"][0]["StateValue"] == "OK")
                  hog = "#!/bin/sh\\nfor i in 1 2 3 4; do (while :; do :; done) & done\\n"
                  preferences = {"AlarmSpecification": {"Alarms": ["hot"]},
                                 "CheckpointPercentages": [50, 100], "CheckpointDelay": 36000}
                  release(Monitoring={"Enabled": True},
                          UserData=base64.b64encode(hog.encode()).decode())
                  wait("back", lambda: refresh()["Status"] == "RollbackSuccessful")
                  assert "hot" in refresh()["StatusReason"], refresh()
                  assert versions() == ["1", "1"], versions()
                  assert web()["LaunchTemplate"]["Version"] == "1", web()
                  print("back")
                  """))
          .isEqualTo("back");
    }
  }

  @Test
  void aReleaseThatCannotBeLaunchedIsTakenBackAfterAnHour() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "300")) {
      assertThat(
              python(
                  croft,
                  """
                  grouped(2)
                  image = ec2.create_image(
                      InstanceId=serving()[0], Name="gone", NoReboot=True)["ImageId"]
                  end = time.time() + 60
                  while ec2.describe_images(ImageIds=[image])["Images"][0]["State"] == "pending":
                      assert time.time() < end
                      time.sleep(0.1)
                  ec2.deregister_image(ImageId=image)
                  release()
                  wait("back", lambda: refresh()["Status"] == "RollbackSuccessful")
                  assert versions() == ["1", "1"], versions()
                  failed = [a["StatusMessage"] for a in activities() if a["StatusCode"] == "Failed"]
                  assert failed and image in failed[0], activities()
                  print("back")
                  """))
          .isEqualTo("back");
    }
  }

  private static String python(RunningCroft croft, String script) {
    return croft.python(GROUP + script).succeeded();
  }

  private static String aws(RunningCroft croft, String arguments) {
    List<String> command = new ArrayList<>(List.of("aws", "autoscaling"));
    command.addAll(List.of(arguments.split(" ", -1)));
    return croft.run(command.toArray(String[]::new)).succeeded();
  }

  private static void complete(RunningCroft croft, String hook, String instance, String result) {
    aws(
        croft,
        "complete-lifecycle-action --auto-scaling-group-name web --lifecycle-hook-name "
            + hook
            + " --lifecycle-action-result "
            + result
            + " --instance-id "
            + instance);
  }

  /** The instance, or any, once a hook holds it. */
  private static String waiting(RunningCroft croft, String state, String instance) {
    return Await.until(
        SOON,
        () ->
            aws(
                croft,
                "describe-auto-scaling-instances --output text --query AutoScalingInstances["
                    + "?LifecycleState=='"
                    + state
                    + "'].InstanceId"),
        seen -> !seen.isEmpty() && seen.startsWith(instance));
  }
}
