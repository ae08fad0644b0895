package croft.services.ec2.internetgateway;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VpcGatewayAttachmentResourceTest {
  @TempDir Path directory;

  @Test
  void livesWithItsGatewayAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      ResourceTrial gateway = ec2.trial("InternetGateway");
      String first = gateway.create("{'Tags': [{'Key': 'Name', 'Value': 'door'}]}");
      assertThat(gateway.attribute("InternetGatewayId").asString()).isEqualTo(first);
      gateway.update("{'Tags': [{'Key': 'Name', 'Value': 'gate'}]}");
      assertThat(gateway.read().path("Tags").get(0).path("Value").asString()).isEqualTo("gate");
      String second =
          String.valueOf(
              java.util.Objects.requireNonNull(
                      ec2.fixture
                          .ec2
                          .createInternetGateway(
                              croft.api.ec2.CreateInternetGatewayRequest.builder().build())
                          .internetGateway())
                  .internetGatewayId());

      ResourceTrial trial = ec2.trial("VPCGatewayAttachment");
      String id = trial.create("{'VpcId': '%s', 'InternetGatewayId': '%s'}".formatted(vpc, first));
      assertThat(id).isEqualTo("IGW|" + vpc);
      assertThat(trial.attribute("AttachmentType").asString()).isEqualTo("IGW");
      trial.update("{'VpcId': '%s', 'InternetGatewayId': '%s'}".formatted(vpc, second));
      assertThat(trial.read().path("InternetGatewayId").asString()).isEqualTo(second);
      trial.delete();
      gateway.delete();
    }
  }
}
