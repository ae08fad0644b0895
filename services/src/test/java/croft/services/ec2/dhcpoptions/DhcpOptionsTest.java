package croft.services.ec2.dhcpoptions;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AssociateDhcpOptionsRequest;
import croft.api.ec2.CreateDhcpOptionsRequest;
import croft.api.ec2.DeleteDhcpOptionsRequest;
import croft.api.ec2.DescribeDhcpOptionsRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.DhcpConfiguration;
import croft.api.ec2.DhcpOptions;
import croft.api.ec2.NewDhcpConfiguration;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DhcpOptionsTest {
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

  private static NewDhcpConfiguration option(String key, String... values) {
    return NewDhcpConfiguration.builder().key(key).values(List.of(values)).build();
  }

  private String create(NewDhcpConfiguration... options) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                fixture
                    .ec2
                    .createDhcpOptions(
                        CreateDhcpOptionsRequest.builder()
                            .dhcpConfigurations(List.of(options))
                            .build())
                    .dhcpOptions())
            .dhcpOptionsId());
  }

  private void associate(String set, String vpc) {
    fixture.ec2.associateDhcpOptions(
        AssociateDhcpOptionsRequest.builder().dhcpOptionsId(set).vpcId(vpc).build());
  }

  private List<DhcpOptions> describe(DescribeDhcpOptionsRequest.Builder request) {
    return fixture.ec2.describeDhcpOptions(request.build()).dhcpOptionsOrEmpty();
  }

  @Test
  void everyVpcBeginsWithTheRegionsOwnSet() {
    String vpc = networks.vpc("10.0.0.0/16");
    List<DhcpOptions> sets = describe(DescribeDhcpOptionsRequest.builder());
    assertThat(sets).hasSize(1);
    assertThat(sets.getFirst().dhcpConfigurationsOrEmpty())
        .extracting(DhcpConfiguration::key)
        .containsExactly("domain-name", "domain-name-servers");
    assertThat(
            fixture
                .ec2
                .describeVpcs(DescribeVpcsRequest.builder().vpcIds(List.of(vpc)).build())
                .vpcsOrEmpty()
                .getFirst()
                .dhcpOptionsId())
        .isEqualTo(sets.getFirst().dhcpOptionsId());
    refused(
        "DependencyViolation",
        "has dependencies and cannot be deleted.",
        () -> delete(String.valueOf(sets.getFirst().dhcpOptionsId())));
  }

  private void delete(String set) {
    fixture.ec2.deleteDhcpOptions(DeleteDhcpOptionsRequest.builder().dhcpOptionsId(set).build());
  }

  @Test
  void instancesAreToldAtTheirNextStart() {
    String vpc = networks.vpc("10.0.0.0/16");
    String subnet = networks.subnet(vpc, "10.0.1.0/24");
    String id =
        String.valueOf(
            fixture
                .ec2
                .runInstances(fixture.launch().subnetId(subnet).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    assertThat(resolvConf(id))
        .isEqualTo("search us-west-2.compute.internal\nnameserver 10.0.0.2\n");
    associate(
        create(
            option("domain-name", "example.com example.org"),
            option("domain-name-servers", "10.0.0.53")),
        vpc);
    assertThat(resolvConf(id)).contains("us-west-2");
    restart(id);
    assertThat(resolvConf(id)).isEqualTo("search example.com example.org\nnameserver 10.0.0.53\n");
    associate("default", vpc);
    restart(id);
    assertThat(resolvConf(id)).isEmpty();
  }

  private String resolvConf(String id) {
    return fixture.compute.shell(id).readFile("/etc/resolv.conf").text();
  }

  private void restart(String id) {
    fixture.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    fixture.ec2.startInstances(StartInstancesRequest.builder().instanceIds(List.of(id)).build());
    fixture.reconcile();
    assertThat(fixture.state(id)).isEqualTo("running");
  }

  @Test
  void refusesOptionsThatAreNone() {
    refused("InvalidParameterValue", "Unknown DHCP option", () -> create(option("colour", "red")));
    refused(
        "InvalidParameterValue",
        "not an IPv4 address: here",
        () -> create(option("domain-name-servers", "here")));
    refused(
        "InvalidParameterValue",
        "more than four",
        () -> create(option("ntp-servers", "1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5")));
    refused("InvalidParameterValue", "1, 2, 4, 8", () -> create(option("netbios-node-type", "3")));
    refused(
        "InvalidParameterValue",
        "given twice",
        () -> create(option("domain-name", "a"), option("domain-name", "b")));
    refused("InvalidDhcpOptionID.NotFound", "dopt-0", () -> delete("dopt-0"));
    refused(
        "InvalidDhcpOptionID.NotFound",
        "dopt-0",
        () -> associate("dopt-0", networks.vpc("10.0.0.0/16")));
  }

  @Test
  void areFoundByWhatTheySay() {
    String set = create(option("ntp-servers", "10.0.0.123"));
    for (int i = 0; i < 5; i++) {
      create(option("domain-name", "example" + i + ".com"));
    }
    assertThat(
            describe(
                DescribeDhcpOptionsRequest.builder()
                    .filters(List.of(Networks.filter("value", "10.0.0.123")))))
        .extracting(DhcpOptions::dhcpOptionsId)
        .containsExactly(set);
    assertThat(describe(DescribeDhcpOptionsRequest.builder().maxResults(5))).hasSize(5);
    delete(set);
    refused(
        "InvalidDhcpOptionID.NotFound",
        set,
        () -> describe(DescribeDhcpOptionsRequest.builder().dhcpOptionsIds(List.of(set))));
    fixture.denied.add("ec2:CreateDhcpOptions");
    refused("UnauthorizedOperation", "CreateDhcpOptions", () -> create(option("domain-name", "a")));
  }
}
