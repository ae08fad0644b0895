package croft.services.ec2.networkinterface;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AssignPrivateIpAddressesRequest;
import croft.api.ec2.AttachNetworkInterfaceRequest;
import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateNetworkInterfaceRequest;
import croft.api.ec2.DeleteNetworkInterfaceRequest;
import croft.api.ec2.DescribeNetworkInterfacesRequest;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.DetachNetworkInterfaceRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.InstanceNetworkInterface;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.ModifyNetworkInterfaceAttributeRequest;
import croft.api.ec2.NetworkInterface;
import croft.api.ec2.NetworkInterfacePrivateIpAddress;
import croft.api.ec2.Subnet;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.ec2.UnassignPrivateIpAddressesRequest;
import croft.drivers.network.InterfaceHandle;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkInterfaceOperationsTest {
  private Ec2Fixture fixture;
  private Subnet subnet;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    subnet =
        fixture
            .ec2
            .describeSubnets(
                DescribeSubnetsRequest.builder()
                    .filters(
                        List.of(
                            Filter.builder()
                                .name("availability-zone")
                                .values(List.of("us-west-2a"))
                                .build()))
                    .build())
            .subnetsOrEmpty()
            .getFirst();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateNetworkInterfaceRequest.Builder request() {
    return CreateNetworkInterfaceRequest.builder().subnetId(subnet.subnetId());
  }

  private String create() {
    return id(create(request()));
  }

  private NetworkInterface create(CreateNetworkInterfaceRequest.Builder request) {
    return Objects.requireNonNull(
        fixture.ec2.createNetworkInterface(request.build()).networkInterface());
  }

  private static String id(NetworkInterface nic) {
    return Objects.requireNonNull(nic.networkInterfaceId());
  }

  private NetworkInterface describe(String id) {
    return fixture
        .ec2
        .describeNetworkInterfaces(
            DescribeNetworkInterfacesRequest.builder().networkInterfaceIds(List.of(id)).build())
        .networkInterfacesOrEmpty()
        .getFirst();
  }

  private String attach(String id, String instance, int index) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .attachNetworkInterface(
                AttachNetworkInterfaceRequest.builder()
                    .networkInterfaceId(id)
                    .instanceId(instance)
                    .deviceIndex(index)
                    .build())
            .attachmentId());
  }

  private void detach(String attachmentId) {
    fixture.ec2.detachNetworkInterface(
        DetachNetworkInterfaceRequest.builder().attachmentId(attachmentId).build());
  }

  private List<InterfaceHandle> world() {
    return fixture.network.interfaces(Objects.requireNonNull(subnet.vpcId()));
  }

  private String vpcInterface(String instance, int index) {
    return fixture.describe(instance).networkInterfacesOrEmpty().stream()
        .filter(n ->
            Integer.valueOf(index).equals(Objects.requireNonNull(n.attachment()).deviceIndex()))
        .map(InstanceNetworkInterface::networkInterfaceId)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anInterfaceIsAvailableUntilItIsAttachedAndTravelsWithItsAddress() {
    String nic = create();
    assertThat(describe(nic).status()).isEqualTo("available");
    String first = fixture.running();
    String second = fixture.running();
    String attachment = attach(nic, first, 1);
    assertThat(Objects.requireNonNull(describe(nic).attachment()).status()).isEqualTo("attaching");
    fixture.reconcile();
    assertThat(Objects.requireNonNull(describe(nic).attachment()).status()).isEqualTo("attached");
    assertThat(world())
        .anySatisfy(h -> {
          assertThat(h.spec().id()).isEqualTo(nic);
          assertThat(h.spec().machineId()).isEqualTo(first);
          assertThat(h.deviceName()).isEqualTo("eth1");
        });
    assertThat(fixture.describe(first).networkInterfacesOrEmpty()).hasSize(2);
    String address = describe(nic).privateIpAddress();
    detach(attachment);
    fixture.reconcile();
    assertThat(describe(nic).status()).isEqualTo("available");
    assertThat(world()).noneMatch(h -> h.spec().id().equals(nic));
    attach(nic, second, 1);
    fixture.reconcile();
    assertThat(world())
        .anySatisfy(h -> {
          assertThat(h.spec().machineId()).isEqualTo(second);
          assertThat(h.spec().privateAddress().toString()).isEqualTo(address);
        });
  }

  @Test
  void whatCannotBeAttachedIsRefusedAsEc2Does() {
    String instance = fixture.running();
    String nic = create();
    refused(
        "InvalidParameterValue",
        "already has an interface attached at device index '0'",
        () -> attach(nic, instance, 0));
    String attachment = attach(nic, instance, 1);
    refused("InvalidNetworkInterface.InUse", nic, () -> attach(nic, instance, 2));
    refused("InvalidParameterValue", "currently in use", () -> delete(nic));
    String third = create();
    refused(
        "AttachmentLimitExceeded",
        "Interface count 3 exceeds the limit for t3.micro",
        () -> attach(third, instance, 2));
    refused("InvalidNetworkInterfaceID.NotFound", "eni-1", () -> attach("eni-1", instance, 2));
    refused("InvalidAttachmentID.NotFound", "eni-attach-1", () -> detach("eni-attach-1"));
    String primary = vpcInterface(instance, 0);
    String ofPrimary =
        Objects.requireNonNull(
            Objects.requireNonNull(describe(primary).attachment()).attachmentId());
    refused("OperationNotPermitted", "device index 0", () -> detach(ofPrimary));
    detach(attachment);
    fixture.reconcile();
    delete(nic);
    refused("InvalidNetworkInterfaceID.NotFound", nic, () -> describe(nic));
  }

  private void delete(String nic) {
    fixture.ec2.deleteNetworkInterface(
        DeleteNetworkInterfaceRequest.builder().networkInterfaceId(nic).build());
  }

  @Test
  void secondaryAddressesAreAssignedMovedAndUnassigned() {
    String one = create();
    String other = create();
    assign(one, "172.31.0.100", false);
    refused(
        "InvalidParameterValue",
        "reassignment was not allowed",
        () -> assign(other, "172.31.0.100", false));
    assign(other, "172.31.0.100", true);
    assertThat(addresses(one)).doesNotContain("172.31.0.100");
    assertThat(addresses(other)).hasSize(2).endsWith("172.31.0.100");
    String instance = fixture.running();
    attach(one, instance, 1);
    fixture.reconcile();
    assign(one, "172.31.0.101", false);
    fixture.reconcile();
    assertThat(world())
        .filteredOn(h -> h.spec().id().equals(one))
        .singleElement()
        .satisfies(h -> assertThat(h.spec().privateAddresses()).hasSize(2));
    refused(
        "PrivateIpAddressLimitExceeded",
        "Number of private addresses",
        () -> assign(one, "172.31.0.102", false));
    unassign(one, "172.31.0.101");
    fixture.reconcile();
    assertThat(world())
        .filteredOn(h -> h.spec().id().equals(one))
        .singleElement()
        .satisfies(h -> assertThat(h.spec().privateAddresses()).hasSize(1));
    refused("InvalidParameterValue", "not assigned", () -> unassign(one, "172.31.0.101"));
    refused("InvalidParameterValue", "primary", () -> unassign(one, addresses(one).getFirst()));
  }

  private void assign(String nic, String address, boolean reassign) {
    fixture.ec2.assignPrivateIpAddresses(
        AssignPrivateIpAddressesRequest.builder()
            .networkInterfaceId(nic)
            .privateIpAddresses(List.of(address))
            .allowReassignment(reassign)
            .build());
  }

  private void unassign(String nic, String address) {
    fixture.ec2.unassignPrivateIpAddresses(
        UnassignPrivateIpAddressesRequest.builder()
            .networkInterfaceId(nic)
            .privateIpAddresses(List.of(address))
            .build());
  }

  private List<String> addresses(String nic) {
    return describe(nic).privateIpAddressesOrEmpty().stream()
        .map(NetworkInterfacePrivateIpAddress::privateIpAddress)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void anInstanceIsLaunchedWithSeveralInterfacesOfWhichOneOutlivesIt() {
    String kept = create();
    InstanceNetworkInterfaceSpecification existing =
        InstanceNetworkInterfaceSpecification.builder()
            .deviceIndex(0)
            .networkInterfaceId(kept)
            .build();
    InstanceNetworkInterfaceSpecification fresh =
        InstanceNetworkInterfaceSpecification.builder()
            .deviceIndex(1)
            .subnetId(subnet.subnetId())
            .secondaryPrivateIpAddressCount(1)
            .description("second")
            .build();
    String instance =
        String.valueOf(
            fixture
                .ec2
                .runInstances(fixture.launch().networkInterfaces(List.of(existing, fresh)).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    assertThat(fixture.state(instance)).isEqualTo("running");
    assertThat(fixture.describe(instance).publicIpAddress()).isNull();
    assertThat(fixture.describe(instance).networkInterfacesOrEmpty()).hasSize(2);
    String second = vpcInterface(instance, 1);
    assertThat(describe(second).description()).isEqualTo("second");
    assertThat(addresses(second)).hasSize(2);
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    assertThat(describe(kept).status()).isEqualTo("available");
    refused("InvalidNetworkInterfaceID.NotFound", second, () -> describe(second));
    assertThat(world()).isEmpty();
  }

  @Test
  void attributesAreChangedOneAtATime() {
    String instance = fixture.running();
    String primary = vpcInterface(instance, 0);
    fixture.ec2.modifyNetworkInterfaceAttribute(
        ModifyNetworkInterfaceAttributeRequest.builder()
            .networkInterfaceId(primary)
            .sourceDestCheck(AttributeBooleanValue.builder().value(false).build())
            .build());
    assertThat(fixture.describe(instance).sourceDestCheck()).isFalse();
    fixture.reconcile();
    assertThat(world())
        .singleElement()
        .satisfies(h -> assertThat(h.spec().sourceDestinationCheck()).isFalse());
    refused(
        "InvalidParameterCombination",
        "No attributes",
        () ->
            fixture.ec2.modifyNetworkInterfaceAttribute(
                ModifyNetworkInterfaceAttributeRequest.builder()
                    .networkInterfaceId(primary)
                    .build()));
  }

  @Test
  void theSameTokenMakesOneInterface() {
    String one = id(create(request().clientToken("t")));
    assertThat(id(create(request().clientToken("t")))).isEqualTo(one);
    refused(
        "IdempotentParameterMismatch",
        "inconsistent",
        () -> create(request().clientToken("t").description("other")));
    refused(
        "InvalidIPAddress.InUse",
        "in use",
        () -> create(request().privateIpAddress(describe(one).privateIpAddress())));
  }
}
