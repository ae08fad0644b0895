package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balancers' nodes and the zones they stand in, before real instances in two subnets. */
final class ZonesTest {
  /** What both tests begin with: an instance in each of two zones, and how to ask from inside. */
  private static final String TWO =
      """
      open_door()
      one, two = launch(subnets()[0]), launch(subnets()[1])
      zones = [s["AvailabilityZone"] for s in subnets()]
      def nodes(description):
          there = {n["AvailabilityZone"]: n["PrivateIpAddress"]
                   for n in ec2.describe_network_interfaces(Filters=[
                       {"Name": "description", "Values": [description]}])["NetworkInterfaces"]}
          return [there[z] for z in zones]
      """;

  private static final String TOLD =
      """
      import datetime
      cw = boto3.client("cloudwatch")
      def told(space, name, statistic, **dimensions):
          now = datetime.datetime.now(datetime.timezone.utc)
          points = cw.get_metric_statistics(
              Namespace=space, MetricName=name, Statistics=[statistic], Period=3600,
              StartTime=now - datetime.timedelta(hours=1),
              EndTime=now + datetime.timedelta(hours=48),
              Dimensions=[{"Name": k, "Value": v} for k, v in dimensions.items()])["Datapoints"]
          together = max if statistic == "Maximum" else sum
          return together([p[statistic] for p in points] or [0])
      """;

  private RunningCroft croft;

  @BeforeEach
  void start() {
    Machine.requirePython("boto3");
    Machine.require("haproxy", "load balancers are made of it");
    Machine.require("aws", "it changes attributes");
    croft = RunningCroft.linux("--speed", "60", "--dns-port", "0");
  }

  @AfterEach
  void purge() {
    croft.close();
  }

  private String[] python(String script, String... arguments) {
    return croft.python(BalancedWeb.PRELUDE + script, arguments).succeeded().split(" ", -1);
  }

  /** Who answers an instance at an address: names of hosts, once each. */
  private String answering(String asker, String address) {
    return croft.told(
        asker,
        "for i in 1 2 3 4 5 6; do curl -s -m 5 http://"
            + address
            + "/ | cut -d' ' -f1 | cut -d. -f1; done | sort -u | paste -sd' '");
  }

  private void awaitAnswering(String asker, String address, String expected) {
    Await.until(
        Duration.ofSeconds(30), () -> answering(asker, address), who -> who.equals(expected));
  }

  /** Where a name leads inside the VPC, in order. */
  private String addresses(String asker, String name) {
    return croft.told(
        asker, "getent ahostsv4 " + name + " | cut -d' ' -f1 | sort -u | paste -sd' '");
  }

  private void awaitAddresses(String asker, String name, String expected) {
    Await.until(
        Duration.ofSeconds(60),
        () -> addresses(asker, name),
        found -> found.equals(sorted(expected)));
  }

  private static String sorted(String words) {
    return String.join(" ", Stream.of(words.split(" ", -1)).sorted().toList());
  }

  private String host(String instance) {
    return croft.told(instance, "hostname -s");
  }

