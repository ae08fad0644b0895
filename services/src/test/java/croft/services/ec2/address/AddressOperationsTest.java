package croft.services.ec2.address;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.Address;
import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.AllocateAddressResult;
import croft.api.ec2.AssignPrivateIpAddressesRequest;
import croft.api.ec2.AssociateAddressRequest;
import croft.api.ec2.DescribeAddressesRequest;
import croft.api.ec2.DisassociateAddressRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.ReleaseAddressRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressOperationsTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private AllocateAddressResult allocate() {
    return fixture.ec2.allocateAddress(AllocateAddressRequest.builder().domain("standard").build());
  }

  private String associate(AssociateAddressRequest.Builder request) {
    return Objects.requireNonNull(fixture.ec2.associateAddress(request.build()).associationId());
  }

  private Address describe(@Nullable String allocationId) {
    return fixture
        .ec2
        .describeAddresses(
            DescribeAddressesRequest.builder()
                .allocationIds(List.of(String.valueOf(allocationId)))
                .build())
        .addressesOrEmpty()
        .getFirst();
  }

  private void release(@Nullable String allocationId) {
    fixture.ec2.releaseAddress(ReleaseAddressRequest.builder().allocationId(allocationId).build());
  }

  private static Ipv4Address address(@Nullable String text) {
    return Ipv4Address.parse(String.valueOf(text));
  }

  @Test
  void anAddressMovesBetweenInstancesAndTheFirstGetsAPublicAddressOfItsOwnAgain() {
    AllocateAddressResult elastic = allocate();
    assertThat(elastic.domain()).isEqualTo("vpc");
    String first = fixture.running();
    String second = fixture.running();
    AssociateAddressRequest.Builder request =
        AssociateAddressRequest.builder().allocationId(elastic.allocationId());
    associate(request.instanceId(first));
    assertThat(fixture.describe(first).publicIpAddress()).isEqualTo(elastic.publicIp());
    refused(
        "Resource.AlreadyAssociated",
        String.valueOf(elastic.allocationId()),
        () ->
            associate(
                AssociateAddressRequest.builder()
                    .allocationId(elastic.allocationId())
                    .instanceId(second)
                    .allowReassociation(false)));
    String association = associate(request.instanceId(second));
    fixture.reconcile();
    Instance holder = fixture.describe(second);
    assertThat(holder.publicIpAddress()).isEqualTo(elastic.publicIp());
    assertThat(describe(elastic.allocationId()).instanceId()).isEqualTo(second);
    refused("InvalidIPAddress.InUse", "is in use", () -> release(elastic.allocationId()));
    fixture.ec2.disassociateAddress(
        DisassociateAddressRequest.builder().associationId(association).build());
    assertThat(fixture.describe(second).publicIpAddress())
        .isNotNull()
        .isNotEqualTo(elastic.publicIp());
    release(elastic.allocationId());
    refused(
        "InvalidAllocationID.NotFound",
        String.valueOf(elastic.allocationId()),
        () -> describe(elastic.allocationId()));
    refused(
        "InvalidAssociationID.NotFound",
        association,
        () ->
            fixture.ec2.disassociateAddress(
                DisassociateAddressRequest.builder().associationId(association).build()));
  }

  @Test
  void eachPrivateAddressHasAnAddressOfItsOwn() {
    String instance = fixture.running();
    Instance before = fixture.describe(instance);
    String nic = before.networkInterfacesOrEmpty().getFirst().networkInterfaceId();
    fixture.ec2.assignPrivateIpAddresses(
        AssignPrivateIpAddressesRequest.builder()
            .networkInterfaceId(nic)
            .privateIpAddresses(List.of("172.31.0.200"))
            .build());
    AllocateAddressResult elastic = allocate();
    associate(
        AssociateAddressRequest.builder()
            .allocationId(elastic.allocationId())
            .networkInterfaceId(nic)
            .privateIpAddress("172.31.0.200"));
    refused(
        "InvalidParameterValue",
        "does not belong",
        () ->
            associate(
                AssociateAddressRequest.builder()
                    .allocationId(elastic.allocationId())
                    .networkInterfaceId(nic)
                    .privateIpAddress("172.31.0.201")));
    assertThat(fixture.describe(instance).publicIpAddress()).isEqualTo(before.publicIpAddress());
    assertThat(
            fixture.store.<Map<Ipv4Address, Ipv4Address>>read(
                tx -> Addresses.byPublic(tx, Ec2Fixture.SCOPE, String.valueOf(before.vpcId()))))
        .containsEntry(address(elastic.publicIp()), address("172.31.0.200"))
        .containsEntry(address(before.publicIpAddress()), address(before.privateIpAddress()));
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    assertThat(describe(elastic.allocationId()).associationId()).isNull();
  }

  @Test
  void theSixthAddressIsOneTooMany() {
    for (int i = 0; i < 5; i++) {
      allocate();
    }
    refused("AddressLimitExceeded", "maximum number of addresses", this::allocate);
    refused(
        "InvalidParameterValue",
        "domain",
        () -> fixture.ec2.allocateAddress(AllocateAddressRequest.builder().domain("moon").build()));
  }
}
