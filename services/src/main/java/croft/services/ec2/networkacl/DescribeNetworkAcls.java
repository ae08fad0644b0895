package croft.services.ec2.networkacl;

import croft.api.ec2.DescribeNetworkAclsRequest;
import croft.api.ec2.DescribeNetworkAclsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.NetworkAclAssociation;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** DescribeNetworkAcls. */
public final class DescribeNetworkAcls {
  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public DescribeNetworkAcls(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_NETWORK_ACLS,
        AccessRule.toAll("ec2:DescribeNetworkAcls"),
        this::describeNetworkAcls);
  }

  private DescribeNetworkAclsResult describeNetworkAcls(
      Call call, DescribeNetworkAclsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.networkAclIdsOrEmpty();
      ids.forEach(id -> NetworkAcls.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<NetworkAcl> page =
          paging.page(
              call,
              tx.list(NetworkAcls.TABLE, call.scope()).stream()
                  .filter(acl -> ids.isEmpty() || ids.contains(acl.id()))
                  .filter(filters(tx, call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              NetworkAcl::id,
              request.maxResults(),
              request.nextToken());
      return DescribeNetworkAclsResult.builder()
          .networkAcls(
              page.items().stream()
                  .map(acl -> shape(tx, acl, tags.getOrDefault(acl.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<NetworkAcl> filters(
      Transaction tx, Call call, Map<String, Map<String, String>> tags) {
    Filters<NetworkAcl> filters =
        new Filters<NetworkAcl>()
            .on("network-acl-id", NetworkAcl::id)
            .on("vpc-id", NetworkAcl::vpcId)
            .on("default", acl -> Boolean.toString(acl.isDefault()))
            .on("owner-id", acl -> call.account())
            .onAll(
                "association.association-id",
                acl -> associations(tx, acl).stream().map(SubnetAssociation::id).toList())
            .onAll(
                "association.network-acl-id",
                acl -> associations(tx, acl).stream().map(SubnetAssociation::aclId).toList())
            .onAll(
                "association.subnet-id",
                acl -> associations(tx, acl).stream().map(SubnetAssociation::subnetId).toList())
            .tagged(acl -> tags.getOrDefault(acl.id(), Map.of()));
    onEntries(filters, "entry.cidr", e -> e.isIpv6() ? "" : e.block());
    onEntries(filters, "entry.ipv6-cidr", e -> e.isIpv6() ? e.block() : "");
    onEntries(filters, "entry.egress", e -> Boolean.toString(e.egress()));
    onEntries(filters, "entry.protocol", e -> Integer.toString(e.protocol()));
    onEntries(filters, "entry.rule-action", Entries::action);
    onEntries(filters, "entry.rule-number", e -> Integer.toString(e.number()));
    filters.onAll(
        "entry.port-range.from",
        acl -> Entries.withPorts(acl).map(e -> Integer.toString(e.from())).toList());
    filters.onAll(
        "entry.port-range.to",
        acl -> Entries.withPorts(acl).map(e -> Integer.toString(e.to())).toList());
    return filters;
  }

  private static void onEntries(
      Filters<NetworkAcl> filters, String name, Function<NetworkAcl.Entry, String> value) {
    filters.onAll(name, acl -> Entries.all(acl).stream().map(value).toList());
  }

  private static List<SubnetAssociation> associations(Transaction tx, NetworkAcl acl) {
    return Vpcs.subnetsOf(tx, acl.scope(), acl.vpcId()).stream()
        .map(subnet -> NetworkAcls.association(tx, subnet))
        .filter(association -> association.aclId().equals(acl.id()))
        .toList();
  }

  static croft.api.ec2.NetworkAcl shape(Transaction tx, NetworkAcl acl, Map<String, String> tags) {
    return croft.api.ec2.NetworkAcl.builder()
        .networkAclId(acl.id())
        .vpcId(acl.vpcId())
        .isDefault(acl.isDefault())
        .ownerId(acl.scope().substring(0, acl.scope().indexOf('/')))
        .associations(
            associations(tx, acl).stream()
                .map(a ->
                    NetworkAclAssociation.builder()
                        .networkAclAssociationId(a.id())
                        .networkAclId(a.aclId())
                        .subnetId(a.subnetId())
                        .build())
                .toList())
        .entries(Entries.all(acl).stream().map(Entries::shape).toList())
        .tags(Tags.shapes(tags))
        .build();
  }
}