  @Test
  void aNetworkBalancersNodesKeepToTheirZones() {
    String[] made =
        python(
            TWO
                + """
                tcp = group("tcp", one, two, Protocol="TCP", HealthCheckProtocol="HTTP")
                lb = balancer("wires", "network")
                arn = lb["LoadBalancerArn"]
                elb.create_listener(LoadBalancerArn=arn, Protocol="TCP", Port=80,
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": tcp}])
                shown = {a["Key"]: a["Value"] for a in elb.describe_load_balancer_attributes(
                    LoadBalancerArn=arn)["Attributes"]}
                assert shown["load_balancing.cross_zone.enabled"] == "false", shown
                healthy(tcp, 2)
                a, b = nodes("ELB " + arn.split("loadbalancer/")[1])
                print(lb["DNSName"], one, two, tcp, arn, a, b, *zones)
                """);
    String name = made[0];
    String one = made[1];
    String two = made[2];
    String a = made[5];
    String b = made[6];
    String first = host(one);
    String second = host(two);
    String both = sorted(first + " " + second);
    awaitAddresses(one, name, a + " " + b);
    assertThat(answering(one, a)).isEqualTo(first);
    assertThat(answering(one, b)).isEqualTo(second);

    // Crossed for the balancer, and not for the group.
    crossing("modify-load-balancer-attributes", "--load-balancer-arn", made[4], "true");
    awaitAnswering(one, a, both);
    awaitAnswering(one, b, both);
    crossing("modify-target-group-attributes", "--target-group-arn", made[3], "false");
    awaitAnswering(one, a, first);
    awaitAnswering(one, b, second);
    crossing("modify-load-balancer-attributes", "--load-balancer-arn", made[4], "false");

    // A zone without a target that is well is left out of the name, unless all are.
    croft.told(two, "touch /tmp/sick");
    awaitAddresses(one, name, a);
    assertThat(answering(one, name)).isEqualTo(first);
    String host = Dig.of(croft).values(name, "A").getFirst();
    python(
        """
        assert len(set(ask(sys.argv[1])[1].split()[0] for i in range(10))) == 1
        """,
        host);
    croft.told(one, "touch /tmp/sick");
    awaitAddresses(one, name, a + " " + b);
    croft.told(one, "rm /tmp/sick");
    awaitAddresses(one, name, a);
    croft.told(two, "rm /tmp/sick");
    awaitAddresses(one, name, a + " " + b);

    python(
        TOLD
            + """
            tcp, front, *zones = sys.argv[1:]
            lb, net = dict(LoadBalancer=front.split("loadbalancer/")[1]), "AWS/NetworkELB"
            for z in zones:
                for name in ("NewFlowCount", "ProcessedBytes"):
                    wait(name, lambda: told(net, name, "Sum", AvailabilityZone=z, **lb) > 0)
                for name in ("HealthyHostCount", "UnHealthyHostCount"):
                    wait(name, lambda: told(
                        net, name, "Maximum", AvailabilityZone=z, TargetGroup=tcp.split(":")[-1],
                        **lb) == 1)
            third = launch(ec2.describe_subnets()["Subnets"][2])
            elb.register_targets(TargetGroupArn=tcp, Targets=[{"Id": third}])
            seen = [d["TargetHealth"] for d in elb.describe_target_health(
                TargetGroupArn=tcp, Targets=[{"Id": third}])["TargetHealthDescriptions"]]
            assert seen == [{
                "State": "unused", "Reason": "Target.NotInUse",
                "Description": "Target is in an Availability Zone that is not enabled for the load"
                               " balancer"}], seen
            """,
        made[3],
        made[4],
        made[7],
        made[8]);
  }

  private void crossing(String operation, String option, String arn, String value) {
    croft
        .run(
            "aws",
            "elbv2",
            operation,
            option,
            arn,
            "--attributes",
            "Key=load_balancing.cross_zone.enabled,Value=" + value)
        .succeeded();
  }

