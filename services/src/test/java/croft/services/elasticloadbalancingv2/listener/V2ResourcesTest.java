package croft.services.elasticloadbalancingv2.listener;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.elasticloadbalancingv2.BalancerFixture;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancerResource;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroupResource;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.resource.ResourceType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class V2ResourcesTest {
  @TempDir Path directory;

  @Test
  void liveAsAwsDocuments() {
    try (BalancerFixture fixture = new BalancerFixture(directory)) {
      ResourceTrial group = trial(fixture, new TargetGroupResource());
      String groupArn =
          group.create(
              """
              {'Port': 80, 'Protocol': 'HTTP', 'VpcId': 'vpc-1', 'HealthCheckPath': '/up',
               'Targets': [{'Id': 'i-1', 'Port': 81}],
               'TargetGroupAttributes':
                 [{'Key': 'deregistration_delay.timeout_seconds', 'Value': '5'}],
               'Tags': [{'Key': 'a', 'Value': 'b'}]}
              """);
      assertThat(group.attribute("TargetGroupFullName").asString()).startsWith("targetgroup/");
      assertThat(group.read().path("Targets").toString()).contains("\"Id\":\"i-1\"");
      assertThat(group.replacedBy("{'Port': 81, 'Protocol': 'HTTP', 'VpcId': 'vpc-1'}"))
          .containsExactly("Port");

      ResourceTrial balancer = trial(fixture, new LoadBalancerResource());
      String balancerArn =
          balancer.create(
              "{'Subnets': ['subnet-a', 'subnet-b'], 'SecurityGroups': ['sg-1'],"
                  + " 'LoadBalancerAttributes': [{'Key': 'idle_timeout.timeout_seconds',"
                  + " 'Value': '30'}]}");
      assertThat(balancer.attribute("LoadBalancerFullName").asString()).startsWith("app/");
      assertThat(balancer.attribute("DNSName").asString()).contains(".elb.");

      String forward = "[{'Type': 'forward', 'TargetGroupArn': '" + groupArn + "'}]";
      ResourceTrial listener = trial(fixture, new ListenerResource());
      String common = "'LoadBalancerArn': '" + balancerArn + "', 'Protocol': 'HTTP'";
      String listenerArn =
          listener.create("{" + common + ", 'Port': 80, 'DefaultActions': " + forward + "}");
      listener.update("{" + common + ", 'Port': 8080, 'DefaultActions': " + forward + "}");
      assertThat(listener.read().path("Port").asInt()).isEqualTo(8080);

      ResourceTrial rule = trial(fixture, new ListenerRuleResource());
      String path = "'Conditions': [{'Field': 'path-pattern', 'Values': ['/a/*']}]";
      String of = "'ListenerArn': '" + listenerArn + "', 'Actions': " + forward;
      rule.create("{'Priority': 1, " + path + ", " + of + "}");
      rule.update("{'Priority': 2, " + path + ", " + of + "}");
      assertThat(rule.read().path("Priority").asInt()).isEqualTo(2);
      assertThat(rule.read().path("ListenerArn").asString()).isEqualTo(listenerArn);
      rule.delete();
      listener.delete();
      group.update(
          """
          {'Port': 80, 'Protocol': 'HTTP', 'VpcId': 'vpc-1', 'HealthCheckPath': '/down'}
          """);
      assertThat(group.read().path("HealthCheckPath").asString()).isEqualTo("/down");
      assertThat(group.read().path("Tags").toString()).isEqualTo("[]");
      group.delete();
    }
  }

  private static ResourceTrial trial(BalancerFixture fixture, ResourceType type) {
    return new ResourceTrial(type, fixture.resources(), fixture::activate);
  }

  @Test
  void haveThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new TargetGroupResource().schema());
    AwsSchema.compare(new LoadBalancerResource().schema());
    AwsSchema.compare(new ListenerResource().schema());
    AwsSchema.compare(new ListenerRuleResource().schema());
  }
}
