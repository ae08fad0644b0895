package croft.services.ec2.routetable;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouteResourceTest {
  @TempDir Path directory;

  @Test
  void livesWithItsTableAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      String gateway = ec2.trial("InternetGateway").create("{}");
      ec2.trial("VPCGatewayAttachment")
          .create("{'VpcId': '%s', 'InternetGatewayId': '%s'}".formatted(vpc, gateway));
      ResourceTrial table = ec2.trial("RouteTable");
      String id = table.create("{'VpcId': '%s'}".formatted(vpc));
      ResourceTrial route = ec2.trial("Route");
      String named =
          route.create(
              "{'RouteTableId': '%s', 'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': '%s'}"
                  .formatted(id, gateway));
      assertThat(named).isEqualTo(id + "|0.0.0.0/0");
      assertThat(route.attribute("CidrBlock").asString()).isEqualTo("0.0.0.0/0");
      assertThat(route.read().path("GatewayId").asString()).isEqualTo(gateway);
      String subnet = ec2.subnet(vpc);
      String nic = ec2.trial("NetworkInterface").create("{'SubnetId': '%s'}".formatted(subnet));
      route.update(
          "{'RouteTableId': '%s', 'DestinationCidrBlock': '0.0.0.0/0', 'NetworkInterfaceId': '%s'}"
              .formatted(id, nic));
      assertThat(route.read().path("NetworkInterfaceId").asString()).isEqualTo(nic);
      assertThat(route.read().has("GatewayId")).isFalse();

      ResourceTrial association = ec2.trial("SubnetRouteTableAssociation");
      String tie =
          association.create("{'RouteTableId': '%s', 'SubnetId': '%s'}".formatted(id, subnet));
      assertThat(tie).startsWith("rtbassoc-");
      assertThat(association.attribute("Id").asString()).isEqualTo(tie);
      association.delete();
      route.delete();
      table.delete();
    }
  }
}
