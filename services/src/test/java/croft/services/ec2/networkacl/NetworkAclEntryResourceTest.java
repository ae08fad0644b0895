package croft.services.ec2.networkacl;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkAclEntryResourceTest {
  @TempDir Path directory;

  @Test
  void livesWithItsAclAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      ResourceTrial acl = ec2.trial("NetworkAcl");
      String id = acl.create("{'VpcId': '%s'}".formatted(vpc));
      assertThat(id).startsWith("acl-");
      String entry =
          """
          {'NetworkAclId': '%s', 'RuleNumber': 100, 'Protocol': 6, 'RuleAction': '%s',
           'Egress': false, 'CidrBlock': '0.0.0.0/0', 'PortRange': {'From': 80, 'To': 80}}
          """;
      ResourceTrial trial = ec2.trial("NetworkAclEntry");
      String named = trial.create(entry.formatted(id, "allow"));
      assertThat(named).isEqualTo(id + "|100|false");
      trial.update(entry.formatted(id, "deny"));
      assertThat(trial.read().path("RuleAction").asString()).isEqualTo("deny");
      assertThat(trial.read().path("PortRange").path("To").asInt()).isEqualTo(80);
      assertThat(trial.read().path("Protocol").asInt()).isEqualTo(6);

      ResourceTrial tie = ec2.trial("SubnetNetworkAclAssociation");
      String association =
          tie.createdInPlaceOfAnother(
              "{'NetworkAclId': '%s', 'SubnetId': '%s'}".formatted(id, ec2.subnet(vpc)));
      assertThat(tie.attribute("AssociationId").asString()).isEqualTo(association);
      assertThat(tie.read().path("NetworkAclId").asString()).isEqualTo(id);
      tie.delete();
      trial.delete();
      acl.delete();
    }
  }
}
