package croft.services.autoscaling.refresh;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.CancelInstanceRefreshType;
import croft.api.autoscaling.DescribeInstanceRefreshesType;
import croft.api.autoscaling.DesiredConfiguration;
import croft.api.autoscaling.InstanceRefresh;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.RefreshPreferences;
import croft.api.autoscaling.RollbackInstanceRefreshType;
import croft.api.autoscaling.StartInstanceRefreshType;
import croft.api.ec2.CreateLaunchTemplateRequest;
import croft.api.ec2.CreateLaunchTemplateVersionRequest;
import croft.api.ec2.RequestLaunchTemplateData;
import croft.services.autoscaling.ScalingFixture;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
    scaling.ec2.ec2.createLaunchTemplate(
        CreateLaunchTemplateRequest.builder()
            .launchTemplateName("app")
            .launchTemplateData(data("t3.micro"))
            .build());
    scaling.ec2.ec2.createLaunchTemplateVersion(
        CreateLaunchTemplateVersionRequest.builder()
            .launchTemplateName("app")
            .launchTemplateData(data("t3.small"))
            .build());
    scaling.running(
        scaling.group(0, 5, 4).launchConfigurationName(null).launchTemplate(numbered("1")));
  }

  private static RequestLaunchTemplateData data(String type) {
    return RequestLaunchTemplateData.builder().imageId(Ec2Fixture.IMAGE).instanceType(type).build();
  }

  private static LaunchTemplateSpecification numbered(String version) {
    return LaunchTemplateSpecification.builder().launchTemplateName("app").version(version).build();
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private void start(RefreshPreferences.Builder preferences) {
    scaling.autoscaling.startInstanceRefresh(
        StartInstanceRefreshType.builder()
            .autoScalingGroupName("web")
            .preferences(preferences.instanceWarmup(0).build())
            .desiredConfiguration(
                DesiredConfiguration.builder().launchTemplate(numbered("2")).build())
            .build());
  }

  private InstanceRefresh refresh() {
    return scaling
        .autoscaling
        .describeInstanceRefreshes(
            DescribeInstanceRefreshesType.builder().autoScalingGroupName("web").build())
        .instanceRefreshesOrEmpty()
        .getFirst();
  }

  private static String version(@Nullable LaunchTemplateSpecification template) {
    return template == null ? "" : String.valueOf(template.version());
  }

  private List<String> versions() {
    return scaling.web().instancesOrEmpty().stream().map(i -> version(i.launchTemplate())).toList();
  }

  private void passed(int looks) {
    for (int i = 0; i < looks; i++) {
      scaling.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void everyInstanceIsReplacedSomeAtATime() {
    start(RefreshPreferences.builder().minHealthyPercentage(50));
    scaling.look();
    assertThat(scaling.states().stream().filter("InService"::equals))
        .hasSizeGreaterThanOrEqualTo(2);
    passed(8);
    assertThat(refresh().status()).isEqualTo("Successful");
    assertThat(refresh().percentageComplete()).isEqualTo(100);
    assertThat(versions()).containsExactly("2", "2", "2", "2");
    assertThat(version(scaling.web().launchTemplate())).isEqualTo("2");
    assertThat(scaling.causes())
        .anyMatch(cause ->
            cause.endsWith(
                "an instance was taken out of service in response to an instance refresh."));
  }

  @Test
  void withRoomAboveOthersComeFirst() {
    start(RefreshPreferences.builder().minHealthyPercentage(100).maxHealthyPercentage(200));
    scaling.look();
    assertThat(scaling.states().stream().filter("InService"::equals)).hasSize(4);
    assertThat(scaling.states()).hasSize(8);
    passed(8);
    assertThat(refresh().status()).isEqualTo("Successful");
    assertThat(versions()).containsExactly("2", "2", "2", "2");
  }

  @Test
  void whatMatchesIsSkipped() {
    scaling.autoscaling.startInstanceRefresh(
        StartInstanceRefreshType.builder()
            .autoScalingGroupName("web")
            .preferences(RefreshPreferences.builder().skipMatching(true).build())
            .build());
    List<String> before = scaling.ids();
    passed(2);
    assertThat(refresh().status()).isEqualTo("Successful");
    assertThat(scaling.ids()).containsExactlyElementsOf(before);
  }

  @Test
  void itRestsAtCheckpoints() {
    start(
        RefreshPreferences.builder()
            .minHealthyPercentage(50)
            .checkpointPercentages(List.of(50, 100))
            .checkpointDelay(600));
    passed(10);
    assertThat(refresh().status()).isEqualTo("InProgress");
    assertThat(refresh().percentageComplete()).isEqualTo(50);
    assertThat(versions()).containsExactlyInAnyOrder("1", "1", "2", "2");
    scaling.pass(Duration.ofMinutes(10));
    passed(10);
    assertThat(refresh().status()).isEqualTo("Successful");
    assertThat(versions()).containsExactly("2", "2", "2", "2");
  }

  @Test
  void itIsRolledBackByRequest() {
    start(
        RefreshPreferences.builder()
            .minHealthyPercentage(50)
            .checkpointPercentages(List.of(50, 100))
            .checkpointDelay(6000));
    passed(10);
    scaling.autoscaling.rollbackInstanceRefresh(
        RollbackInstanceRefreshType.builder().autoScalingGroupName("web").build());
    passed(10);
    assertThat(refresh().status()).isEqualTo("RollbackSuccessful");
    assertThat(versions()).containsExactly("1", "1", "1", "1");
    assertThat(version(scaling.web().launchTemplate())).isEqualTo("1");
  }

  @Test
  void itIsRolledBackByItselfWhenNothingComesUp() {
    start(RefreshPreferences.builder().minHealthyPercentage(50).autoRollback(true));
    scaling.denied.add("ec2:RunInstances");
    passed(2);
    assertThat(scaling.states().stream().filter("InService"::equals)).hasSize(2);
    scaling.pass(Duration.ofMinutes(61));
    scaling.denied.clear();
    passed(2);
    scaling.pass(Duration.ofMinutes(6));
    passed(10);
    assertThat(refresh().status()).isEqualTo("RollbackSuccessful");
    assertThat(versions()).containsExactly("1", "1", "1", "1");
  }

  @Test
  void oneAtATimeAndCancelledByRequest() {
    refused(
        "ActiveInstanceRefreshNotFound",
        "No in progress or pending Instance Refresh found",
        this::cancel);
    start(RefreshPreferences.builder().minHealthyPercentage(50));
    refused(
        "InstanceRefreshInProgress",
        "already in progress",
        () -> start(RefreshPreferences.builder()));
    cancel();
    passed(3);
    assertThat(refresh().status()).isEqualTo("Cancelled");
  }

  private void cancel() {
    scaling.autoscaling.cancelInstanceRefresh(
        CancelInstanceRefreshType.builder().autoScalingGroupName("web").build());
  }
}
