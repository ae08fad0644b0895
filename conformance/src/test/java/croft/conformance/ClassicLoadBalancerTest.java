package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classic load balancers before instances that answer, seen from the host. */
final class ClassicLoadBalancerTest {
  private RunningCroft croft;

  @BeforeEach
  void start() {
    Machine.requirePython("boto3");
    Machine.require("haproxy", "load balancers are made of it");
    croft = RunningCroft.linux("--dns-port", "0");
  }

  @AfterEach
  void purge() {
    croft.close();
  }

  private String python(String script, String... arguments) {
    return croft.python(BalancedWeb.PRELUDE + script, arguments).succeeded();
  }

  private String address(String dnsName) {
    List<String> found = Dig.of(croft).values(dnsName, "A");
    assertThat(found).singleElement().asString().startsWith("127.");
    return found.getFirst();
  }

  @Test
  void instancesAreBalancedWhileTheyAreWell() {
    String[] made =
        python(
                """
                open_door()
                zones = [s["AvailabilityZone"] for s in subnets()]
                one, two = launch(subnets()[0]), launch(subnets()[1])
                name = classic.create_load_balancer(
                    LoadBalancerName="old", AvailabilityZones=zones, Listeners=[
                        {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80},
                        {"Protocol": "TCP", "LoadBalancerPort": 8081, "InstancePort": 80}],
                    Tags=[{"Key": "age", "Value": "old"}])["DNSName"]
                classic.configure_health_check(LoadBalancerName="old", HealthCheck={
                    "Target": "HTTP:80/health", "Interval": 5, "Timeout": 4,
                    "UnhealthyThreshold": 3, "HealthyThreshold": 2})
                classic.register_instances_with_load_balancer(
                    LoadBalancerName="old", Instances=[{"InstanceId": i} for i in (one, two)])
                classic.get_waiter("instance_in_service").wait(
                    LoadBalancerName="old", WaiterConfig={"Delay": 1})
                shown = classic.describe_load_balancers()["LoadBalancerDescriptions"][0]
                assert sorted(shown["AvailabilityZones"]) == sorted(zones), shown
                assert shown["SourceSecurityGroup"]["GroupName"] == "default", shown
                tags = classic.describe_tags(LoadBalancerNames=["old"])["TagDescriptions"]
                assert tags[0]["Tags"] == [{"Key": "age", "Value": "old"}], tags
                assert not elb.describe_load_balancers()["LoadBalancers"]
                print(name, one, two)
                """)
            .split(" ", -1);
    String at = address(made[0]);
    python(
        """
        at = sys.argv[1]
        wait("both", lambda: len(set(ask(at)[1].split()[0] for i in range(20))) == 2)
        status, body, headers = ask(at, port=8081)
        assert status == 200, (status, body)
        """,
        at);
    croft.told(made[2], "touch /tmp/sick");
    python(
        """
        at, one, two = sys.argv[1:]
        wrong = []
        def state_of_two():
            status, body, headers = ask(at)
            if status != 200: wrong.append((status, body))
            return classic.describe_instance_health(
                LoadBalancerName="old", Instances=[{"InstanceId": two}])["InstanceStates"][0]
        wait("unwell", lambda: state_of_two()["State"] == "OutOfService")
        assert state_of_two()["ReasonCode"] == "Instance", state_of_two()
        assert "UnhealthyThreshold" in state_of_two()["Description"], state_of_two()
        assert not wrong, wrong
        assert len(set(ask(at)[1].split()[0] for i in range(10))) == 1
        """,
        at,
        made[1],
        made[2]);
    croft.told(made[2], "rm /tmp/sick");
    python(
        """
        at, one, two = sys.argv[1:]
        classic.get_waiter("instance_in_service").wait(
            LoadBalancerName="old", WaiterConfig={"Delay": 1})
        classic.create_lb_cookie_stickiness_policy(
            LoadBalancerName="old", PolicyName="sticky", CookieExpirationPeriod=60)
        classic.set_load_balancer_policies_of_listener(
            LoadBalancerName="old", LoadBalancerPort=80, PolicyNames=["sticky"])
        def cookies():
            return [c for c in ask(at)[2].get_all("Set-Cookie", []) if c.startswith("AWSELB=")]
        wait("cookies", cookies)
        jar = cookies()[0].split(";")[0]
        assert len(set(ask(at, headers={"Cookie": jar})[1].split()[0] for i in range(10))) == 1
        classic.modify_load_balancer_attributes(
            LoadBalancerName="old", LoadBalancerAttributes={
                "ConnectionDraining": {"Enabled": True, "Timeout": 2}})
        classic.deregister_instances_from_load_balancer(
            LoadBalancerName="old", Instances=[{"InstanceId": two}])
        wait("drained", lambda: len(classic.describe_instance_health(
            LoadBalancerName="old")["InstanceStates"]) == 1)
        assert len(set(ask(at)[1].split()[0] for i in range(10))) == 1
        try:
            classic.delete_load_balancer_policy(LoadBalancerName="old", PolicyName="sticky")
            raise SystemExit("deleted a policy in use")
        except classic.exceptions.InvalidConfigurationRequestException:
            pass
        classic.delete_load_balancer(LoadBalancerName="old")
        assert not classic.describe_load_balancers()["LoadBalancerDescriptions"]
        def gone():
            try: ask(at); return False
            except (OSError, http.client.HTTPException): return True
        wait("gone", gone)
        """,
        at,
        made[1],
        made[2]);
  }
}
