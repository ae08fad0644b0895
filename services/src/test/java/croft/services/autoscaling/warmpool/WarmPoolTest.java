package croft.services.autoscaling.warmpool;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.DeleteWarmPoolType;
import croft.api.autoscaling.DescribeWarmPoolAnswer;
import croft.api.autoscaling.DescribeWarmPoolType;
import croft.api.autoscaling.InstanceReusePolicy;
import croft.api.autoscaling.PutWarmPoolType;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.services.autoscaling.ScalingFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmPoolTest {
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory);
    scaling.running(scaling.group(0, 3, 1));
    scaling.autoscaling.putWarmPool(
        PutWarmPoolType.builder()
            .autoScalingGroupName("web")
            .instanceReusePolicy(InstanceReusePolicy.builder().reuseOnScaleIn(true).build())
            .build());
    scaling.settle();
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  private DescribeWarmPoolAnswer pool() {
    return scaling.autoscaling.describeWarmPool(
        DescribeWarmPoolType.builder().autoScalingGroupName("web").build());
  }

  private List<String> warm() {
    return pool().instancesOrEmpty().stream().map(i -> String.valueOf(i.lifecycleState())).toList();
  }

  private void want(int capacity) {
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder()
            .autoScalingGroupName("web")
            .desiredCapacity(capacity)
            .build());
    scaling.settle();
  }

  @Test
  void itHoldsStoppedInstancesUpToTheMaximum() {
    assertThat(warm()).containsExactly("Warmed:Stopped", "Warmed:Stopped");
    String id = ScalingFixture.id(pool().instancesOrEmpty().getFirst());
    assertThat(scaling.ec2.state(id)).isEqualTo("stopped");
    assertThat(scaling.states()).containsExactly("InService");
  }

  @Test
  void theGroupGrowsOutOfItAndShrinksIntoIt() {
    List<String> ready = pool().instancesOrEmpty().stream().map(ScalingFixture::id).toList();
    want(2);
    assertThat(scaling.states()).containsExactly("InService", "InService");
    assertThat(scaling.ids()).containsAnyElementsOf(ready);
    assertThat(warm()).containsExactly("Warmed:Stopped");
    want(1);
    assertThat(scaling.states()).containsExactly("InService");
    assertThat(warm()).containsExactly("Warmed:Stopped", "Warmed:Stopped");
  }

  @Test
  void itsInstancesEndWithIt() {
    scaling.autoscaling.deleteWarmPool(
        DeleteWarmPoolType.builder().autoScalingGroupName("web").build());
    scaling.settle();
    assertThat(warm()).isEmpty();
    assertThat(scaling.web().warmPoolConfiguration()).isNull();
  }

  @Test
  void hibernationIsRefusedByName() {
    refused(
        "UnsupportedOperation",
        "Hibernated",
        () ->
            scaling.autoscaling.putWarmPool(
                PutWarmPoolType.builder()
                    .autoScalingGroupName("web")
                    .poolState("Hibernated")
                    .build()));
  }
}
