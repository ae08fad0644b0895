package croft.services.ec2.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.AssociateAddressRequest;
import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateManagedPrefixListRequest;
import croft.api.ec2.CreateNatGatewayRequest;
import croft.api.ec2.CreateVpcEndpointRequest;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.IpPermission;
import croft.api.ec2.PrefixListId;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.instance.Instances;
import croft.store.Table;
import croft.store.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkIntentTest {
  private Ec2Fixture fixture;
  private Networks networks;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** A network that has some of everything; its VPC. */
  private String network() {
    String instance = fixture.running();
    String vpc = String.valueOf(fixture.describe(instance).vpcId());
    String subnet = String.valueOf(fixture.describe(instance).subnetId());
    fixture.ec2.associateAddress(
        AssociateAddressRequest.builder()
            .instanceId(fixture.running())
            .allocationId(allocation())
            .build());
    fixture.ec2.createNatGateway(
        CreateNatGatewayRequest.builder().subnetId(subnet).allocationId(allocation()).build());
    fixture.ec2.createVpcEndpoint(
        CreateVpcEndpointRequest.builder()
            .vpcId(vpc)
            .serviceName("com.amazonaws.us-west-2.s3")
            .routeTableIds(List.of(networks.routeTable(vpc)))
            .build());
    String list =
        Objects.requireNonNull(
            Objects.requireNonNull(
                    fixture
                        .ec2
                        .createManagedPrefixList(
                            CreateManagedPrefixListRequest.builder()
                                .prefixListName("offices")
                                .addressFamily("IPv4")
                                .maxEntries(1)
                                .build())
                        .prefixList())
                .prefixListId());
    fixture.ec2.authorizeSecurityGroupIngress(
        AuthorizeSecurityGroupIngressRequest.builder()
            .groupId(defaultGroup(vpc))
            .ipPermissions(
                List.of(
                    IpPermission.builder()
                        .ipProtocol("-1")
                        .prefixListIds(List.of(PrefixListId.builder().prefixListId(list).build()))
                        .build()))
            .build());
    return vpc;
  }

  private String defaultGroup(String vpc) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .describeSecurityGroups(
                DescribeSecurityGroupsRequest.builder()
                    .filters(
                        List.of(
                            Filter.builder().name("vpc-id").values(List.of(vpc)).build(),
                            Filter.builder().name("group-name").values(List.of("default")).build()))
                    .build())
            .securityGroupsOrEmpty()
            .getFirst()
            .groupId());
  }

  private String allocation() {
    return Objects.requireNonNull(
        fixture.ec2.allocateAddress(AllocateAddressRequest.builder().build()).allocationId());
  }

  @Test
  void everyTableThatIsReadIsLookedAtForChanges() {
    String vpc = network();
    Set<Table<?>> read = new HashSet<>();
    fixture.store.read(tx -> {
      assertThat(NetworkIntent.of(noting(tx, read), "123456789012/us-west-2", vpc)).isPresent();
      return true;
    });
    Set<Table<?>> lookedAt = new HashSet<>(Set.of(NetworkIntent.madeOf()));
    lookedAt.add(Instances.TABLE);
    assertThat(read).hasSizeGreaterThan(8).isSubsetOf(lookedAt);
  }

  /** A transaction that notes which tables are asked. */
  private static Transaction noting(Transaction tx, Set<Table<?>> read) {
    return (Transaction)
        Proxy.newProxyInstance(
            Transaction.class.getClassLoader(),
            new Class<?>[] {Transaction.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof Table<?> table) {
                read.add(table);
              }
              try {
                return method.invoke(tx, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }
}
