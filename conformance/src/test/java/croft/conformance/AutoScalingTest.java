package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Groups of instances that run, as boto3 sees them. */
final class AutoScalingTest {
  private static final String SCRIPT =
      """
      import boto3, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      def web():
          groups = asg.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])
          return groups["AutoScalingGroups"][0]
      def ids():
          return sorted(i["InstanceId"] for i in web()["Instances"])
      def states():
          return sorted(i["LifecycleState"] for i in web()["Instances"])
      def wait(what, passes, seconds=90):
          end = time.time() + seconds
          while not passes():
              if time.time() > end:
                  raise SystemExit(what + ": " + str(web()["Instances"]) + str(
                      asg.describe_scaling_activities(AutoScalingGroupName="web")["Activities"]))
              time.sleep(0.1)
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      subnets = ec2.describe_subnets()["Subnets"]
      if not subnets:
          ec2.create_default_vpc()
          subnets = ec2.describe_subnets()["Subnets"]
      def data(kind):
          return {"ImageId": image, "InstanceType": kind}
      ec2.create_launch_template(LaunchTemplateName="app", LaunchTemplateData=data("t3.micro"))
      ec2.create_launch_template_version(
          LaunchTemplateName="app", LaunchTemplateData=data("t3.small"))
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=0, MaxSize=6, DesiredCapacity=0,
          LaunchTemplate={"LaunchTemplateName": "app", "Version": "1"},
          VPCZoneIdentifier=",".join(s["SubnetId"] for s in subnets[:2]),
          Tags=[{"Key": "Name", "Value": "web", "PropagateAtLaunch": True}])

      # From nothing to three, over two zones.
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)
      wait("three", lambda: states() == ["InService"] * 3)
      zones = [i["AvailabilityZone"] for i in web()["Instances"]]
      assert len(set(zones)) == 2, zones
      running = ec2.describe_instances(Filters=[
          {"Name": "tag:aws:autoscaling:groupName", "Values": ["web"]},
          {"Name": "instance-state-name", "Values": ["running"]}])["Reservations"]
      assert sum(len(r["Instances"]) for r in running) == 3

      # One killed from outside is replaced.
      killed = ids()[0]
      ec2.terminate_instances(InstanceIds=[killed])
      wait("replaced", lambda: killed not in ids() and states() == ["InService"] * 3)
      causes = [a["Cause"] for a in asg.describe_scaling_activities(
          AutoScalingGroupName="web")["Activities"]]
      assert any("needing to be replaced" in c for c in causes), causes

      # A hook holds a launch until it is answered.
      asg.put_lifecycle_hook(
          AutoScalingGroupName="web", LifecycleHookName="hold", HeartbeatTimeout=300,
          LifecycleTransition="autoscaling:EC2_INSTANCE_LAUNCHING")
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=4)
      wait("held", lambda: "Pending:Wait" in states())
      held = [i["InstanceId"] for i in web()["Instances"]
              if i["LifecycleState"] == "Pending:Wait"][0]
      asg.complete_lifecycle_action(
          AutoScalingGroupName="web", LifecycleHookName="hold", InstanceId=held,
          LifecycleActionResult="CONTINUE")
      wait("completed", lambda: states() == ["InService"] * 4)
      asg.delete_lifecycle_hook(AutoScalingGroupName="web", LifecycleHookName="hold")

      # A refresh replaces two, and goes back.
      asg.start_instance_refresh(
          AutoScalingGroupName="web",
          DesiredConfiguration={"LaunchTemplate": {"LaunchTemplateName": "app", "Version": "2"}},
          Preferences={"MinHealthyPercentage": 50, "InstanceWarmup": 0,
                       "CheckpointPercentages": [50, 100], "CheckpointDelay": 3600})
      def refresh():
          return asg.describe_instance_refreshes(
              AutoScalingGroupName="web")["InstanceRefreshes"][0]
      def versions():
          return sorted(i["LaunchTemplate"]["Version"] for i in web()["Instances"]
                        if i["LifecycleState"] == "InService")
      wait("half", lambda: refresh()["PercentageComplete"] == 50)
      assert versions() == ["1", "1", "2", "2"], versions()
      asg.rollback_instance_refresh(AutoScalingGroupName="web")
      wait("back", lambda: refresh()["Status"] == "RollbackSuccessful")
      assert versions() == ["1"] * 4, versions()

      # All of it ends with the group.
      last = ids()
      asg.delete_auto_scaling_group(AutoScalingGroupName="web", ForceDelete=True)
      end = time.time() + 60
      while asg.describe_auto_scaling_groups()["AutoScalingGroups"]:
          assert time.time() < end
          time.sleep(0.1)
      for r in ec2.describe_instances(InstanceIds=last)["Reservations"]:
          for i in r["Instances"]:
              assert i["State"]["Name"] == "terminated", i["State"]
      print("seen")
      """;

