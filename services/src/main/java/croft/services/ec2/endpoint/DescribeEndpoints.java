package croft.services.ec2.endpoint;

import croft.api.ec2.DescribeVpcEndpointServicesRequest;
import croft.api.ec2.DescribeVpcEndpointServicesResult;
import croft.api.ec2.DescribeVpcEndpointsRequest;
import croft.api.ec2.DescribeVpcEndpointsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ServiceDetail;
import croft.api.ec2.ServiceTypeDetail;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.services.ec2.region.Regions;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeVpcEndpoints and DescribeVpcEndpointServices. */
public final class DescribeEndpoints {
  /** What an endpoint without a policy of its own has. */
  private static final String FULL_ACCESS =
      "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private final Store store;
  private final Paging paging;

  public DescribeEndpoints(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Both operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_VPC_ENDPOINTS,
            AccessRule.toAll("ec2:DescribeVpcEndpoints"),
            this::describeVpcEndpoints),
        Binding.bind(
            Ec2Model.DESCRIBE_VPC_ENDPOINT_SERVICES,
            AccessRule.toAll("ec2:DescribeVpcEndpointServices"),
            this::describeVpcEndpointServices));
  }

  private DescribeVpcEndpointsResult describeVpcEndpoints(
      Call call, DescribeVpcEndpointsRequest request) {
    return store.read(tx -> {
      List<String> ids = request.vpcEndpointIdsOrEmpty();
      ids.forEach(id -> VpcEndpoints.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<VpcEndpoint> filters =
          new Filters<VpcEndpoint>()
              .on("vpc-endpoint-id", VpcEndpoint::id)
              .on("vpc-id", VpcEndpoint::vpcId)
              .on("service-name", VpcEndpoint::serviceName)
              .on("vpc-endpoint-state", e -> "available")
              .on("vpc-endpoint-type", e -> "Gateway")
              .tagged(e -> tags.getOrDefault(e.id(), Map.of()));
      Paging.Page<VpcEndpoint> page =
          paging.page(
              call,
              tx.list(VpcEndpoints.TABLE, call.scope()).stream()
                  .filter(e -> ids.isEmpty() || ids.contains(e.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              VpcEndpoint::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVpcEndpointsResult.builder()
          .vpcEndpoints(
              page.items().stream()
                  .map(e -> shape(call, e, tags.getOrDefault(e.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** As the API shows an endpoint. */
  static croft.api.ec2.VpcEndpoint shape(
      Call call, VpcEndpoint endpoint, Map<String, String> tags) {
    String policy = endpoint.policy();
    return croft.api.ec2.VpcEndpoint.builder()
        .vpcEndpointId(endpoint.id())
        .vpcEndpointType("Gateway")
        .vpcId(endpoint.vpcId())
        .serviceName(endpoint.serviceName())
        .state("available")
        .policyDocument(policy == null ? FULL_ACCESS : policy)
        .routeTableIds(endpoint.routeTableIds())
        .subnetIds(List.of())
        .groups(List.of())
        .privateDnsEnabled(false)
        .requesterManaged(false)
        .networkInterfaceIds(List.of())
        .dnsEntries(List.of())
        .creationTimestamp(endpoint.createdAt())
        .ownerId(call.account())
        .tags(Tags.shapes(tags))
        .build();
  }

  private DescribeVpcEndpointServicesResult describeVpcEndpointServices(
      Call call, DescribeVpcEndpointServicesRequest request) {
    List<ServicePrefixList> all = ServicePrefixList.of(call.region());
    List<String> names = request.serviceNamesOrEmpty();
    for (String name : names) {
      if (all.stream().noneMatch(s -> s.name().equals(name))) {
        throw ServiceError.badRequest(
            "InvalidServiceName", "The Vpc Endpoint Service '" + name + "' does not exist");
      }
    }
    Filters<ServicePrefixList> filters =
        new Filters<ServicePrefixList>()
            .on("service-name", ServicePrefixList::name)
            .on("service-type", s -> "Gateway")
            .on("owner", s -> "amazon")
            .on("supported-ip-address-types", s -> "ipv4")
            .tagged(s -> Map.of());
    Paging.Page<ServicePrefixList> page =
        paging.page(
            call,
            all.stream()
                .filter(s -> names.isEmpty() || names.contains(s.name()))
                .filter(filters.matching(request.filtersOrEmpty()))
                .toList(),
            ServicePrefixList::name,
            request.maxResults(),
            request.nextToken());
    return DescribeVpcEndpointServicesResult.builder()
        .serviceNames(page.items().stream().map(ServicePrefixList::name).toList())
        .serviceDetails(page.items().stream().map(s -> service(call, s)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static ServiceDetail service(Call call, ServicePrefixList service) {
    String word = service.name().substring(service.name().lastIndexOf('.') + 1);
    return ServiceDetail.builder()
        .serviceName(service.name())
        .serviceId(service.id().replace("pl-", "vpce-svc-"))
        .serviceType(List.of(ServiceTypeDetail.builder().serviceType("Gateway").build()))
        .availabilityZones(
            Regions.named(call.region()).zones().stream().map(Regions.Zone::name).toList())
        .owner("amazon")
        .baseEndpointDnsNames(List.of(word + "." + call.region() + ".amazonaws.com"))
        .vpcEndpointPolicySupported(true)
        .acceptanceRequired(false)
        .managesVpcEndpoints(false)
        .supportedIpAddressTypes(List.of("ipv4"))
        .build();
  }
}