  @Test
  void otherBalancersKeepToZonesToo() {
    String[] made =
        python(
            TWO
                + """
                web = group("web", one, two)
                lb = balancer("web")
                arn = lb["LoadBalancerArn"]
                elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80,
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": web}])
                key = "load_balancing.cross_zone.enabled"
                def refused(call, attributes, **which):
                    try:
                        call(Attributes=[{"Key": k, "Value": v} for k, v in attributes], **which)
                        raise SystemExit("took " + str(attributes))
                    except elb.exceptions.InvalidConfigurationRequestException as e:
                        assert "ross-zone" in str(e), e
                refused(elb.modify_load_balancer_attributes, [(key, "false")], LoadBalancerArn=arn)
                refused(elb.modify_target_group_attributes,
                        [(key, "false"), ("stickiness.enabled", "true")], TargetGroupArn=web)
                healthy(web, 2)
                name = classic.create_load_balancer(
                    LoadBalancerName="old", AvailabilityZones=zones, Listeners=[
                        {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}])[
                            "DNSName"]
                classic.configure_health_check(LoadBalancerName="old", HealthCheck={
                    "Target": "HTTP:80/health", "Interval": 5, "Timeout": 4,
                    "UnhealthyThreshold": 2, "HealthyThreshold": 2})
                classic.register_instances_with_load_balancer(
                    LoadBalancerName="old", Instances=[{"InstanceId": i} for i in (one, two)])
                shown = classic.describe_load_balancer_attributes(LoadBalancerName="old")
                assert shown["LoadBalancerAttributes"]["CrossZoneLoadBalancing"] == {
                    "Enabled": False}, shown
                classic.get_waiter("instance_in_service").wait(
                    LoadBalancerName="old", WaiterConfig={"Delay": 1})
                print(one, two, *nodes("ELB " + arn.split("loadbalancer/")[1]),
                      *nodes("ELB old"), web, arn.split("loadbalancer/")[1], lb["DNSName"], name,
                      *zones)
                """);
    String one = made[0];
    String first = host(one);
    String second = host(made[1]);
    String both = sorted(first + " " + second);
    awaitAnswering(one, made[2], both);
    crossing("modify-target-group-attributes", "--target-group-arn", made[6], "false");
    awaitAnswering(one, made[2], first);
    awaitAnswering(one, made[3], second);

    awaitAnswering(one, made[4], first);
    awaitAnswering(one, made[5], second);
    croft
        .run(
            "aws",
            "elb",
            "modify-load-balancer-attributes",
            "--load-balancer-name",
            "old",
            "--load-balancer-attributes",
            "CrossZoneLoadBalancing={Enabled=true}")
        .succeeded();
    awaitAnswering(one, made[4], both);
    metricsAreToldByZone(made);
  }

  private void metricsAreToldByZone(String[] made) {
    python(
        TOLD
            + """
            a, b, group, front, first, second = sys.argv[1:]
            group = group.split(":")[-1]
            app, old = "AWS/ApplicationELB", "AWS/ELB"
            lb = dict(LoadBalancer=front)
            def asked():
                at, before = collections.Counter(), told(app, "RequestCount", "Sum", **lb)
                for i in range(40):
                    at[ask(a)[0]] += 1
                    at[ask(b)[0]] += 1
                assert set(at) == {200}, at
                return before
            before = asked()
            wait("counted", lambda: told(app, "RequestCount", "Sum", **lb) >= before + 40)
            for more in ({}, {"TargetGroup": group}):
                for name, statistic in (("RequestCount", "Sum"),
                                        ("HTTPCode_Target_2XX_Count", "Sum"),
                                        ("TargetResponseTime", "SampleCount")):
                    def parts():
                        whole = told(app, name, statistic, **lb, **more)
                        each = [told(app, name, statistic, AvailabilityZone=z, **lb, **more)
                                for z in (first, second)]
                        return min(each) > 0 and whole == sum(each)
                    wait("parts of %s %s" % (name, more), parts)
            for z in (first, second):
                wait("hosts", lambda: told(app, "HealthyHostCount", "Maximum", AvailabilityZone=z,
                                           TargetGroup=group, **lb) == 1)
                wait("instances", lambda: told(old, "HealthyHostCount", "Maximum",
                                               AvailabilityZone=z, LoadBalancerName="old") == 1)
                wait("classic", lambda: told(old, "RequestCount", "Sum", AvailabilityZone=z,
                                             LoadBalancerName="old") > 0)
            """,
        Dig.of(croft).values(made[8], "A").getFirst(),
        Dig.of(croft).values(made[9], "A").getFirst(),
        made[6],
        made[7],
        made[10],
        made[11]);
  }
}
