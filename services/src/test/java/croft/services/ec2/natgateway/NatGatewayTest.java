package croft.services.ec2.natgateway;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.CreateNatGatewayRequest;
import croft.api.ec2.DeleteNatGatewayRequest;
import croft.api.ec2.DescribeAddressesRequest;
import croft.api.ec2.DescribeNatGatewaysRequest;
import croft.api.ec2.NatGateway;
import croft.api.ec2.NatGatewayAddress;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
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

class NatGatewayTest {
  private Ec2Fixture fixture;
  private Networks networks;
  private String vpc = "";
  private String subnet = "";

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
    vpc = networks.vpc("10.0.0.0/16");
    subnet = networks.subnet(vpc, "10.0.1.0/28");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String address() {
    return Objects.requireNonNull(
        fixture.ec2.allocateAddress(AllocateAddressRequest.builder().build()).allocationId());
  }

  private CreateNatGatewayRequest.Builder request() {
    return CreateNatGatewayRequest.builder().subnetId(subnet);
  }

  private String create(CreateNatGatewayRequest.Builder request) {
    NatGateway made =
        Objects.requireNonNull(fixture.ec2.createNatGateway(request.build()).natGateway());
    assertThat(made.state()).isEqualTo("pending");
    return Objects.requireNonNull(made.natGatewayId());
  }

  private NatGateway describe(String id) {
    return fixture
        .ec2
        .describeNatGateways(
            DescribeNatGatewaysRequest.builder().natGatewayIds(List.of(id)).build())
        .natGatewaysOrEmpty()
        .getFirst();
  }

  private void delete(String id) {
    fixture.ec2.deleteNatGateway(DeleteNatGatewayRequest.builder().natGatewayId(id).build());
  }

