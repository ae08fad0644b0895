package croft.services.ec2.prefixlist;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AddPrefixListEntry;
import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateManagedPrefixListRequest;
import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.DeleteManagedPrefixListRequest;
import croft.api.ec2.DescribePrefixListsRequest;
import croft.api.ec2.GetManagedPrefixListAssociationsRequest;
import croft.api.ec2.GetManagedPrefixListEntriesRequest;
import croft.api.ec2.IpPermission;
import croft.api.ec2.ManagedPrefixList;
import croft.api.ec2.ModifyManagedPrefixListRequest;
import croft.api.ec2.PrefixListAssociation;
import croft.api.ec2.PrefixListEntry;
import croft.api.ec2.PrefixListId;
import croft.api.ec2.RemovePrefixListEntry;
import croft.api.ec2.RestoreManagedPrefixListVersionRequest;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Packet;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedPrefixListOperationsTest {
  private static final Ipv4Address STRANGER = Ipv4Address.parse("198.51.100.7");

  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String create(int most, String... cidrs) {
    ManagedPrefixList list =
        Objects.requireNonNull(
            fixture
                .ec2
                .createManagedPrefixList(
                    CreateManagedPrefixListRequest.builder()
                        .prefixListName("offices")
                        .addressFamily("IPv4")
                        .maxEntries(most)
                        .entries(added(cidrs))
                        .build())
                .prefixList());
    assertThat(list.state()).isEqualTo("create-complete");
    assertThat(list.version()).isEqualTo(1);
    return Objects.requireNonNull(list.prefixListId());
  }

  private static List<AddPrefixListEntry> added(String... cidrs) {
    return List.of(cidrs).stream()
        .map(cidr -> AddPrefixListEntry.builder().cidr(cidr).build())
        .toList();
  }

  private void modify(String id, long version, List<AddPrefixListEntry> added, String... removed) {
    fixture.ec2.modifyManagedPrefixList(
        ModifyManagedPrefixListRequest.builder()
            .prefixListId(id)
            .currentVersion(version)
            .addEntries(added)
            .removeEntries(
                List.of(removed).stream()
                    .map(cidr -> RemovePrefixListEntry.builder().cidr(cidr).build())
                    .toList())
            .build());
  }

  private List<String> entries(String id, @Nullable Long version) {
    return fixture
        .ec2
        .getManagedPrefixListEntries(
            GetManagedPrefixListEntriesRequest.builder()
                .prefixListId(id)
                .targetVersion(version)
                .build())
        .entriesOrEmpty()
        .stream()
        .map(PrefixListEntry::cidr)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void everyChangeOfEntriesIsAVersionThatCanBeRestored() {
    String id = create(3, "10.0.0.0/8");
    modify(id, 1, added("192.0.2.0/24"), "10.0.0.0/8");
    assertThat(entries(id, null)).containsExactly("192.0.2.0/24");
    assertThat(entries(id, 1L)).containsExactly("10.0.0.0/8");
    refused(
        "PrefixListVersionMismatch", "incorrect version", () -> modify(id, 1, added("1.0.0.0/8")));
    refused(
        "PrefixListMaxEntriesExceeded",
        "maximum number of entries",
        () -> modify(id, 2, added("1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8")));
    refused(
        "InvalidParameterValue", "does not exist", () -> modify(id, 2, List.of(), "10.0.0.0/8"));
    fixture.ec2.restoreManagedPrefixListVersion(
        RestoreManagedPrefixListVersionRequest.builder()
            .prefixListId(id)
            .currentVersion(2L)
            .previousVersion(1L)
            .build());
    assertThat(entries(id, 3L)).containsExactly("10.0.0.0/8");
    refused("InvalidPrefixListID.NotFound", "pl-1", () -> entries("pl-1", null));
  }

  @Test
  void rulesThatNameAListFollowItAndKeepIt() {
    String id = create(2, "198.51.100.0/24");
    String group =
        Objects.requireNonNull(
            fixture
                .ec2
                .createSecurityGroup(
                    CreateSecurityGroupRequest.builder().groupName("web").description("d").build())
                .groupId());
    fixture.ec2.authorizeSecurityGroupIngress(
        AuthorizeSecurityGroupIngressRequest.builder()
            .groupId(group)
            .ipPermissions(
                List.of(
                    IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .prefixListIds(List.of(PrefixListId.builder().prefixListId(id).build()))
                        .build()))
            .build());
    croft.api.ec2.Instance instance =
        fixture
            .ec2
            .runInstances(fixture.launch().securityGroupIds(List.of(group)).build())
            .instancesOrEmpty()
            .getFirst();
    fixture.reconcile();
    assertThat(reaches(instance)).isTrue();
    modify(id, 1, List.of(), "198.51.100.0/24");
    fixture.reconcile();
    assertThat(reaches(instance)).isFalse();
    refused("DependencyViolation", id, () -> delete(id));
    refused(
        "RulesPerSecurityGroupLimitExceeded",
        "maximum number of rules",
        () ->
            fixture.ec2.modifyManagedPrefixList(
                ModifyManagedPrefixListRequest.builder().prefixListId(id).maxEntries(61).build()));
    assertThat(
            fixture
                .ec2
                .getManagedPrefixListAssociations(
                    GetManagedPrefixListAssociationsRequest.builder().prefixListId(id).build())
                .prefixListAssociationsOrEmpty())
        .extracting(PrefixListAssociation::resourceId)
        .containsExactly(group);
  }

  private boolean reaches(croft.api.ec2.Instance instance) {
    return fixture.network.allows(
        String.valueOf(instance.vpcId()),
        STRANGER,
        Ipv4Address.parse(String.valueOf(instance.privateIpAddress())),
        Packet.tcp(80));
  }

  private void delete(String id) {
    fixture.ec2.deleteManagedPrefixList(
        DeleteManagedPrefixListRequest.builder().prefixListId(id).build());
  }

  @Test
  void theListOfS3IsAwsOwn() {
    croft.api.ec2.PrefixList s3 =
        fixture
            .ec2
            .describePrefixLists(DescribePrefixListsRequest.builder().build())
            .prefixListsOrEmpty()
            .getFirst();
    assertThat(s3.prefixListName()).isEqualTo("com.amazonaws.us-west-2.s3");
    assertThat(s3.cidrsOrEmpty()).containsExactly(ServicePrefixList.S3_BLOCK);
    refused("OperationNotPermitted", "AWS", () -> delete(String.valueOf(s3.prefixListId())));
  }
}
