package croft.services.ec2.internetgateway;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttachInternetGatewayRequest;
import croft.api.ec2.DeleteInternetGatewayRequest;
import croft.api.ec2.DescribeInternetGatewaysRequest;
import croft.api.ec2.DetachInternetGatewayRequest;
import croft.api.ec2.InternetGateway;
import croft.api.ec2.InternetGatewayAttachment;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import croft.services.operation.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternetGatewayTest {
  private Ec2Fixture fixture;
  private Networks networks;
  private String vpc = "";

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
    vpc = networks.vpc("10.0.0.0/16");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void attach(String id, String to) {
    fixture.ec2.attachInternetGateway(
        AttachInternetGatewayRequest.builder().internetGatewayId(id).vpcId(to).build());
  }

  private void detach(String id, String from) {
    fixture.ec2.detachInternetGateway(
        DetachInternetGatewayRequest.builder().internetGatewayId(id).vpcId(from).build());
  }

  private void delete(String id) {
    fixture.ec2.deleteInternetGateway(
        DeleteInternetGatewayRequest.builder().internetGatewayId(id).build());
  }

  private InternetGateway describe(String id) {
    return fixture
        .ec2
        .describeInternetGateways(
            DescribeInternetGatewaysRequest.builder().internetGatewayIds(List.of(id)).build())
        .internetGatewaysOrEmpty()
        .getFirst();
  }

  @Test
  void isAttachedToOneVpcAtATime() {
    String id = networks.internetGateway();
    assertThat(describe(id).attachmentsOrEmpty()).isEmpty();
    attach(id, vpc);
    assertThat(describe(id).attachmentsOrEmpty())
        .extracting(InternetGatewayAttachment::vpcId)
        .containsExactly(vpc);
    refused(
        "Resource.AlreadyAssociated",
        "resource " + id + " is already attached to network " + vpc,
        () -> attach(id, vpc));
    refused(
        "InvalidParameterValue",
        "Network " + vpc + " already has an internet gateway attached",
        () -> attach(networks.internetGateway(), vpc));
    refused("DependencyViolation", "The internetGateway '" + id, () -> delete(id));
    refused(
        "Gateway.NotAttached",
        "is not attached to network",
        () -> detach(id, networks.vpc("10.1.0.0/16")));
    detach(id, vpc);
    delete(id);
    refused("InvalidInternetGatewayID.NotFound", id, () -> describe(id));
  }

  @Test
  void staysWhilePublicAddressesComeInByIt() {
    fixture.running();
    InternetGateway gateway =
        fixture
            .ec2
            .describeInternetGateways(
                DescribeInternetGatewaysRequest.builder()
                    .filters(List.of(Networks.filter("attachment.state", "available")))
                    .build())
            .internetGatewaysOrEmpty()
            .getFirst();
    String home = String.valueOf(gateway.attachmentsOrEmpty().getFirst().vpcId());
    refused(
        "DependencyViolation",
        "Network " + home + " has some mapped public address(es).",
        () -> detach(String.valueOf(gateway.internetGatewayId()), home));
  }

  @Test
  void asksForGatewayAndVpcWithTheVpcAsCondition() {
    String id = networks.internetGateway();
    fixture.asked.clear();
    attach(id, vpc);
    assertThat(fixture.asked).extracting(Access::action).containsOnly("ec2:AttachInternetGateway");
    assertThat(fixture.asked)
        .flatExtracting(Access::resources)
        .containsExactly(
            "arn:aws:ec2:us-west-2:123456789012:internet-gateway/" + id,
            "arn:aws:ec2:us-west-2:123456789012:vpc/" + vpc);
    fixture.asked.clear();
    detach(id, vpc);
    assertThat(fixture.asked.getFirst().context())
        .containsEntry("ec2:Vpc", List.of("arn:aws:ec2:us-west-2:123456789012:vpc/" + vpc));
    fixture.denied.add("ec2:AttachInternetGateway");
    refused("UnauthorizedOperation", "AttachInternetGateway", () -> attach(id, vpc));
  }
}
