package croft.services.ec2.endpoint;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPCEndpoint} of the gateway kind.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html">AWS::EC2::VPCEndpoint</a>.
 */
public final class VpcEndpointResource extends TaggedResource {
  private static final String TABLES = "RouteTableIds";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPCEndpoint", "Id")
          .with(
              Property.of("PolicyDocument", JSON),
              Property.of(TABLES, STRINGS),
              Property.of("ServiceName", STRING).replacing(),
              Property.of("VpcEndpointType", STRING).replacing(),
              Property.of("VpcId", STRING).needed().replacing())
          .unsupported(
              "DnsOptions",
              "IpAddressType",
              "PrivateDnsEnabled",
              "ResourceConfigurationArn",
              "SecurityGroupIds",
              "ServiceNetworkArn",
              "ServiceRegion",
              "SubnetIds")
          .tags()
          .attributes("CreationTimestamp", "DnsEntries", "Id", "NetworkInterfaceIds");

  public VpcEndpointResource() {
    super(
        SCHEMA,
        new Noun(
            "vpc-endpoint",
            Ec2Model.DESCRIBE_VPC_ENDPOINTS,
            "VpcEndpointIds",
            "VpcEndpoints",
            "VpcEndpointId"));
  }

  private static String document(JsonNode policy) {
    return policy.isString() ? policy.asString() : policy.toString();
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    members.put("ClientToken", request.token());
    if (members.has("PolicyDocument")) {
      members.put("PolicyDocument", document(members.path("PolicyDocument")));
    }
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_VPC_ENDPOINT, members)
        .path("VpcEndpoint")
        .path("VpcEndpointId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.previous().isEmpty()) {
      return;
    }
    ObjectNode members = Ec2Calls.members("VpcEndpointId", id);
    if (request.changed("PolicyDocument")) {
      JsonNode policy = request.properties().path("PolicyDocument");
      if (policy.isMissingNode()) {
        members.put("ResetPolicy", true);
      } else {
        members.put("PolicyDocument", document(policy));
      }
    }
    if (request.changed(TABLES)) {
      List<String> wanted = Ec2Calls.texts(request.properties().path(TABLES));
      List<String> there =
          Ec2Calls.texts(found(request, id).orElse(Ec2Calls.members()).path(TABLES));
      put(members, "AddRouteTableIds", wanted, there);
      put(members, "RemoveRouteTableIds", there, wanted);
    }
    if (members.size() > 1) {
      Ec2Calls.of(request).call(Ec2Model.MODIFY_VPC_ENDPOINT, members);
    }
  }

  private static void put(
      ObjectNode members, String name, List<String> these, List<String> without) {
    List<String> some = these.stream().filter(one -> !without.contains(one)).toList();
    if (!some.isEmpty()) {
      ArrayNode list = members.putArray(name);
      some.forEach(list::add);
    }
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return found.path("State").asString("").equals("deleted");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    ObjectNode answer =
        Ec2Calls.of(request)
            .call(Ec2Model.DELETE_VPC_ENDPOINTS, Ec2Calls.ids("VpcEndpointIds", id));
    JsonNode error = answer.path("Unsuccessful").path(0).path("Error");
    if (!error.isMissingNode()) {
      throw ServiceError.badRequest(
          error.path("Code").asString(""), error.path("Message").asString(""));
    }
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.set("Id", live.path("VpcEndpointId"));
    String policy = live.path("PolicyDocument").asString("");
    if (!policy.isEmpty()) {
      live.set("PolicyDocument", JsonMapper.shared().readTree(policy));
    }
    live.put("CreationTimestamp", live.path("CreationTimestamp").asString(""));
    live.set("DnsEntries", each(live.path("DnsEntries"), "DnsName"));
    live.putArray("NetworkInterfaceIds");
  }
}
