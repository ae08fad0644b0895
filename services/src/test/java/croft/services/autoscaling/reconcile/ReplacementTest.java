package croft.services.autoscaling.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.LaunchTemplateOverrides;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.MixedInstancesPolicy;
import croft.api.autoscaling.ScalingProcessQuery;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.api.ec2.CreateLaunchTemplateRequest;
import croft.api.ec2.RequestLaunchTemplateData;
import croft.services.autoscaling.ScalingFixture;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
  private ScalingFixture scaling;
  private AutoscalingApi autoscaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
    autoscaling = scaling.autoscaling;
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private List<String> zones() {
    return scaling.web().instancesOrEmpty().stream()
        .map(i -> String.valueOf(i.availabilityZone()))
        .sorted()
        .toList();
  }

  private void want(int capacity) {
    autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder()
            .autoScalingGroupName("web")
            .desiredCapacity(capacity)
            .build());
    scaling.settle();
  }

  @Test
  void aGroupSpreadsOverItsZonesAndShrinksWhereMostAre() {
    scaling.running(scaling.group(0, 6, 4).availabilityZones(List.of("us-west-2a", "us-west-2b")));
    assertThat(zones()).containsExactly("us-west-2a", "us-west-2a", "us-west-2b", "us-west-2b");
    want(2);
    assertThat(zones()).containsExactly("us-west-2a", "us-west-2b");
  }

  @Test
  void aZoneThatIsAddedGetsItsShare() {
    scaling.running(scaling.group(0, 6, 4));
    autoscaling.updateAutoScalingGroup(
        UpdateAutoScalingGroupType.builder()
            .autoScalingGroupName("web")
            .availabilityZones(List.of("us-west-2a", "us-west-2b"))
            .build());
    for (int i = 0; i < 4; i++) {
      scaling.pass(Duration.ofSeconds(1));
    }
    assertThat(zones()).containsExactly("us-west-2a", "us-west-2a", "us-west-2b", "us-west-2b");
    assertThat(scaling.causes())
        .anyMatch(cause -> cause.contains("instances were launched to balance instances in zones"));
  }

  @Test
  void withoutTheProcessNothingIsBalanced() {
    scaling.running(scaling.group(0, 6, 4));
    autoscaling.suspendProcesses(
        ScalingProcessQuery.builder()
            .autoScalingGroupName("web")
            .scalingProcesses(List.of("AZRebalance"))
            .build());
    autoscaling.updateAutoScalingGroup(
        UpdateAutoScalingGroupType.builder()
            .autoScalingGroupName("web")
            .availabilityZones(List.of("us-west-2a", "us-west-2b"))
            .build());
    scaling.pass(Duration.ofSeconds(5));
    assertThat(zones()).containsOnly("us-west-2a").hasSize(4);
  }

  @Test
  void oneThatIsTooOldIsReplacedAfterAnotherCame() {
    scaling.running(scaling.group(0, 2, 1).maxInstanceLifetime(86_400));
    String old = scaling.ids().getFirst();
    scaling.ec2.clock.advance(Duration.ofDays(1));
    scaling.look();
    scaling.look();
    assertThat(scaling.states()).containsExactlyInAnyOrder("InService", "Pending");
    scaling.settle();
    scaling.settle();
    assertThat(scaling.ids()).hasSize(1).doesNotContain(old);
  }

  @Test
  void terminationPoliciesChoose() {
    scaling.running(scaling.group(0, 4, 1).terminationPolicies(List.of("NewestInstance")));
    String oldest = scaling.ids().getFirst();
    scaling.ec2.clock.advance(Duration.ofMinutes(1));
    want(2);
    scaling.ec2.clock.advance(Duration.ofMinutes(1));
    want(1);
    assertThat(scaling.ids()).containsExactly(oldest);
  }

  @Test
  void overridesHaveWeights() {
    scaling.ec2.ec2.createLaunchTemplate(
        CreateLaunchTemplateRequest.builder()
            .launchTemplateName("app")
            .launchTemplateData(
                RequestLaunchTemplateData.builder()
                    .imageId(Ec2Fixture.IMAGE)
                    .instanceType("t3.micro")
                    .build())
            .build());
    scaling.running(
        scaling
            .group(0, 10, 6)
            .launchConfigurationName(null)
            .mixedInstancesPolicy(
                MixedInstancesPolicy.builder()
                    .launchTemplate(
                        croft.api.autoscaling.LaunchTemplate.builder()
                            .launchTemplateSpecification(
                                LaunchTemplateSpecification.builder()
                                    .launchTemplateName("app")
                                    .version("1")
                                    .build())
                            .overrides(
                                List.of(
                                    LaunchTemplateOverrides.builder()
                                        .instanceType("m5.large")
                                        .weightedCapacity("2")
                                        .build()))
                            .build())
                    .build()));
    assertThat(scaling.web().instancesOrEmpty())
        .hasSize(3)
        .allSatisfy(i -> {
          assertThat(i.instanceType()).isEqualTo("m5.large");
          assertThat(i.weightedCapacity()).isEqualTo("2");
        });
  }
}
