package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.ComputeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a real instance, shipped as its configuration of the CloudWatch agent says. */
final class CloudWatchAgentTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  private static final String COMMON =
      """
      import boto3, json, sys, time
      ec2, iam, logs = boto3.client("ec2"), boto3.client("iam"), boto3.client("logs")
      home = sys.argv[1]
      def messages():
          try:
              pages = logs.get_paginator("filter_log_events").paginate(logGroupName="/shop/app")
              return [e["message"] for page in pages for e in page["events"]]
          except logs.exceptions.ResourceNotFoundException:
              return []
      def wait(expected, seconds=120):
          end = time.time() + seconds
          while messages() != expected:
              assert time.time() < end, (messages(), expected)
              time.sleep(0.2)
      """;

  /** Nine lines, of which one goes on over three. */
  private static final String BEGIN =
      """
      USER_DATA = '''#!/bin/sh
      mkdir -p /var/log/shop /opt/aws/amazon-cloudwatch-agent/etc
      for i in 1 2 3 4 5 6; do echo "order $i" >> /var/log/shop/app.log; done
      printf 'failed\\n  at one\\n  at two\\n' >> /var/log/shop/app.log
      cat > /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json <<'EOF'
      {"logs": {"logs_collected": {"files": {"collect_list": [
        {"file_path": "/var/log/shop/*.log", "log_group_name": "/shop/app",
         "log_stream_name": "{instance_id}", "retention_in_days": 7}]}}}}
      EOF
      '''
      trust = {"Version": "2012-10-17", "Statement": {
          "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
          "Action": "sts:AssumeRole"}}
      iam.create_role(RoleName="shipper", AssumeRolePolicyDocument=json.dumps(trust))
      iam.attach_role_policy(
          RoleName="shipper", PolicyArn="arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy")
      iam.create_instance_profile(InstanceProfileName="shipper")
      iam.add_role_to_instance_profile(InstanceProfileName="shipper", RoleName="shipper")
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      instance = ec2.run_instances(
          ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", UserData=USER_DATA,
          IamInstanceProfile={"Name": "shipper"})["Instances"][0]["InstanceId"]
      wait([f"order {i}" for i in range(1, 7)] + ["failed\\n  at one\\n  at two"])
      events = logs.get_log_events(
          logGroupName="/shop/app", logStreamName=instance, startFromHead=True)["events"]
      assert len(events) == 7, events
      group = logs.describe_log_groups(logGroupNamePrefix="/shop")["logGroups"][0]
      assert group["retentionInDays"] == 7, group
      print(instance)
      """;

  private static final String ROTATED =
      """
      wait([f"order {i}" for i in range(1, 7)] + ["failed\\n  at one\\n  at two"]
           + [f"order {i}" for i in range(7, 10)])
      time.sleep(12)
      wait([f"order {i}" for i in range(1, 7)] + ["failed\\n  at one\\n  at two"]
           + [f"order {i}" for i in range(7, 10)])
      print("same")
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
  void eachLineArrivesOnceAcrossRotationAndAKilledServer() throws IOException {
    String id = killedAfter(BEGIN);
    // The server is gone: files grow and are rotated without it.
    told(id, "echo 'order 7' >> /var/log/shop/app.log; mv /var/log/shop/app.log /var/log/shop/old");
    told(id, "echo 'order 8' > /var/log/shop/app.log; printf 'order 9' >> /var/log/shop/app.log");
    ServerProcess server = ServerProcess.start(home);
    try {
      Await.until(SOON, () -> told(id, "echo >> /var/log/shop/app.log; echo done"), "done"::equals);
      assertThat(python(server, ROTATED)).isEqualTo("same");
    } finally {
      server.kill();
    }
  }

  @Test
  void withoutAProfileTheAgentsLogSaysSo() throws IOException {
    ServerProcess server = ServerProcess.start(home);
    try {
      String id =
          python(
              server,
              BEGIN.substring(0, BEGIN.indexOf("trust ="))
                  + """
                  image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
                  print(ec2.run_instances(
                      ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro",
                      UserData=USER_DATA)["Instances"][0]["InstanceId"])
                  """);
      String log = "/opt/aws/amazon-cloudwatch-agent/logs/amazon-cloudwatch-agent.log";
      assertThat(Await.until(SOON, () -> seen(id, "cat " + log), text -> !text.isEmpty()))
          .contains("NoCredentialProviders");
    } finally {
      server.kill();
    }
  }

  private String killedAfter(String script) throws IOException {
    ServerProcess server = ServerProcess.start(home);
    try {
      return python(server, script);
    } finally {
      server.kill();
    }
  }

  private String python(ServerProcess server, String script) throws IOException {
    return server.python(COMMON + script, home.toString()).succeeded();
  }

  private String told(String id, String script) {
    return RunningCroft.inside(home, id, "set -e; " + script).stdout().text().strip();
  }

  private String seen(String id, String script) {
    try {
      return RunningCroft.inside(home, id, script).stdout().text().strip();
    } catch (ComputeException e) {
      return ""; // Not started yet.
    }
  }
}
