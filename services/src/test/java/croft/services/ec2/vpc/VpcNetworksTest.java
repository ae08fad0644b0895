package croft.services.ec2.vpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.AllocateAddressResult;
import croft.api.ec2.AssociateAddressRequest;
import croft.api.ec2.DeleteSubnetRequest;
import croft.api.ec2.DeleteVpcRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VpcNetworksTest {
  private Ec2Fixture fixture;
  private Networks networks;
  private String vpc = "";
  private String subnet = "";

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
    vpc = networks.vpc("10.0.0.0/16");
    subnet = networks.subnet(vpc, "10.0.1.0/24");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Optional<NetworkSpec> made() {
    return fixture.network.networks().stream().filter(n -> n.id().equals(vpc)).findFirst();
  }

  private String instance() {
    return launch(subnet);
  }

  private String launch(String subnetId) {
    String id =
        String.valueOf(
            fixture
                .ec2
                .runInstances(fixture.launch().subnetId(subnetId).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    return id;
  }

  @Test
  void makesTheNetworkWithItsFirstInterfaceAndTakesItDownWithTheVpc() {
    fixture.reconcileNetworks();
    assertThat(made()).isEmpty();
    String id = instance();
    assertThat(made().orElseThrow().cidrs()).containsExactly(Ipv4Cidr.parse("10.0.0.0/16"));
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    fixture.ec2.deleteSubnet(DeleteSubnetRequest.builder().subnetId(subnet).build());
    fixture.ec2.deleteVpc(DeleteVpcRequest.builder().vpcId(vpc).build());
    fixture.reconcileNetworks();
    assertThat(made()).isEmpty();
  }

  @Test
  void routesFollowTheSubnetsTable() {
    instance();
    assertThat(made().orElseThrow().internetGateway()).isFalse();
    assertThat(table().routes()).isEmpty();
    String gateway = networks.internetGateway(vpc);
    String table = networks.routeTable(vpc);
    fixture.ec2.createRoute(Networks.route(table, "0.0.0.0/0").gatewayId(gateway).build());
    networks.associate(table, subnet);
    fixture.reconcileNetworks();
    assertThat(made().orElseThrow().internetGateway()).isTrue();
    assertThat(table().id()).isEqualTo(table);
    assertThat(table().routes().getFirst().target()).isEqualTo(new RouteTarget.InternetGateway());
    fixture.ec2.detachInternetGateway(
        croft.api.ec2.DetachInternetGatewayRequest.builder()
            .internetGatewayId(gateway)
            .vpcId(vpc)
            .build());
    fixture.reconcileNetworks();
    assertThat(table().routes().getFirst().target()).isEqualTo(new RouteTarget.Blackhole());
  }

  private RouteTableSpec table() {
    NetworkSpec network = made().orElseThrow();
    return network.routeTableOf(network.subnet(subnet).orElseThrow());
  }

  @Test
  void aNewServerFindsWhatAnEarlierOneMade() {
    instance();
    VpcNetworks next = new VpcNetworks(fixture.store, fixture.network, (scope, id) -> {});
    assertThat(next.due()).contains(VpcNetworks.key(Ec2Fixture.SCOPE, vpc));
    next.reconcile(VpcNetworks.key(Ec2Fixture.SCOPE, vpc));
    assertThat(made()).isPresent();
    fixture.store.write(tx -> tx.delete(Vpcs.TABLE, Ec2Fixture.SCOPE, vpc));
    fixture.network.interfaces(vpc).forEach(i -> fixture.network.detach(i.spec().id()));
    VpcNetworks last = new VpcNetworks(fixture.store, fixture.network, (scope, id) -> {});
    last.due().forEach(last::reconcile);
    assertThat(made()).isEmpty();
  }

  @Test
  void addressesThatChangePlacesBetweenVpcsArriveAtOnce() {
    String otherVpc = networks.vpc("10.9.0.0/16");
    String otherSubnet = networks.subnet(otherVpc, "10.9.1.0/24");
    networks.internetGateway(vpc);
    networks.internetGateway(otherVpc);
    String here = instance();
    String there = launch(otherSubnet);
    AllocateAddressResult one = allocate();
    AllocateAddressResult two = allocate();
    associate(one, here);
    associate(two, there);
    fixture.reconcileNetworks();
    associate(one, there);
    associate(two, here);
    fixture.networks.settle(Ec2Fixture.SCOPE, otherVpc);
    fixture.networks.settle(Ec2Fixture.SCOPE, vpc);
    assertHeldElsewhere(vpc, one);
    assertHeldElsewhere(otherVpc, two);
  }

  private AllocateAddressResult allocate() {
    return fixture.ec2.allocateAddress(AllocateAddressRequest.builder().domain("vpc").build());
  }

  private void associate(AllocateAddressResult address, String instanceId) {
    fixture.ec2.associateAddress(
        AssociateAddressRequest.builder()
            .allocationId(address.allocationId())
            .instanceId(instanceId)
            .allowReassociation(true)
            .build());
  }

  private void assertHeldElsewhere(String vpcId, AllocateAddressResult address) {
    Ipv4Address held = Ipv4Address.parse(String.valueOf(address.publicIp()));
    Map<Ipv4Address, Ipv4Address> claim = Map.of(held, Ipv4Address.parse("10.0.1.99"));
    assertThatThrownBy(() -> fixture.network.applyAddresses(vpcId, claim))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(held.toString());
  }
}
