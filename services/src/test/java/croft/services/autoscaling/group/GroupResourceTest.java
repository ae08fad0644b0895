package croft.services.autoscaling.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.autoscaling.AutoScalingGroup;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.autoscaling.ScalingFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.resource.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupResourceTest {
  private static final String PLAIN =
      """
      {'LaunchConfigurationName': 'one', 'AvailabilityZones': ['us-west-2a'],
       'MinSize': 1, 'MaxSize': 4, 'DesiredCapacity': 2, 'Cooldown': 60,
       'Tags': [{'Key': 'Network', 'Value': 'Public', 'PropagateAtLaunch': true}]}
      """;

  @TempDir Path directory;

  private final List<Signals.Signal> signals = new ArrayList<>();

  private ResourceTrial trial(ScalingFixture fixture, Runnable between) {
    fixture.configuration("one");
    fixture.configuration("two");
    return new ResourceTrial(
        new GroupResource((stack, logicalId) -> List.copyOf(signals), fixture.ec2.clock),
        fixture.operations.as(
            fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
        between);
  }

  private static List<String> configurations(AutoScalingGroup group) {
    return group.instancesOrEmpty().stream()
        .map(instance -> String.valueOf(instance.launchConfigurationName()))
        .toList();
  }

  @Test
  void livesAsAwsDocuments() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial = trial(fixture, fixture::settle).stackTags(Map.of("team", "shop"));
      String name = trial.create(PLAIN);
      assertThat(name).matches("shop-Thing-[0-9A-F]{12}");
      fixture.settle();
      assertThat(fixture.find(name).orElseThrow().instancesOrEmpty()).hasSize(2);
      assertThat(trial.read().path("Cooldown").asInt()).isEqualTo(60);
      assertThat(trial.read().path("Tags").toString())
          .contains("{\"Key\":\"Network\",\"PropagateAtLaunch\":true,\"Value\":\"Public\"}")
          .contains("{\"Key\":\"team\",\"PropagateAtLaunch\":true,\"Value\":\"shop\"}");
      assertThat(trial.attribute("AutoScalingGroupARN").asString()).contains(name);

      trial.update(
          """
          {'LaunchConfigurationName': 'two', 'AvailabilityZones': ['us-west-2a'],
           'MinSize': 1, 'MaxSize': 2, 'DesiredCapacity': 1,
           'Tags': [{'Key': 'a', 'Value': 'b', 'PropagateAtLaunch': false}]}
          """);
      fixture.settle();
      assertThat(trial.read().path("Cooldown").asInt()).isEqualTo(300);
      assertThat(trial.read().path("Tags").toString())
          .contains("{\"Key\":\"a\",\"PropagateAtLaunch\":false,\"Value\":\"b\"}")
          .doesNotContain("Network");
      assertThat(fixture.find(name).orElseThrow().instancesOrEmpty()).hasSize(1);
      assertThat(trial.replacedBy("{'AutoScalingGroupName': 'x'}"))
          .containsExactly("AutoScalingGroupName");
      trial.delete();
    }
  }

  @Test
  void rollsItsInstancesInBatches() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial =
          trial(fixture, fixture::settle)
              .policies(
                  """
                  {'UpdatePolicy': {'AutoScalingRollingUpdate':
                    {'MaxBatchSize': 1, 'MinInstancesInService': 2,
                     'SuspendProcesses': ['AZRebalance']}}}
                  """);
      String name = trial.create(PLAIN);
      fixture.settle();

      trial.update(PLAIN.replace("'one'", "'two'"));
      fixture.settle();

      AutoScalingGroup group = fixture.find(name).orElseThrow();
      assertThat(configurations(group)).containsExactly("two", "two");
      assertThat(group.minSize()).isEqualTo(1);
      assertThat(group.desiredCapacity()).isEqualTo(2);
      assertThat(group.suspendedProcessesOrEmpty()).isEmpty();
      assertThat(trial.events())
          .startsWith(
              "Rolling update initiated. Terminating 2 obsolete instance(s) in batches of 1,"
                  + " while keeping at least 2 instance(s) in service.",
              "Temporarily setting autoscaling group MinSize and DesiredCapacity to 3.",
              "New instance(s) added to autoscaling group.")
          .anyMatch(line -> line.endsWith("replacing with 1 new instance(s)."))
          .anyMatch(line -> line.endsWith("replacing with 0 new instance(s)."))
          .anyMatch(line -> line.endsWith("(Progress 100%)."));
    }
  }

  @Test
  void waitsForSignalsOfNewInstances() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      String waiting =
          "New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a"
              + " timeout of PT5M.";
      List<ResourceTrial> there = new ArrayList<>();
      Runnable between =
          () -> {
            fixture.settle();
            long asked = there.getFirst().events().stream().filter(waiting::equals).count();
            if (signals.size() < asked) {
              signals.add(new Signals.Signal("i-" + asked, true, fixture.now()));
            }
          };
      ResourceTrial trial =
          trial(fixture, between)
              .policies(
                  """
                  {'UpdatePolicy': {'AutoScalingRollingUpdate':
                    {'MinInstancesInService': 1, 'PauseTime': 'PT5M',
                     'WaitOnResourceSignals': true}}}
                  """);
      there.add(trial);
      String name = trial.create(PLAIN);
      fixture.settle();

      trial.update(PLAIN.replace("'one'", "'two'"));

      assertThat(configurations(fixture.find(name).orElseThrow())).containsExactly("two", "two");
      assertThat(signals).hasSize(2);
      assertThat(trial.events()).filteredOn(waiting::equals).hasSize(2);
    }
  }

  @Test
  void failsOnceTooManySignalsFailOrStayOut() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial =
          trial(
                  fixture,
                  () -> {
                    if (signals.isEmpty()) {
                      fixture.settle();
                    } else {
                      fixture.pass(Duration.ofMinutes(1));
                    }
                  })
              .policies(
                  """
                  {'UpdatePolicy': {'AutoScalingRollingUpdate':
                    {'PauseTime': 'PT5M', 'WaitOnResourceSignals': true}}}
                  """);
      String name = trial.create(PLAIN);
      fixture.settle();
      signals.add(new Signals.Signal("i-1", false, fixture.now().plusSeconds(90)));
      assertThatThrownBy(() -> trial.update(PLAIN.replace("'one'", "'two'")))
          .isInstanceOfSatisfying(
              ServiceError.class,
              e ->
                  assertThat(e.message())
                      .isEqualTo(
                          "Received 1 FAILURE signal(s) out of 2. Unable to satisfy 100%"
                              + " MinSuccessfulInstancesPercent requirement"));
      assertThat(fixture.find(name).orElseThrow().minSize()).isEqualTo(1);
    }
  }

  @Test
  void isNotThereWhileItsInstancesAreNot() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial = trial(fixture, fixture::settle);
      fixture.denied.add("ec2:RunInstances");
      assertThatThrownBy(() -> trial.create(PLAIN))
          .isInstanceOfSatisfying(
              ServiceError.class,
              e ->
                  assertThat(e.message())
                      .startsWith(
                          "Group did not stabilize. {current/minSize/maxSize group size} = {0/1/4}."
                              + " Failed Scaling Activity: "));
    }
  }

  @Test
  void isReplacedWhereThePolicySaysSo() {
    GroupResource type = new GroupResource((stack, logicalId) -> List.of(), InstantSource.system());
    assertThat(
            type.replacedBy(
                ResourceTrial.object("{'LaunchConfigurationName': 'one', 'MinSize': 1}"),
                ResourceTrial.object("{'LaunchConfigurationName': 'two', 'MinSize': 2}"),
                ResourceTrial.object(
                    "{'UpdatePolicy': {'AutoScalingReplacingUpdate': {'WillReplace': true}}}")))
        .containsExactly("LaunchConfigurationName");
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(GroupSchema.SCHEMA);
  }
}
