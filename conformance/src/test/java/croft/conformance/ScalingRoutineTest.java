package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A group's ordinary days, sixty times faster: schedules, a warm pool, standby, protection. */
final class ScalingRoutineTest {
  private static final String SCRIPT =
      """
      import boto3, datetime, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      cw = boto3.client("cloudwatch")
      def web():
          return asg.describe_auto_scaling_groups(
              AutoScalingGroupNames=["web"])["AutoScalingGroups"][0]
      def states():
          return {i["InstanceId"]: i["LifecycleState"] for i in web()["Instances"]}
      def serving():
          return sorted(i for i, state in states().items() if state == "InService")
      def warm():
          return {i["InstanceId"]: i["LifecycleState"] for i in
                  asg.describe_warm_pool(AutoScalingGroupName="web")["Instances"]}
      def activities():
          return asg.describe_scaling_activities(AutoScalingGroupName="web")["Activities"]
      def is_in(instance):
          return ec2.describe_instances(InstanceIds=[instance])["Reservations"][0][
              "Instances"][0]["State"]["Name"]
      def wait(what, passes, seconds=60):
          end = time.time() + seconds
          while not passes():
              if time.time() > end:
                  raise SystemExit("%s: %s %s %s" % (what, states(), warm(), activities()[:4]))
              time.sleep(0.1)
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={
          "ImageId": image, "InstanceType": "t3.micro"})
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=0, MaxSize=3, DesiredCapacity=0,
          AvailabilityZones=["us-west-2a"], LaunchTemplate={"LaunchTemplateName": "web"})
      asg.enable_metrics_collection(AutoScalingGroupName="web", Granularity="1Minute")

      far = datetime.timedelta(days=5)
      now = datetime.datetime.now(datetime.timezone.utc)
      def metric(name, statistic):
          return [p[statistic] for p in cw.get_metric_statistics(
              Namespace="AWS/AutoScaling", MetricName=name, Period=3600, Statistics=[statistic],
              Dimensions=[{"Name": "AutoScalingGroupName", "Value": "web"}],
              StartTime=now - datetime.timedelta(hours=1), EndTime=now + far)["Datapoints"]]

      # A schedule of the next minute, which is a second.
      asg.put_scheduled_update_group_action(
          AutoScalingGroupName="web", ScheduledActionName="open", Recurrence="* * * * *",
          MinSize=1, DesiredCapacity=1)
      wait("opened", lambda: len(serving()) == 1)
      asg.delete_scheduled_action(AutoScalingGroupName="web", ScheduledActionName="open")
      assert any("scheduled action" in a["Cause"] for a in activities()), activities()

      # What is warm is started, not launched.
      asg.put_warm_pool(AutoScalingGroupName="web", PoolState="Stopped", MinSize=1,
                        MaxGroupPreparedCapacity=2)
      wait("warmed", lambda: list(warm().values()) == ["Warmed:Stopped"])
      prepared = list(warm())[0]
      assert is_in(prepared) == "stopped"
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=2)
      wait("grown", lambda: prepared in serving())
      assert is_in(prepared) == "running"
      wait("measured", lambda: max(metric("GroupInServiceInstances", "Maximum")) == 2.0)
      asg.delete_warm_pool(AutoScalingGroupName="web", ForceDelete=True)
      wait("cooled", lambda: not warm())

      # One steps aside, and comes back.
      asg.enter_standby(AutoScalingGroupName="web", InstanceIds=[prepared],
                        ShouldDecrementDesiredCapacity=True)
      wait("aside", lambda: states()[prepared] == "Standby" and web()["DesiredCapacity"] == 1)
      wait("measured aside", lambda: max(metric("GroupStandbyInstances", "Maximum")) == 1.0)
      asg.exit_standby(AutoScalingGroupName="web", InstanceIds=[prepared])
      wait("back", lambda: len(serving()) == 2)

      # One leaves and runs on; it is taken in again.
      asg.detach_instances(AutoScalingGroupName="web", InstanceIds=[prepared],
                           ShouldDecrementDesiredCapacity=True)
      wait("left", lambda: prepared not in states())
      assert is_in(prepared) == "running"
      asg.attach_instances(AutoScalingGroupName="web", InstanceIds=[prepared])
      wait("taken in", lambda: prepared in serving())

      # A protected one stays when the group shrinks.
      asg.set_instance_protection(AutoScalingGroupName="web", InstanceIds=[prepared],
                                  ProtectedFromScaleIn=True)
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=1)
      wait("shrunk", lambda: list(states()) == [prepared])

      # Sick by word of mouth.
      asg.set_instance_health(InstanceId=prepared, HealthStatus="Unhealthy",
                              ShouldRespectGracePeriod=False)
      wait("healed", lambda: len(serving()) == 1 and prepared not in states())

      asg.delete_auto_scaling_group(AutoScalingGroupName="web", ForceDelete=True)
      end = time.time() + 60
      while asg.describe_auto_scaling_groups()["AutoScalingGroups"]:
          assert time.time() < end
          time.sleep(0.1)
      print("kept")
      """;

  @Test
  void days() {
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.linux("--speed", "60")) {
      assertThat(croft.python(SCRIPT).succeeded()).isEqualTo("kept");
    }
  }
}
