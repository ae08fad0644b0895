package croft.services.elasticloadbalancingv2.loadbalancer;

import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.elasticloadbalancingv2.CreateLoadBalancerInput;
import croft.api.elasticloadbalancingv2.DeleteLoadBalancerInput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancerAttributesInput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancersInput;
import croft.api.elasticloadbalancingv2.LoadBalancer;
import croft.api.elasticloadbalancingv2.LoadBalancerState;
import croft.api.elasticloadbalancingv2.ModifyLoadBalancerAttributesInput;
import croft.api.elasticloadbalancingv2.SetIpAddressTypeInput;
import croft.api.elasticloadbalancingv2.SetSecurityGroupsInput;
import croft.api.elasticloadbalancingv2.SetSubnetsInput;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.tag.V2Calls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::LoadBalancer}: ready once it is active.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html">AWS::ElasticLoadBalancingV2::LoadBalancer</a>.
 */
public final class LoadBalancerResource implements ResourceType {
  private static final int LONGEST_NAME = 32;
  private static final String ATTRIBUTES = "LoadBalancerAttributes";
  private static final PropertyType MAPPING =
      PropertyType.structure(
          Property.of("AllocationId", STRING),
          Property.unsupported("IPv6Address"),
          Property.of("PrivateIPv4Address", STRING),
          Property.unsupported("SourceNatIpv6Prefix"),
          Property.of("SubnetId", STRING).needed());
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn")
          .with(
              Property.of("IpAddressType", STRING),
              Property.of(
                  ATTRIBUTES,
                  PropertyType.listOf(
                      PropertyType.structure(
                          Property.of("Key", STRING), Property.of("Value", STRING)))),
              Property.of("Name", STRING).replacing(),
              Property.of("Scheme", STRING).replacing(),
              Property.of("SecurityGroups", STRINGS),
              Property.of("SubnetMappings", PropertyType.listOf(MAPPING)),
              Property.of("Subnets", STRINGS),
              Property.of("Type", STRING).replacing())
          .unsupported(
              "EnableCapacityReservationProvisionStabilize",
              "EnablePrefixForIpv6SourceNat",
              "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
              "Ipv4IpamPoolId",
              "MinimumLoadBalancerCapacity")
          .tags()
          .attributes(
              "CanonicalHostedZoneID",
              "DNSName",
              "LoadBalancerArn",
              "LoadBalancerFullName",
              "LoadBalancerName");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("Name", LONGEST_NAME);
    Optional<LoadBalancer> there =
        find(request, DescribeLoadBalancersInput.builder().names(List.of(name)).build());
    if (there.isPresent() && !request.repeated()) {
      throw ServiceError.badRequest(
          "DuplicateLoadBalancerName", "A load balancer with the name '" + name + "' exists");
    }
    String arn =
        there
            .map(LoadBalancer::loadBalancerArn)
            .orElseGet(() -> make(request, name).loadBalancerArn());
    String known = Objects.requireNonNull(arn);
    return Made.of(known).then(() -> changeAttributes(request, known));
  }

  private static LoadBalancer make(ResourceRequest request, String name) {
    ObjectNode members = request.properties().deepCopy();
    members.remove(List.of("Tags", ATTRIBUTES));
    return V2Calls.of(request)
        .createLoadBalancer(
            ApiShapes.read(members, CreateLoadBalancerInput::read).toBuilder()
                .name(name)
                .tags(V2Calls.tags(request.tags()))
                .build())
        .loadBalancersOrEmpty()
        .getFirst();
  }

  private static void changeAttributes(ResourceRequest request, String arn) {
    if (request.changed(ATTRIBUTES) && !request.properties().path(ATTRIBUTES).isEmpty()) {
      ObjectNode input = JsonMapper.shared().createObjectNode();
      input.put("LoadBalancerArn", arn);
      input.set("Attributes", request.properties().get(ATTRIBUTES));
      V2Calls.of(request)
          .modifyLoadBalancerAttributes(
              ApiShapes.read(input, ModifyLoadBalancerAttributesInput::read));
    }
  }

  /** Ready when it is active; one that cannot be says why. */
  @Override
  public Progress stabilize(ResourceRequest request) {
    LoadBalancer there =
        find(request)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "LoadBalancerNotFound", request.physicalId() + " is not there"));
    LoadBalancerState state = Objects.requireNonNull(there.state());
    if ("failed".equals(state.code())) {
      throw ServiceError.badRequest(
          "NotStabilized",
          "Load balancer %s failed: %s".formatted(request.physicalId(), state.reason()));
    }
    return Progress.doneWhen(String.valueOf(state.code()).startsWith("active"));
  }

  @Override
  public void update(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.put("LoadBalancerArn", request.physicalId());
    if (request.changed("Subnets") || request.changed("SubnetMappings")) {
      V2Calls.of(request)
          .setSubnets(
              ApiShapes.read(
                  members.deepCopy().retain("LoadBalancerArn", "Subnets", "SubnetMappings"),
                  SetSubnetsInput::read));
    }
    if (request.changed("SecurityGroups") && members.has("SecurityGroups")) {
      V2Calls.of(request)
          .setSecurityGroups(
              ApiShapes.read(
                  members.deepCopy().retain("LoadBalancerArn", "SecurityGroups"),
                  SetSecurityGroupsInput::read));
    }
    if (request.changed("IpAddressType")) {
      String type = request.text("IpAddressType");
      V2Calls.of(request)
          .setIpAddressType(
              new SetIpAddressTypeInput(request.physicalId(), type.isEmpty() ? "ipv4" : type));
    }
    changeAttributes(request, request.physicalId());
    V2Calls.updateTags(request);
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        V2Calls.of(request).deleteLoadBalancer(new DeleteLoadBalancerInput(request.physicalId())));
    return Progress.doneWhen(find(request).isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request).map(there -> live(request, there));
  }

  private static ObjectNode live(ResourceRequest request, LoadBalancer there) {
    String arn = request.physicalId();
    ObjectNode live = ApiShapes.write(there);
    live.retain(
        "DNSName",
        "IpAddressType",
        "LoadBalancerArn",
        "LoadBalancerName",
        "Scheme",
        "Type",
        "SecurityGroups");
    live.put("CanonicalHostedZoneID", there.canonicalHostedZoneId());
    live.put("Name", there.loadBalancerName());
    live.put("LoadBalancerFullName", arn.substring(arn.indexOf("loadbalancer/") + 13));
    ArrayNode subnets = live.putArray("Subnets");
    there.availabilityZonesOrEmpty().forEach(zone -> subnets.add(zone.subnetId()));
    ArrayNode attributes = live.putArray(ATTRIBUTES);
    V2Calls.of(request)
        .describeLoadBalancerAttributes(new DescribeLoadBalancerAttributesInput(arn))
        .attributesOrEmpty()
        .forEach(one -> attributes.add(ApiShapes.write(one)));
    V2Calls.readTags(request, live);
    return live;
  }

  private static Optional<LoadBalancer> find(ResourceRequest request) {
    return find(
        request,
        DescribeLoadBalancersInput.builder()
            .loadBalancerArns(List.of(request.physicalId()))
            .build());
  }

  private static Optional<LoadBalancer> find(
      ResourceRequest request, DescribeLoadBalancersInput question) {
    return Missing.empty(() -> V2Calls.of(request).describeLoadBalancers(question))
        .flatMap(answer -> answer.loadBalancersOrEmpty().stream().findFirst());
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return V2Calls.pages(
            marker ->
                V2Calls.of(request)
                    .describeLoadBalancers(
                        DescribeLoadBalancersInput.builder().marker(marker).build()),
            answer -> answer.loadBalancersOrEmpty(),
            answer -> answer.nextMarker())
        .stream()
        .map(there -> Objects.requireNonNull(there.loadBalancerArn()))
        .toList();
  }
}
