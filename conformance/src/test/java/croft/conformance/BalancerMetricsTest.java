package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What passes a balancer is counted, and a group of servers grows by it. */
final class BalancerMetricsTest {
  private static final String MADE =
      """
      asg = boto3.client("autoscaling")
      image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
      open_door()
      made = balancer("front")
      arn = made["LoadBalancerArn"]
      web = group("web", HealthCheckIntervalSeconds=5)
      elb.create_listener(
          LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[{
              "Type": "forward", "TargetGroupArn": web}])
      front, targets = arn.split("loadbalancer/")[1], web.split(":")[-1]
      ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={
          "ImageId": image, "InstanceType": "t3.micro",
          "UserData": base64.b64encode(USER_DATA.encode()).decode()})
      asg.create_auto_scaling_group(
          AutoScalingGroupName="web", MinSize=1, MaxSize=2, TargetGroupARNs=[web],
          LaunchTemplate={"LaunchTemplateName": "web"}, DefaultInstanceWarmup=0,
          VPCZoneIdentifier=",".join(s["SubnetId"] for s in subnets()))
      healthy(web, 1)
      asg.put_scaling_policy(
          AutoScalingGroupName="web", PolicyName="track", PolicyType="TargetTrackingScaling",
          TargetTrackingConfiguration={"TargetValue": 5, "PredefinedMetricSpecification": {
              "PredefinedMetricType": "ALBRequestCountPerTarget",
              "ResourceLabel": front + "/" + targets}})
      print(made["DNSName"], front, targets)
      """;

  private static final String GROWS =
      """
      import datetime
      asg, cw = boto3.client("autoscaling"), boto3.client("cloudwatch")
      at, front, targets = sys.argv[1:]
      statuses = collections.Counter()
      def hear():
          for i in range(10):
              statuses[ask(at, "/missing")[0]] += 1
      def grown():
          hear()
          return len(asg.describe_auto_scaling_groups(
              AutoScalingGroupNames=["web"])["AutoScalingGroups"][0]["Instances"]) == 2
      wait("grown", grown, 120)
      assert set(statuses) == {200}, statuses
      def told(name, statistic, **dimensions):
          now = datetime.datetime.now(datetime.timezone.utc)
          points = cw.get_metric_statistics(
              Namespace="AWS/ApplicationELB", MetricName=name, Statistics=[statistic],
              StartTime=now - datetime.timedelta(hours=1),
              EndTime=now + datetime.timedelta(hours=24), Period=3600,
              Dimensions=[{"Name": k, "Value": v} for k, v in dimensions.items()])["Datapoints"]
          return sum(p[statistic] for p in points)
      count = sum(statuses.values())
      # What passes in the moment in which servers are exchanged is not counted.
      def all_of(name, statistic="Sum", **dimensions):
          return 0.95 * count <= told(name, statistic, **dimensions) <= count
      wait("counted", lambda: all_of("RequestCount", LoadBalancer=front))
      for name in ("RequestCount", "HTTPCode_Target_2XX_Count"):
          for more in ({}, {"TargetGroup": targets}):
              assert all_of(name, LoadBalancer=front, **more), (name, more, count)
      assert all_of("NewConnectionCount", LoadBalancer=front)
      assert told("ProcessedBytes", "Sum", LoadBalancer=front) > 100 * count
      assert all_of("TargetResponseTime", "SampleCount", LoadBalancer=front)
      wait("both", lambda: told(
          "HealthyHostCount", "Maximum", LoadBalancer=front, TargetGroup=targets) >= 2)
      assert told("HTTPCode_ELB_5XX_Count", "Sum", LoadBalancer=front) == 0
      print("grown")
      """;

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void aGroupGrowsByItsRequests() {
    try (RunningCroft croft = RunningCroft.linux("--speed", "60", "--dns-port", "0")) {
      String[] made = croft.python(BalancedWeb.PRELUDE + MADE).succeeded().split(" ", -1);
      String at = Dig.of(croft).values(made[0], "A").getFirst();
      assertThat(croft.python(BalancedWeb.PRELUDE + GROWS, at, made[1], made[2]).succeeded())
          .isEqualTo("grown");
    }
  }
}