  /** A web server that hears a topic, which a group and its hook tell of what happens. */
  private static final String NOTIFIED =
      """
      import boto3, http.server, json, queue, threading, time, urllib.request
      heard = queue.Queue()
      class Hook(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              heard.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
              self.send_response(200)
              self.end_headers()
          def log_message(self, *args):
              pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      sns, asg, ec2 = boto3.client("sns"), boto3.client("autoscaling"), boto3.client("ec2")
      topic = sns.create_topic(Name="scaling")["TopicArn"]
      sns.subscribe(TopicArn=topic, Protocol="http",
                    Endpoint="http://127.0.0.1:%d/" % server.server_port)
      urllib.request.urlopen(heard.get(timeout=30)["SubscribeURL"]).read()
      def told(event, key="Event"):
          while True:
              document = heard.get(timeout=30)
              message = json.loads(document["Message"])
              if message.get(key) == event:
                  return document["Subject"], message
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      ec2.create_launch_template(LaunchTemplateName="app", LaunchTemplateData={
          "ImageId": image, "InstanceType": "t3.micro"})
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=0, MaxSize=2, DesiredCapacity=0,
          LaunchTemplate={"LaunchTemplateName": "app"}, AvailabilityZones=["us-west-2a"])
      asg.put_notification_configuration(
          AutoScalingGroupName="web", TopicARN=topic, NotificationTypes=[
              "autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE",
              "autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:TEST_NOTIFICATION"])
      told("autoscaling:TEST_NOTIFICATION")
      role = boto3.client("iam").create_role(
          RoleName="hooks", AssumeRolePolicyDocument=json.dumps({
              "Version": "2012-10-17", "Statement": [{
                  "Effect": "Allow", "Action": "sts:AssumeRole",
                  "Principal": {"Service": "autoscaling.amazonaws.com"}}]}))["Role"]["Arn"]
      asg.put_lifecycle_hook(
          AutoScalingGroupName="web", LifecycleHookName="hold", HeartbeatTimeout=300,
          LifecycleTransition="autoscaling:EC2_INSTANCE_LAUNCHING", RoleARN=role,
          NotificationTargetARN=topic, NotificationMetadata="shop")
      told("autoscaling:TEST_NOTIFICATION")
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=1)
      subject, held = told("autoscaling:EC2_INSTANCE_LAUNCHING", "LifecycleTransition")
      assert held["NotificationMetadata"] == "shop" and held["LifecycleHookName"] == "hold", held
      asg.complete_lifecycle_action(
          AutoScalingGroupName="web", LifecycleHookName="hold", LifecycleActionResult="CONTINUE",
          LifecycleActionToken=held["LifecycleActionToken"])
      subject, launched = told("autoscaling:EC2_INSTANCE_LAUNCH")
      assert subject == 'Auto Scaling: launch for group "web"', subject
      assert launched["EC2InstanceId"] == held["EC2InstanceId"], launched
      assert "difference between desired and actual capacity" in launched["Cause"], launched
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=0)
      subject, ended = told("autoscaling:EC2_INSTANCE_TERMINATE")
      assert ended["EC2InstanceId"] == held["EC2InstanceId"], ended
      asg.delete_lifecycle_hook(AutoScalingGroupName="web", LifecycleHookName="hold")
      ec2.delete_launch_template(LaunchTemplateName="app")
      asg.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=1)
      subject, failed = told("autoscaling:EC2_INSTANCE_LAUNCH_ERROR")
      assert subject == 'Auto Scaling: failed launch for group "web"', subject
      assert failed["StatusCode"] == "Failed" and failed["StatusMessage"], failed
      print("told")
      """;

  @Test
  void instancesReallyComeAndGo() {
    Machine.require("python3", "boto3 is the client under test: install python3-boto3");
    try (RunningCroft croft = RunningCroft.linux()) {
      Program.Outcome outcome = croft.python(SCRIPT);
      assertThat(outcome.succeeded()).isEqualTo("seen");
    }
  }

  @Test
  void topicsAreToldWhatGroupsDo() {
    Machine.requirePython("boto3");
    try (RunningCroft croft = RunningCroft.memory()) {
      assertThat(croft.python(NOTIFIED).succeeded()).isEqualTo("told");
    }
  }
}
