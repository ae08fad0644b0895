package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The AWS SDK for Java, version 2. */
final class JavaSdkTest {

  @Test
  void runsTagsFindsAndTerminatesPretendedInstances() {
    try (RunningCroft croft = RunningCroft.memory()) {
      lifeOfTwoInstances(croft);
    }
  }

  @Test
  void runsTagsFindsAndTerminatesRealInstances() {
    try (RunningCroft croft = RunningCroft.linux()) {
      lifeOfTwoInstances(croft);
    }
  }

  private static void lifeOfTwoInstances(RunningCroft croft) {
    Clients clients = Clients.root(croft);
    try (var ec2 = clients.ec2();
        var sts = clients.sts()) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:root");
      Cloud cloud = new Cloud(ec2);
      List<String> ids = cloud.launch(2, r -> {}).stream().map(Instance::instanceId).toList();
      ec2.createTags(
          r -> r.resources(ids).tags(Tag.builder().key("Name").value("QConEC2").build()));
      Filter name = Filter.builder().name("tag:Name").values("QConEC2").build();
      List<Reservation> found = ec2.describeInstances(r -> r.filters(name)).reservations();
      assertThat(found).flatMap(Reservation::instances).map(Instance::instanceId).isEqualTo(ids);
      ec2.terminateInstances(r -> r.instanceIds(ids));
      ids.forEach(id -> cloud.become(id, InstanceStateName.TERMINATED));
    }
  }
}
