package croft.services.ec2.peering;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AcceptVpcPeeringConnectionRequest;
import croft.api.ec2.AssociateVpcCidrBlockRequest;
import croft.api.ec2.CreateVpcPeeringConnectionRequest;
import croft.api.ec2.DeleteVpcPeeringConnectionRequest;
import croft.api.ec2.DeleteVpcRequest;
import croft.api.ec2.DescribeVpcPeeringConnectionsRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.ModifyVpcPeeringConnectionOptionsRequest;
import croft.api.ec2.PeeringConnectionOptionsRequest;
import croft.api.ec2.RejectVpcPeeringConnectionRequest;
import croft.api.ec2.VpcPeeringConnection;
import croft.drivers.network.PeeringSpec;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeeringTest {
  private static final String OTHER = "210987654321";

  private Ec2Fixture fixture;
  private Networks networks;
  private Ec2Api other;
  private String one = "";
  private String two = "";

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
    other = fixture.as(OTHER);
    one = networks.vpc("10.0.0.0/16");
    two = networks.vpc("10.1.0.0/16");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateVpcPeeringConnectionRequest.Builder between(String from, String to) {
    return CreateVpcPeeringConnectionRequest.builder().vpcId(from).peerVpcId(to);
  }

  private String create(CreateVpcPeeringConnectionRequest.Builder request) {
    VpcPeeringConnection made =
        Objects.requireNonNull(
            fixture.ec2.createVpcPeeringConnection(request.build()).vpcPeeringConnection());
    assertThat(Objects.requireNonNull(made.status()).code()).isEqualTo("initiating-request");
    return Objects.requireNonNull(made.vpcPeeringConnectionId());
  }

  private static VpcPeeringConnection describe(Ec2Api ec2, String id) {
    return ec2.describeVpcPeeringConnections(
            DescribeVpcPeeringConnectionsRequest.builder()
                .vpcPeeringConnectionIds(List.of(id))
                .build())
        .vpcPeeringConnectionsOrEmpty()
        .getFirst();
  }

  private String status(String id) {
    return String.valueOf(Objects.requireNonNull(describe(fixture.ec2, id).status()).code());
  }

  private static void accept(Ec2Api ec2, String id) {
    ec2.acceptVpcPeeringConnection(
        AcceptVpcPeeringConnectionRequest.builder().vpcPeeringConnectionId(id).build());
  }

  private static void delete(Ec2Api ec2, String id) {
    ec2.deleteVpcPeeringConnection(
        DeleteVpcPeeringConnectionRequest.builder().vpcPeeringConnectionId(id).build());
  }

  @Test
  void leadsAcrossOnceItIsAccepted() {
    String id = create(between(one, two));
    assertThat(status(id)).isEqualTo("pending-acceptance");
    String table = networks.routeTable(one);
    fixture.ec2.createRoute(
        Networks.route(table, "10.1.0.0/16").vpcPeeringConnectionId(id).build());
    assertThat(networks.route(networks.table(table), "10.1.0.0/16").state()).isEqualTo("blackhole");
    fixture.reconcileNetworks();
    assertThat(fixture.network.peerings()).isEmpty();

    accept(fixture.ec2, id);
    fixture.reconcileNetworks();
    assertThat(status(id)).isEqualTo("active");
    assertThat(fixture.network.peerings()).containsExactly(new PeeringSpec(id, one, two));
    assertThat(networks.route(networks.table(table), "10.1.0.0/16").state()).isEqualTo("active");
    assertThat(Objects.requireNonNull(describe(fixture.ec2, id).accepterVpcInfo()).cidrBlock())
        .isEqualTo("10.1.0.0/16");
    refused(
        "InvalidStateTransition",
        "attempted to transition from active to active",
        () -> accept(fixture.ec2, id));
    refused("VpcPeeringConnectionAlreadyExists", "already exists", () -> create(between(two, one)));
    refused(
        "InvalidVpc.Range",
        "overlaps",
        () ->
            fixture.ec2.associateVpcCidrBlock(
                AssociateVpcCidrBlockRequest.builder()
                    .vpcId(one)
                    .cidrBlock("10.1.0.0/20")
                    .build()));
    refused(
        "DependencyViolation",
        "has dependencies",
        () -> fixture.ec2.deleteVpc(DeleteVpcRequest.builder().vpcId(two).build()));

    delete(fixture.ec2, id);
    assertThat(status(id)).isEqualTo("deleting");
    fixture.reconcileNetworks();
    assertThat(status(id)).isEqualTo("deleted");
    assertThat(fixture.network.peerings()).isEmpty();
    fixture.clock.advance(Duration.ofHours(3));
    fixture.reconcileNetworks();
    refused("InvalidVpcPeeringConnectionID.NotFound", id, () -> status(id));
  }

  @Test
  void anotherAccountAcceptsOrRejects() {
    String theirs = new Networks(other).vpc("10.2.0.0/16");
    String id = create(between(one, theirs).peerOwnerId(OTHER));
    refused(
        "OperationNotPermitted",
        "User 123456789012 cannot accept peering " + id,
        () -> accept(fixture.ec2, id));
    refused("OperationNotPermitted", "cannot delete peering", () -> delete(other, id));
    other.rejectVpcPeeringConnection(
        RejectVpcPeeringConnectionRequest.builder().vpcPeeringConnectionId(id).build());
    assertThat(status(id)).isEqualTo("rejected");
    String again = create(between(one, theirs).peerOwnerId(OTHER));
    accept(other, again);
    fixture.reconcileNetworks();
    assertThat(status(again)).isEqualTo("active");
    refused(
        "InvalidVpcPeeringConnectionID.NotFound",
        again,
        () -> describe(fixture.as("111111111111"), again));
    delete(other, again);
    assertThat(Objects.requireNonNull(describe(fixture.ec2, again).status()).message())
        .isEqualTo("Deleted by " + OTHER);
  }

  @Test
  void failsWhereAddressesOverlapOrNobodyIsThere() {
    String same = networks.vpc("10.0.128.0/17");
    assertThat(status(create(between(one, same)))).isEqualTo("failed");
    assertThat(status(create(between(one, one)))).isEqualTo("failed");
    assertThat(status(create(between(one, "vpc-0").peerOwnerId(OTHER)))).isEqualTo("failed");
    refused("InvalidVpcID.NotFound", "vpc-0", () -> create(between(one, "vpc-0")));
    refused(
        "UnsupportedOperation",
        "PeerRegion",
        () -> create(between(one, two).peerRegion("eu-west-1")));
    refused("MissingParameter", "peerVpcId", () -> create(between(one, "")));
  }

  @Test
  void lapsesWhenNobodyAnswers() {
    String id = create(between(one, two));
    fixture.clock.advance(Duration.ofDays(7));
    fixture.reconcileNetworks();
    assertThat(status(id)).isEqualTo("expired");
  }

  @Test
  void eachSideSetsItsOwnOptions() {
    String id = create(between(one, two));
    PeeringConnectionOptionsRequest on =
        PeeringConnectionOptionsRequest.builder().allowDnsResolutionFromRemoteVpc(true).build();
    ModifyVpcPeeringConnectionOptionsRequest request =
        ModifyVpcPeeringConnectionOptionsRequest.builder()
            .vpcPeeringConnectionId(id)
            .requesterPeeringConnectionOptions(on)
            .build();
    refused(
        "OperationNotPermitted",
        "is not active",
        () -> fixture.ec2.modifyVpcPeeringConnectionOptions(request));
    accept(fixture.ec2, id);
    fixture.reconcileNetworks();
    fixture.ec2.modifyVpcPeeringConnectionOptions(request);
    assertThat(
            Objects.requireNonNull(
                    Objects.requireNonNull(describe(fixture.ec2, id).requesterVpcInfo())
                        .peeringOptions())
                .allowDnsResolutionFromRemoteVpc())
        .isTrue();
    refused(
        "UnsupportedOperation",
        "AllowEgressFromLocalClassicLinkToRemoteVpc",
        () ->
            fixture.ec2.modifyVpcPeeringConnectionOptions(
                ModifyVpcPeeringConnectionOptionsRequest.builder()
                    .vpcPeeringConnectionId(id)
                    .requesterPeeringConnectionOptions(
                        PeeringConnectionOptionsRequest.builder()
                            .allowEgressFromLocalClassicLinkToRemoteVpc(true)
                            .build())
                    .build()));
  }
}
