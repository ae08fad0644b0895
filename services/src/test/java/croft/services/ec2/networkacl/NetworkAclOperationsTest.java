package croft.services.ec2.networkacl;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateNetworkAclEntryRequest;
import croft.api.ec2.CreateNetworkAclRequest;
import croft.api.ec2.DeleteNetworkAclEntryRequest;
import croft.api.ec2.DeleteNetworkAclRequest;
import croft.api.ec2.DescribeNetworkAclsRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.NetworkAcl;
import croft.api.ec2.NetworkAclAssociation;
import croft.api.ec2.NetworkAclEntry;
import croft.api.ec2.PortRange;
import croft.api.ec2.ReplaceNetworkAclAssociationRequest;
import croft.api.ec2.ReplaceNetworkAclEntryRequest;
import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.NetworkSpec;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkAclOperationsTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private NetworkAcl byDefault() {
    return described("default", "true");
  }

  private NetworkAcl described(String filter, String value) {
    return fixture
        .ec2
        .describeNetworkAcls(
            DescribeNetworkAclsRequest.builder()
                .filters(List.of(Filter.builder().name(filter).values(List.of(value)).build()))
                .build())
        .networkAclsOrEmpty()
        .getFirst();
  }

  private String create() {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                fixture
                    .ec2
                    .createNetworkAcl(
                        CreateNetworkAclRequest.builder().vpcId(byDefault().vpcId()).build())
                    .networkAcl())
            .networkAclId());
  }

  private void entry(String acl, int number, String action) {
    fixture.ec2.createNetworkAclEntry(
        CreateNetworkAclEntryRequest.builder()
            .networkAclId(acl)
            .ruleNumber(number)
            .egress(false)
            .protocol("6")
            .portRange(PortRange.builder().from(80).to(81).build())
            .cidrBlock("10.0.0.7/8")
            .ruleAction(action)
            .build());
  }

  @Test
  void theDefaultAclLetsEverythingPassAndShowsTheDenialAtItsEnd() {
    NetworkAcl acl = byDefault();
    assertThat(acl.entriesOrEmpty())
        .extracting(NetworkAclEntry::ruleNumber)
        .containsExactly(100, 32767, 100, 32767);
    assertThat(acl.entriesOrEmpty().get(1).ruleAction()).isEqualTo("deny");
    assertThat(acl.associationsOrEmpty()).isNotEmpty();
    refused(
        "InvalidParameterValue",
        "default network ACL",
        () ->
            fixture.ec2.deleteNetworkAcl(
                DeleteNetworkAclRequest.builder().networkAclId(acl.networkAclId()).build()));
  }

  @Test
  void entriesAreKeptInOrderAndReachTheNetwork() {
    String acl = create();
    entry(acl, 200, "allow");
    entry(acl, 100, "deny");
    refused(
        "NetworkAclEntryAlreadyExists",
        "The network acl entry identified by 100 already exists.",
        () -> entry(acl, 100, "allow"));
    refused("InvalidParameterValue", "32766", () -> entry(acl, 32767, "allow"));
    refused("InvalidNetworkAclID.NotFound", "acl-1", () -> entry("acl-1", 1, "allow"));
    assertThat(described("network-acl-id", acl).entriesOrEmpty())
        .filteredOn(e -> Boolean.FALSE.equals(e.egress()))
        .extracting(NetworkAclEntry::ruleNumber)
        .containsExactly(100, 200, 32767);
    assertThat(described("entry.cidr", "10.0.0.0/8").networkAclId()).isEqualTo(acl);
    fixture.running();
    assertThat(spec(acl).ingress()).extracting(AclRule::allow).containsExactly(false, true);
    assertThat(spec(acl).egress()).isEmpty();
    fixture.ec2.replaceNetworkAclEntry(
        ReplaceNetworkAclEntryRequest.builder()
            .networkAclId(acl)
            .ruleNumber(100)
            .egress(false)
            .protocol("-1")
            .cidrBlock("0.0.0.0/0")
            .ruleAction("allow")
            .build());
    fixture.ec2.deleteNetworkAclEntry(
        DeleteNetworkAclEntryRequest.builder()
            .networkAclId(acl)
            .ruleNumber(200)
            .egress(false)
            .build());
    fixture.reconcile();
    assertThat(spec(acl).ingressIsOpen()).isTrue();
    refused(
        "InvalidNetworkAclEntry.NotFound",
        "identified by 200 does not exist",
        () ->
            fixture.ec2.deleteNetworkAclEntry(
                DeleteNetworkAclEntryRequest.builder()
                    .networkAclId(acl)
                    .ruleNumber(200)
                    .egress(false)
                    .build()));
  }

  private AclSpec spec(String acl) {
    return network().acls().stream().filter(a -> a.id().equals(acl)).findFirst().orElseThrow();
  }

  private NetworkSpec network() {
    return fixture.network.networks().getFirst();
  }

  @Test
  void aSubnetHasOneAclAtATimeAndAnAclInUseStays() {
    String acl = create();
    NetworkAclAssociation before = byDefault().associationsOrEmpty().getFirst();
    String association = replace(before.networkAclAssociationId(), acl);
    assertThat(association).isNotEqualTo(before.networkAclAssociationId());
    assertThat(described("association.subnet-id", String.valueOf(before.subnetId())).networkAclId())
        .isEqualTo(acl);
    refused(
        "DependencyViolation",
        acl,
        () ->
            fixture.ec2.deleteNetworkAcl(
                DeleteNetworkAclRequest.builder().networkAclId(acl).build()));
    refused(
        "InvalidAssociationID.NotFound",
        "does not exist",
        () -> replace(before.networkAclAssociationId(), acl));
    replace(association, String.valueOf(byDefault().networkAclId()));
    fixture.ec2.deleteNetworkAcl(DeleteNetworkAclRequest.builder().networkAclId(acl).build());
    refused("InvalidNetworkAclID.NotFound", acl, () -> entry(acl, 1, "allow"));
  }

  private String replace(@Nullable String association, String acl) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .replaceNetworkAclAssociation(
                ReplaceNetworkAclAssociationRequest.builder()
                    .associationId(association)
                    .networkAclId(acl)
                    .build())
            .newAssociationId());
  }
}
