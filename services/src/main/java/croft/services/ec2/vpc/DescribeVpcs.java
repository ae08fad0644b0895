package croft.services.ec2.vpc;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.DescribeVpcAttributeRequest;
import croft.api.ec2.DescribeVpcAttributeResult;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.DescribeVpcsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.VpcCidrBlockAssociation;
import croft.api.ec2.VpcCidrBlockState;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeVpcs and DescribeVpcAttribute. */
public final class DescribeVpcs {
  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;
  private final NetworkAccess access;

  public DescribeVpcs(Store store, Vpcs vpcs, Paging paging, NetworkAccess access) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
    this.access = access;
  }

  /** Both operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_VPCS, AccessRule.toAll("ec2:DescribeVpcs"), this::describeVpcs),
        Binding.bind(
            Ec2Model.DESCRIBE_VPC_ATTRIBUTE,
            (call, r) -> access.to(call, "DescribeVpcAttribute", r.vpcId()),
            this::describeVpcAttribute));
  }

  private DescribeVpcsResult describeVpcs(Call call, DescribeVpcsRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.vpcIdsOrEmpty();
      ids.forEach(id -> Vpcs.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Vpc> page =
          paging.page(
              call,
              tx.list(Vpcs.TABLE, call.scope()).stream()
                  .filter(v -> ids.isEmpty() || ids.contains(v.id()))
                  .filter(filters(call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Vpc::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVpcsResult.builder()
          .vpcs(
              page.items().stream()
                  .map(v -> shape(call, v, tags.getOrDefault(v.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Vpc> filters(Call call, Map<String, Map<String, String>> tags) {
    return new Filters<Vpc>()
        .on("vpc-id", Vpc::id)
        .on("cidr", Vpc::cidrBlock)
        .onAll(
            "cidr-block-association.cidr-block",
            v -> v.cidrs().stream().map(CidrAssociation::cidrBlock).toList())
        .onAll(
            "cidr-block-association.association-id",
            v -> v.cidrs().stream().map(CidrAssociation::id).toList())
        .on("cidr-block-association.state", v -> "associated")
        .onAll("ipv6-cidr-block-association.ipv6-cidr-block", v -> List.of())
        .onAll("ipv6-cidr-block-association.ipv6-pool", v -> List.of())
        .onAll("ipv6-cidr-block-association.association-id", v -> List.of())
        .onAll("ipv6-cidr-block-association.state", v -> List.of())
        .on("dhcp-options-id", Vpc::dhcpOptionsId)
        .on("is-default", v -> Boolean.toString(v.isDefault()))
        .on("isDefault", v -> Boolean.toString(v.isDefault()))
        .on("owner-id", v -> call.account())
        .on("state", v -> "available")
        .tagged(v -> tags.getOrDefault(v.id(), Map.of()));
  }

  /** As the API shows a VPC. */
  static croft.api.ec2.Vpc shape(Call call, Vpc vpc, Map<String, String> tags) {
    return croft.api.ec2.Vpc.builder()
        .vpcId(vpc.id())
        .cidrBlock(vpc.cidrBlock())
        .cidrBlockAssociationSet(vpc.cidrs().stream().map(c -> shape(c, "associated")).toList())
        .ipv6CidrBlockAssociationSet(List.of())
        .dhcpOptionsId(vpc.dhcpOptionsId())
        .instanceTenancy("default")
        .isDefault(vpc.isDefault())
        .ownerId(call.account())
        .state("available")
        .tags(Tags.shapes(tags))
        .build();
  }

  /** As the API shows a block. */
  static VpcCidrBlockAssociation shape(CidrAssociation association, String state) {
    return VpcCidrBlockAssociation.builder()
        .associationId(association.id())
        .cidrBlock(association.cidrBlock())
        .cidrBlockState(VpcCidrBlockState.builder().state(state).build())
        .build();
  }

  private DescribeVpcAttributeResult describeVpcAttribute(
      Call call, DescribeVpcAttributeRequest request) {
    vpcs.ensureDefault(call.scope());
    String id = request.vpcId() == null ? "" : request.vpcId();
    Vpc vpc = store.read(tx -> Vpcs.require(tx, call.scope(), id));
    DescribeVpcAttributeResult.Builder result =
        DescribeVpcAttributeResult.builder().vpcId(vpc.id());
    String attribute = request.attribute() == null ? "" : request.attribute();
    return switch (attribute) {
      case "enableDnsSupport" -> result.enableDnsSupport(value(vpc.dnsSupport())).build();
      case "enableDnsHostnames" -> result.enableDnsHostnames(value(vpc.dnsHostnames())).build();
      case "enableNetworkAddressUsageMetrics" ->
          result.enableNetworkAddressUsageMetrics(value(false)).build();
      default ->
          throw ServiceError.badRequest(
              "InvalidParameterValue",
              "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
    };
  }

  private static AttributeBooleanValue value(boolean on) {
    return AttributeBooleanValue.builder().value(on).build();
  }
}
