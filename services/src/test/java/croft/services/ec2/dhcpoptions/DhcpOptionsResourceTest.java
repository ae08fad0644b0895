package croft.services.ec2.dhcpoptions;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DhcpOptionsResourceTest {
  @TempDir Path directory;

  @Test
  void livesWithItsAssociationAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("DHCPOptions");
      String id =
          trial.create(
              "{'DomainName': 'shop.test', 'DomainNameServers': ['10.0.0.2'], 'NetbiosNodeType': 2}");
      assertThat(id).startsWith("dopt-");
      assertThat(trial.read().path("DomainName").asString()).isEqualTo("shop.test");
      assertThat(trial.read().path("DomainNameServers").get(0).asString()).isEqualTo("10.0.0.2");
      assertThat(trial.read().path("NetbiosNodeType").asInt()).isEqualTo(2);
      String vpc = ec2.vpc();
      ResourceTrial tie = ec2.trial("VPCDHCPOptionsAssociation");
      assertThat(
              tie.createdInPlaceOfAnother(
                  "{'DhcpOptionsId': '%s', 'VpcId': '%s'}".formatted(id, vpc)))
          .isEqualTo(id + "|" + vpc);
      assertThat(tie.read().path("VpcId").asString()).isEqualTo(vpc);
      tie.delete();
      trial.delete();
    }
  }
}
