package croft.services.elasticloadbalancing.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.elasticloadbalancingv2.BalancerFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassicResourceTest {
  private static final String PLAIN =
      """
      {'AvailabilityZones': ['us-west-2a'],
       'LBCookieStickinessPolicy': [{'PolicyName': 'p1', 'CookieExpirationPeriod': 30}],
       'Listeners': [{'LoadBalancerPort': 80, 'InstancePort': 8888, 'Protocol': 'HTTP',
                      'PolicyNames': ['p1']}],
       'HealthCheck': {'HealthyThreshold': 2, 'Timeout': 5, 'Interval': 10,
                       'UnhealthyThreshold': 5, 'Target': 'HTTP:8888/'},
       'Tags': [{'Key': 'Name', 'Value': 'front'}]}
      """;

  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (BalancerFixture fixture = new BalancerFixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(new ClassicResource(), fixture.resources(), () -> {})
              .stackTags(Map.of("team", "shop"));
      assertThat(trial.create(PLAIN)).matches("shop-Thing-[0-9A-F]{12}");
      assertThat(trial.attribute("DNSName").asString()).contains(".elb.");
      assertThat(trial.attribute("CanonicalHostedZoneName")).isEqualTo(trial.attribute("DNSName"));
      assertThat(trial.attribute("SourceSecurityGroup.GroupName").asString())
          .isEqualTo("name-of-sg-1");
      assertThat(trial.attribute("SourceSecurityGroup.OwnerAlias").asString())
          .isEqualTo("123456789012");
      assertThat(trial.read().path("Listeners").toString()).contains("\"PolicyNames\":[\"p1\"]");
      assertThat(trial.read().path("HealthCheck").path("Target").asString())
          .isEqualTo("HTTP:8888/");

      trial.update(
          """
          {'AvailabilityZones': ['us-west-2a', 'us-west-2b'],
           'AppCookieStickinessPolicy': [{'PolicyName': 'p2', 'CookieName': 'c'}],
           'Listeners': [{'LoadBalancerPort': 80, 'InstancePort': 9999, 'Protocol': 'HTTP',
                          'PolicyNames': ['p2']},
                         {'LoadBalancerPort': 81, 'InstancePort': 9998, 'Protocol': 'TCP'}],
           'HealthCheck': {'HealthyThreshold': 2, 'Timeout': 5, 'Interval': 20,
                           'UnhealthyThreshold': 5, 'Target': 'HTTP:9999/'},
           'CrossZone': true, 'Instances': ['i-1'],
           'ConnectionDrainingPolicy': {'Enabled': true, 'Timeout': 7}}
          """);
      assertThat(trial.read().path("Listeners").toString())
          .contains("\"InstancePort\":9999", "\"PolicyNames\":[\"p2\"]", "\"InstancePort\":9998");
      assertThat(trial.read().path("LBCookieStickinessPolicy")).isEmpty();
      assertThat(trial.read().path("AvailabilityZones").size()).isEqualTo(2);
      assertThat(trial.read().path("HealthCheck").path("Interval").asInt()).isEqualTo(20);
      assertThat(trial.read().path("CrossZone").asBoolean(false)).isTrue();
      assertThat(trial.read().path("Instances").toString()).isEqualTo("[\"i-1\"]");
      assertThat(trial.read().path("Tags").toString()).contains("team").doesNotContain("front");
      assertThat(trial.replacedBy("{'AvailabilityZones': ['us-west-2a'], 'Scheme': 'internal'}"))
          .containsExactly("HealthCheck", "Scheme");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new ClassicResource().schema());
  }
}
