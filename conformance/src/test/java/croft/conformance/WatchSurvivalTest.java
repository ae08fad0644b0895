package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed keeps what it was told and what it saw: points, alarms, activities. */
@Execution(ExecutionMode.CONCURRENT)
final class WatchSurvivalTest {
  private static final String COMMON =
      """
      import boto3, datetime, json, sys, time
      cw, asg = boto3.client("cloudwatch"), boto3.client("autoscaling")
      ec2, home = boto3.client("ec2"), sys.argv[1]
      utc = datetime.timezone.utc
      def wait(what, passes, seconds=90):
          end = time.time() + seconds
          while not passes():
              assert time.time() < end, (what, cw.describe_alarms()["MetricAlarms"],
                                         asg.describe_auto_scaling_groups())
              time.sleep(0.1)
      def points(namespace, name, period, dimensions, statistic="Sum"):
          now = datetime.datetime.now(utc)
          found = cw.get_metric_statistics(
              Namespace=namespace, MetricName=name, Period=period, Statistics=[statistic],
              Dimensions=dimensions, StartTime=now - datetime.timedelta(minutes=100),
              EndTime=now + datetime.timedelta(minutes=1))["Datapoints"]
          return {p["Timestamp"].timestamp(): p[statistic] for p in found}
      def states():
          return {a["AlarmName"]: [a["StateValue"], a["StateReason"],
                                   a["StateUpdatedTimestamp"].timestamp()]
                  for a in cw.describe_alarms()["MetricAlarms"] if a["AlarmName"] != "group"}
      def activities():
          return {a["ActivityId"]: [a["StatusCode"], a["Cause"]] for a in
                  asg.describe_scaling_activities(AutoScalingGroupName="web")["Activities"]}
      def web():
          return asg.describe_auto_scaling_groups()["AutoScalingGroups"][0]
      def serving():
          return sorted(i["InstanceId"] for i in web()["Instances"]
                        if i["LifecycleState"] == "InService")
      GROUP = [{"Name": "AutoScalingGroupName", "Value": "web"}]
      """;

  private static final String BEGIN =
      """
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={
          "ImageId": image, "InstanceType": "t3.micro", "Monitoring": {"Enabled": True}})
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=0, MaxSize=4, DesiredCapacity=2,
          AvailabilityZones=["us-west-2a"], LaunchTemplate={"LaunchTemplateName": "web"})
      asg.suspend_processes(AutoScalingGroupName="web", ScalingProcesses=["AZRebalance"])
      wait("served", lambda: len(serving()) == 2)
      cw.put_metric_alarm(
          AlarmName="set", Namespace="Shop", MetricName="never", Period=60, Threshold=1,
          Statistic="Sum", EvaluationPeriods=1, ComparisonOperator="GreaterThanThreshold",
          TreatMissingData="ignore")
      cw.set_alarm_state(AlarmName="set", StateValue="ALARM", StateReason="rehearsal")
      cw.put_metric_data(Namespace="Shop", MetricData=[
          {"MetricName": "load", "Value": 99, "StorageResolution": 1}])
      cw.put_metric_alarm(
          AlarmName="seen", Namespace="Shop", MetricName="load", Period=10, Threshold=80,
          Statistic="Maximum", EvaluationPeriods=1, ComparisonOperator="GreaterThanThreshold",
          TreatMissingData="ignore")
      wait("fired", lambda: states()["seen"][0] == "ALARM")
      wait("metered", lambda: len(points("AWS/EC2", "CPUUtilization", 10, GROUP)) >= 1)
      minute = datetime.datetime.now(utc).replace(second=0, microsecond=0)
      for m in range(60):
          cw.put_metric_data(Namespace="Shop", MetricData=[
              {"MetricName": "orders", "Value": m, "Timestamp": minute - m
               * datetime.timedelta(minutes=1)}])
      # The last thing before the kill is an answer: whatever was answered is kept.
      json.dump([states(), activities(), serving(), points("AWS/EC2", "CPUUtilization", 10, GROUP),
                 points("Shop", "orders", 60, [])], open(home + "/before", "w"))
      cw.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "last", "Value": 7}])
      print("told")
      """;

  private static final String AGAIN =
      """
      alarms, done, instances, cpu, orders = json.load(open(home + "/before"))
      assert states() == alarms, (states(), alarms)
      now = activities()
      assert all(now[a] == done[a] for a in done), (now, done)
      assert serving() == instances, web()
      assert [p["ProcessName"] for p in web()["SuspendedProcesses"]] == ["AZRebalance"]
      kept = {str(t): v for t, v in points("AWS/EC2", "CPUUtilization", 10, GROUP).items()}
      assert all(kept[t] == v for t, v in cpu.items()), (kept, cpu)
      assert len(orders) == 60
      assert {str(t): v for t, v in points("Shop", "orders", 60, []).items()} == orders
      assert sum(points("Shop", "last", 60, []).values()) == 7.0 * int(sys.argv[2])
      items = cw.describe_alarm_history(AlarmName="seen", HistoryItemType="StateUpdate")
      assert len(items["AlarmHistoryItems"]) == 1, items
      there = sorted(i["InstanceId"] for r in ec2.describe_instances()["Reservations"]
                     for i in r["Instances"])
      assert there == instances, there
      cw.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "last", "Value": 7}])
      print("kept")
      """;

  private static final String AFTER =
      """
      before = len(json.load(open(home + "/before"))[3])
      wait("metered on", lambda: len(points("AWS/EC2", "CPUUtilization", 10, GROUP)) > before)
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)
      wait("grown", lambda: len(serving()) == 3)
      print("on")
      """;

  private Path home = Path.of("/");

  @BeforeEach
  void makeHome() {
    Machine.requireInstances();
    Machine.requirePython("boto3");
    home = RunningCroft.newHome();
  }

  @AfterEach
  void purge() {
    try {
      ServerProcess.purge(home);
    } finally {
      RunningCroft.delete(home);
    }
  }

  @Test
  void nothingThatWasAnsweredIsLost() throws IOException {
    killedAfter(BEGIN, "told", 0);
    killedAfter(AGAIN, "kept", 1);
    killedAfter(AGAIN, "kept", 2);
    killedAfter(AFTER, "on", 3);
  }

  /**
   * Runs a script at a server, and kills the server as soon as the script is done, after some kills
   * before.
   */
  private void killedAfter(String script, String says, int kills) throws IOException {
    ServerProcess server = ServerProcess.start(home);
    try {
      assertThat(server.python(COMMON + script, home.toString(), "" + kills).succeeded())
          .isEqualTo(says);
    } finally {
      server.kill();
    }
  }
}
