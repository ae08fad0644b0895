package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a real instance does, in its metrics and in an alarm on them. */
final class CloudWatchInstancesTest {
  private static final Duration FIRED = Duration.ofSeconds(150);

  private static final String AGENT =
      """
      mkdir -p /opt/aws/amazon-cloudwatch-agent/etc
      cat > /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json <<'EOF'
      {"agent": {"metrics_collection_interval": 10},
        "metrics": {"append_dimensions": {"InstanceId": "${aws:InstanceId}"},
        "metrics_collected": {"mem": {"measurement": ["mem_used_percent", "available"]},
          "disk": {"measurement": ["used_percent", "inodes_free"], "resources": ["/"]},
          "cpu": {"measurement": ["usage_user", "usage_idle"]},
          "net": {"measurement": ["bytes_sent"]},
          "processes": {"measurement": ["running", "total"]}}}}
      EOF
      """;

  @Test
  void loadInsideAnInstanceFiresAnAlarm() {
    try (RunningCroft croft = RunningCroft.linux()) {
      String image =
          croft
              .run(
                  "aws",
                  "ec2",
                  "describe-images",
                  "--owners",
                  "amazon",
                  "--query",
                  "Images[0].ImageId",
                  "--output",
                  "text")
              .succeeded();
      String id =
          croft
              .run(
                  "aws",
                  "ec2",
                  "run-instances",
                  "--image-id",
                  image,
                  "--instance-type",
                  "t3.micro",
                  "--monitoring",
                  "Enabled=true",
                  "--query",
                  "Instances[0].InstanceId",
                  "--output",
                  "text")
              .succeeded();
      croft.run("aws", "ec2", "wait", "instance-running", "--instance-ids", id).succeeded();
      croft.awaitBoot(id);
      croft
          .run(
              "aws",
              "cloudwatch",
              "put-metric-alarm",
              "--alarm-name",
              "hot",
              "--namespace",
              "AWS/EC2",
              "--metric-name",
              "CPUUtilization",
              "--dimensions",
              "Name=InstanceId,Value=" + id,
              "--period",
              "10",
              "--statistic",
              "Maximum",
              "--evaluation-periods",
              "1",
              "--threshold",
              "8",
              "--comparison-operator",
              "GreaterThanThreshold",
              "--alarm-actions",
              "arn:aws:automate:us-west-2:ec2:stop")
          .succeeded();
      croft.told(id, AGENT);
      assertThat(
              Await.until(
                  FIRED,
                  () ->
                      croft
                          .run(
                              "aws",
                              "cloudwatch",
                              "list-metrics",
                              "--namespace",
                              "CWAgent",
                              "--query",
                              "Metrics[].MetricName",
                              "--output",
                              "text")
                          .succeeded(),
                  names -> names.contains("net_bytes_sent")))
          .contains("mem_used_percent", "mem_available", "disk_used_percent", "disk_inodes_free")
          .contains("cpu_usage_user", "cpu_usage_idle", "processes_running", "processes_total");
      croft.told(
          id, "for i in 1 2 3 4; do nohup sh -c 'while :; do :; done' > /dev/null 2>&1 & done");
      assertThat(
              Await.until(
                  FIRED,
                  () ->
                      croft
                          .run(
                              "aws",
                              "cloudwatch",
                              "describe-alarm-history",
                              "--alarm-name",
                              "hot",
                              "--history-item-type",
                              "Action",
                              "--query",
                              "AlarmHistoryItems[].HistorySummary",
                              "--output",
                              "text")
                          .succeeded(),
                  text -> !text.isBlank()))
          .contains("Successfully executed action arn:aws:automate:us-west-2:ec2:stop");
      croft.run("aws", "ec2", "wait", "instance-stopped", "--instance-ids", id).succeeded();
      String names =
          croft
              .run(
                  "aws",
                  "cloudwatch",
                  "list-metrics",
                  "--namespace",
                  "AWS/EC2",
                  "--dimensions",
                  "Name=InstanceId,Value=" + id,
                  "--query",
                  "Metrics[].MetricName",
                  "--output",
                  "text")
              .succeeded();
      assertThat(names)
          .contains("CPUUtilization", "NetworkIn", "DiskWriteBytes", "EBSReadOps")
          .contains("StatusCheckFailed_Instance");
    }
  }
}
