package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is killed while a group grows: no instance is lost, and none is there twice. */
final class ScalingSurvivalTest {
  private static final String BEGIN =
      """
      import boto3, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      asg.create_launch_configuration(
          LaunchConfigurationName="lc", ImageId=image, InstanceType="t3.micro")
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=0, MaxSize=8, DesiredCapacity=8,
          LaunchConfigurationName="lc", AvailabilityZones=["us-west-2a"])
      """;
  private static final String END =
      """
      import boto3, time
      ec2, asg = boto3.client("ec2"), boto3.client("autoscaling")
      def states():
          group = asg.describe_auto_scaling_groups()["AutoScalingGroups"][0]
          return {i["InstanceId"]: i["LifecycleState"] for i in group["Instances"]}
      end = time.time() + 90
      while list(states().values()) != ["InService"] * 8:
          assert time.time() < end, states()
          time.sleep(0.1)
      there = [i["InstanceId"] for r in ec2.describe_instances()["Reservations"]
               for i in r["Instances"]]
      assert sorted(there) == sorted(states()), there
      print(len(there))
      """;

  private Path home = Path.of("/");

  @BeforeEach
  void makeHome() {
    Machine.requireInstances();
    Machine.require("python3", "boto3 is the client under test: install python3-boto3");
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
  void aGroupThatGrowsSurvivesKills() throws IOException {
    for (int kill = 0; kill < 3; kill++) {
      ServerProcess server = ServerProcess.start(home);
      try {
        if (kill == 0) {
          server.python(BEGIN).succeeded();
        }
      } finally {
        // At once: whatever was begun is cut short.
        server.kill();
      }
    }
    ServerProcess last = ServerProcess.start(home);
    try {
      assertThat(last.python(END).succeeded()).isEqualTo("8");
    } finally {
      last.kill();
    }
  }
}
