package croft.services.ec2.securitygroup;

import croft.api.ec2.DescribeSecurityGroupReferencesRequest;
import croft.api.ec2.DescribeSecurityGroupReferencesResult;
import croft.api.ec2.DescribeStaleSecurityGroupsRequest;
import croft.api.ec2.DescribeStaleSecurityGroupsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetSecurityGroupsForVpcRequest;
import croft.api.ec2.GetSecurityGroupsForVpcResult;
import croft.api.ec2.IpPermission;
import croft.api.ec2.SecurityGroupForVpc;
import croft.api.ec2.SecurityGroupReference;
import croft.api.ec2.StaleIpPermission;
import croft.api.ec2.StaleSecurityGroup;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GetSecurityGroupsForVpc, DescribeSecurityGroupReferences and DescribeStaleSecurityGroups: groups
 * as seen from a VPC.
 */
public final class GroupQueries {
  private final Store store;
  private final Paging paging;
  private final NetworkAccess access;

  public GroupQueries(Store store, Paging paging, NetworkAccess access) {
    this.store = store;
    this.paging = paging;
    this.access = access;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.GET_SECURITY_GROUPS_FOR_VPC,
            (call, r) -> access.to(call, "GetSecurityGroupsForVpc", r.vpcId()),
            this::groupsForVpc),
        Binding.bind(
            Ec2Model.DESCRIBE_SECURITY_GROUP_REFERENCES,
            AccessRule.toAll("ec2:DescribeSecurityGroupReferences"),
            this::describeReferences),
        Binding.bind(
            Ec2Model.DESCRIBE_STALE_SECURITY_GROUPS,
            AccessRule.toAll("ec2:DescribeStaleSecurityGroups"),
            this::describeStale));
  }

  private GetSecurityGroupsForVpcResult groupsForVpc(Call call, GetSecurityGroupsForVpcRequest r) {
    String vpcId = required(r.vpcId());
    return store.read(tx -> {
      Vpcs.require(tx, call.scope(), vpcId);
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<SecurityGroup> filters =
          new Filters<SecurityGroup>()
              .on("group-id", SecurityGroup::id)
              .on("group-name", SecurityGroup::name)
              .on("description", SecurityGroup::description)
              .on("owner-id", g -> call.account())
              .on("primary-vpc-id", SecurityGroup::vpcId)
              .tagged(g -> tags.getOrDefault(g.id(), Map.of()));
      Paging.Page<SecurityGroup> page =
          paging.page(
              call,
              SecurityGroups.inVpc(tx, call.scope(), vpcId).stream()
                  .filter(filters.matching(r.filtersOrEmpty()))
                  .toList(),
              SecurityGroup::id,
              r.maxResults(),
              r.nextToken());
      return GetSecurityGroupsForVpcResult.builder()
          .securityGroupForVpcs(
              page.items().stream()
                  .map(g ->
                      SecurityGroupForVpc.builder()
                          .groupId(g.id())
                          .groupName(g.name())
                          .description(g.description())
                          .ownerId(call.account())
                          .primaryVpcId(g.vpcId())
                          .tags(Tags.shapes(tags.getOrDefault(g.id(), Map.of())))
                          .build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static String required(@Nullable String vpcId) {
    if (vpcId == null) {
      throw RuleOperations.missing("VpcId");
    }
    return vpcId;
  }

  private DescribeSecurityGroupReferencesResult describeReferences(
      Call call, DescribeSecurityGroupReferencesRequest r) {
    return store.read(tx ->
        DescribeSecurityGroupReferencesResult.builder()
            .securityGroupReferenceSet(
                r.groupIdOrEmpty().stream()
                    .map(id -> SecurityGroups.require(tx, call.scope(), id))
                    .flatMap(group -> PeeredGroups.references(tx, group).stream())
                    .map(reference ->
                        SecurityGroupReference.builder()
                            .groupId(reference.groupId())
                            .referencingVpcId(reference.vpcId())
                            .vpcPeeringConnectionId(reference.peeringId())
                            .build())
                    .toList())
            .build());
  }

  private DescribeStaleSecurityGroupsResult describeStale(
      Call call, DescribeStaleSecurityGroupsRequest r) {
    String vpcId = required(r.vpcId());
    return store.read(tx -> {
      Vpcs.require(tx, call.scope(), vpcId);
      Paging.Page<SecurityGroup> page =
          paging.page(
              call,
              SecurityGroups.inVpc(tx, call.scope(), vpcId).stream()
                  .map(group -> group.without(rule -> !PeeredGroups.isStale(tx, group, rule)))
                  .filter(group -> !group.rules().isEmpty())
                  .toList(),
              SecurityGroup::id,
              r.maxResults(),
              r.nextToken());
      return DescribeStaleSecurityGroupsResult.builder()
          .staleSecurityGroupSet(page.items().stream().map(g -> stale(call, g)).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** Of a group of which only the stale rules are left. */
  private static StaleSecurityGroup stale(Call call, SecurityGroup group) {
    return StaleSecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .vpcId(group.vpcId())
        .staleIpPermissions(stale(Permissions.shapes(group, false, call.account())))
        .staleIpPermissionsEgress(stale(Permissions.shapes(group, true, call.account())))
        .build();
  }

  private static List<StaleIpPermission> stale(List<IpPermission> permissions) {
    return permissions.stream()
        .map(p ->
            StaleIpPermission.builder()
                .ipProtocol(p.ipProtocol())
                .fromPort(p.fromPort())
                .toPort(p.toPort())
                .ipRanges(List.of())
                .prefixListIds(List.of())
                .userIdGroupPairs(p.userIdGroupPairsOrEmpty())
                .build())
        .toList();
  }
}