  private List<NatGatewaySpec> made() {
    return fixture.network.networks().stream()
        .filter(spec -> spec.id().equals(vpc))
        .map(NetworkSpec::natGateways)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void standsInTheNetworkFromAvailableToDeleting() {
    networks.internetGateway(vpc);
    String allocation = address();
    String id = create(request().allocationId(allocation));
    fixture.reconcileNetworks();
    NatGateway available = describe(id);
    assertThat(available.state()).isEqualTo("available");
    NatGatewayAddress address = available.natGatewayAddressesOrEmpty().getFirst();
    assertThat(address.privateIp()).startsWith("10.0.1.");
    assertThat(address.publicIp()).isNotNull();
    assertThat(address.networkInterfaceId()).startsWith("eni-");
    assertThat(made()).extracting(NatGatewaySpec::id).containsExactly(id);
    assertThat(made().getFirst().publicAddress().orElseThrow()).hasToString(address.publicIp());

    String table = networks.routeTable(vpc);
    fixture.ec2.createRoute(Networks.route(table, "0.0.0.0/0").natGatewayId(id).build());
    assertThat(networks.route(networks.table(table), "0.0.0.0/0").state()).isEqualTo("active");
    delete(id);
    assertThat(describe(id).state()).isEqualTo("deleting");
    assertThat(networks.route(networks.table(table), "0.0.0.0/0").state()).isEqualTo("blackhole");
    fixture.reconcileNetworks();
    assertThat(describe(id).state()).isEqualTo("deleted");
    assertThat(describe(id).deleteTime()).isNotNull();
    assertThat(made()).isEmpty();
    assertThat(
            fixture
                .ec2
                .describeAddresses(DescribeAddressesRequest.builder().build())
                .addressesOrEmpty()
                .getFirst()
                .associationId())
        .isNull();
    refused("NatGatewayNotFound", "NAT gateway " + id + " was not found", () -> delete(id));
    fixture.clock.advance(Duration.ofMinutes(61));
    fixture.reconcileNetworks();
    refused("NatGatewayNotFound", id, () -> describe(id));
  }

  @Test
  void failsWithAReasonWhereItCannotStand() {
    String first = address();
    String noGateway = create(request().allocationId(first));
    fixture.reconcileNetworks();
    assertThat(describe(noGateway).state()).isEqualTo("failed");
    assertThat(describe(noGateway).failureCode()).isEqualTo("Gateway.NotAttached");
    assertThat(describe(noGateway).failureMessage())
        .isEqualTo("Network " + vpc + " has no Internet gateway attached");
    networks.internetGateway(vpc);
    create(request().allocationId(first));
    fixture.reconcileNetworks();
    String taken = create(request().allocationId(first));
    fixture.reconcileNetworks();
    assertThat(describe(taken).failureCode()).isEqualTo("Resource.AlreadyAssociated");
    for (int i = 0; i < 10; i++) {
      create(request().connectivityType("private"));
    }
    fixture.reconcileNetworks();
    String full = create(request().connectivityType("private"));
    fixture.reconcileNetworks();
    assertThat(describe(full).failureCode()).isEqualTo("InsufficientFreeAddressesInSubnet");
  }

  @Test
  void privateOnesHaveNoAddressOutside() {
    String id = create(request().connectivityType("private").privateIpAddress("10.0.1.9"));
    fixture.reconcileNetworks();
    assertThat(describe(id).state()).isEqualTo("available");
    assertThat(describe(id).connectivityType()).isEqualTo("private");
    NatGatewayAddress address = describe(id).natGatewayAddressesOrEmpty().getFirst();
    assertThat(address.privateIp()).isEqualTo("10.0.1.9");
    assertThat(address.publicIp()).isNull();
    refused(
        "DependencyViolation",
        "The subnet '" + subnet,
        () ->
            fixture.ec2.deleteSubnet(
                croft.api.ec2.DeleteSubnetRequest.builder().subnetId(subnet).build()));
  }

  @Test
  void refusesWhatItCannotBeMadeOf() {
    refused("MissingParameter", "AllocationId", () -> create(request()));
    refused(
        "InvalidAllocationID.NotFound",
        "eipalloc-0",
        () -> create(request().allocationId("eipalloc-0")));
    refused(
        "InvalidSubnetID.NotFound",
        "subnet-0",
        () -> create(request().subnetId("subnet-0").connectivityType("private")));
    refused("InvalidParameterValue", "shared", () -> create(request().connectivityType("shared")));
    refused(
        "UnsupportedOperation",
        "SecondaryAllocationIds",
        () ->
            create(
                request()
                    .allocationId("eipalloc-0")
                    .secondaryAllocationIds(List.of("eipalloc-1"))));
  }

  @Test
  void isMadeOnceForAToken() {
    CreateNatGatewayRequest.Builder once = request().connectivityType("private").clientToken("t");
    assertThat(create(once)).isEqualTo(create(once));
    refused(
        "IdempotentParameterMismatch",
        "t",
        () -> create(once.subnetId(networks.subnet(vpc, "10.0.2.0/24"))));
  }

  @Test
  void describesByStateAndPage() {
    for (int i = 0; i < 6; i++) {
      create(request().connectivityType("private"));
    }
    croft.api.ec2.DescribeNatGatewaysResult first =
        fixture.ec2.describeNatGateways(
            DescribeNatGatewaysRequest.builder()
                .filter(List.of(Networks.filter("state", "pending")))
                .maxResults(5)
                .build());
    assertThat(first.natGatewaysOrEmpty()).hasSize(5);
    assertThat(
            fixture
                .ec2
                .describeNatGateways(
                    DescribeNatGatewaysRequest.builder()
                        .maxResults(5)
                        .nextToken(first.nextToken())
                        .build())
                .natGatewaysOrEmpty())
        .hasSize(1);
    fixture.denied.add("ec2:CreateNatGateway");
    refused(
        "UnauthorizedOperation",
        "ec2:CreateNatGateway",
        () -> create(request().connectivityType("private")));
  }
}
