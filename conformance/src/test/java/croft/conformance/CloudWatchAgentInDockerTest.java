package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same in a Docker engine, where an instance has BusyBox and nothing else. */
final class CloudWatchAgentInDockerTest {
  private static final String SHIPPED =
      """
      import boto3, json, time
      ec2, iam, logs = boto3.client("ec2"), boto3.client("iam"), boto3.client("logs")
      cloudwatch = boto3.client("cloudwatch")
      USER_DATA = '''#!/bin/sh
      mkdir -p /var/log/shop /opt/aws/amazon-cloudwatch-agent/etc
      echo "order 1" > /var/log/shop/app.log
      mv /var/log/shop/app.log /var/log/shop/app.log.1
      echo "order 2" > /var/log/shop/app.log
      cat > /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json <<'EOF'
      {"agent": {"metrics_collection_interval": 10},
       "metrics": {"metrics_collected": {
        "mem": {"measurement": ["used_percent"]},
        "cpu": {"measurement": ["usage_active"]},
        "disk": {"measurement": ["used_percent"], "resources": ["/"]},
        "processes": {"measurement": ["total"]}}},
       "logs": {"logs_collected": {"files": {"collect_list": [
        {"file_path": "/var/log/shop/**.log*", "log_group_name": "/shop",
         "publish_multi_logs": true}]}}}}
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
      end = time.time() + 120
      def wait(what):
          while True:
              found = what()
              if found is not None:
                  return found
              assert time.time() < end, what
              time.sleep(0.3)
      image = wait(lambda: next(
          (i["ImageId"] for i in ec2.describe_images(Owners=["amazon"])["Images"]), None))
      instance = ec2.run_instances(
          ImageId=image, MinCount=1, MaxCount=1, UserData=USER_DATA,
          IamInstanceProfile={"Name": "shipper"})["Instances"][0]["InstanceId"]
      def streams():
          try:
              found = logs.filter_log_events(logGroupName="/shop")["events"]
          except logs.exceptions.ResourceNotFoundException:
              return None
          found = {e["logStreamName"].split(instance)[1]: e["message"] for e in found}
          return found if len(found) == 2 else None
      assert wait(streams) == {"__var_log_shop_app.log.1": "order 1",
                               "__var_log_shop_app.log": "order 2"}
      def names():
          found = {m["MetricName"] for m in cloudwatch.list_metrics(Namespace="CWAgent")["Metrics"]}
          return sorted(found) if "cpu_usage_active" in found else None
      print(" ".join(wait(names)))
      """;

  @Test
  void filesAndNumbersComeFromBusyBoxToo() {
    Machine.requirePython("boto3");
    try (DockerEngine engine = DockerEngine.start();
        RunningCroft croft = RunningCroft.docker(engine.socket(), DockerEngine.IMAGE)) {
      assertThat(croft.python(SHIPPED).succeeded())
          .isEqualTo("cpu_usage_active disk_used_percent mem_used_percent processes_total");
    }
  }
}
