package croft.services.ec2.networkinterface;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkInterfaceResourceTest {
  @TempDir Path directory;

  @Test
  void livesWithItsAttachmentAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      String subnet = ec2.subnet(vpc);
      String group =
          ec2.trial("SecurityGroup")
              .create("{'GroupDescription': 'g', 'VpcId': '%s'}".formatted(vpc));
      ResourceTrial trial = ec2.trial("NetworkInterface");
      String wanted =
          """
          {'SubnetId': '%s', 'Description': '%s', 'GroupSet': ['%s'], 'SourceDestCheck': %s,
           'SecondaryPrivateIpAddressCount': %d}
          """;
      String id = trial.create(wanted.formatted(subnet, "one", group, false, 1));
      assertThat(id).startsWith("eni-");
      assertThat(trial.read().path("GroupSet").get(0).asString()).isEqualTo(group);
      assertThat(trial.attribute("PrimaryPrivateIpAddress").asString()).startsWith("10.9.1.");
      assertThat(trial.attribute("SecondaryPrivateIpAddresses")).hasSize(1);
      trial.update(wanted.formatted(subnet, "two", group, true, 3));
      assertThat(trial.read().path("Description").asString()).isEqualTo("two");
      assertThat(trial.read().path("SourceDestCheck").asBoolean()).isTrue();
      assertThat(trial.attribute("SecondaryPrivateIpAddresses")).hasSize(3);

      String instance =
          ec2.trial("Instance")
              .create("{'ImageId': 'ami-1a2b3c4d', 'SubnetId': '%s'}".formatted(subnet));
      ResourceTrial tie = ec2.trial("NetworkInterfaceAttachment");
      String attachment =
          tie.create(
              "{'InstanceId': '%s', 'NetworkInterfaceId': '%s', 'DeviceIndex': '1'}"
                  .formatted(instance, id));
      assertThat(attachment).startsWith("eni-attach-");
      assertThat(tie.read().path("DeleteOnTermination").asBoolean()).isTrue();
      tie.delete();
      trial.delete();
    }
  }
}
