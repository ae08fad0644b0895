package croft.services.ec2.networkacl;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Missing;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::NetworkAclEntry}, known as {@code acl-…|number|egress}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html">AWS::EC2::NetworkAclEntry</a>.
 */
public final class NetworkAclEntryResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::NetworkAclEntry", "Id")
          .with(
              Property.of("NetworkAclId", STRING).needed().replacing(),
              Property.of("RuleNumber", INTEGER).needed().replacing(),
              Property.of("Egress", BOOLEAN).replacing(),
              Property.of("Protocol", INTEGER).needed(),
              Property.of("RuleAction", STRING).needed(),
              Property.of("CidrBlock", STRING),
              Property.of("Ipv6CidrBlock", STRING),
              Property.of(
                  "Icmp",
                  PropertyType.structure(
                      Property.of("Code", INTEGER), Property.of("Type", INTEGER))),
              Property.of(
                  "PortRange",
                  PropertyType.structure(Property.of("From", INTEGER), Property.of("To", INTEGER))))
          .attributes("Id");

  public NetworkAclEntryResource() {
    super(SCHEMA);
  }

  private static ObjectNode members(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.put("Protocol", members.path("Protocol").asString());
    members.put("Egress", members.path("Egress").asBoolean(false));
    if (members.has("Icmp")) {
      members.set("IcmpTypeCode", members.path("Icmp"));
    }
    return members;
  }

  @Override
  protected String tie(ResourceRequest request) {
    Ec2Calls.of(request).call(Ec2Model.CREATE_NETWORK_ACL_ENTRY, members(request));
    return named(request.text("NetworkAclId"), request.properties());
  }

  private static String named(String aclId, JsonNode entry) {
    return aclId
        + "|"
        + entry.path("RuleNumber").asInt()
        + "|"
        + entry.path("Egress").asBoolean(false);
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    String id = named(request.text("NetworkAclId"), request.properties());
    return entry(request, request.text("NetworkAclId"), id).map(entry -> id);
  }

  private static Optional<JsonNode> entry(ResourceRequest request, String aclId, String id) {
    return Missing.empty(() ->
            Ec2Calls.of(request)
                .all(
                    Ec2Model.DESCRIBE_NETWORK_ACLS,
                    "NetworkAcls",
                    Ec2Calls.ids("NetworkAclIds", aclId)))
        .stream()
        .flatMap(List::stream)
        .flatMap(acl -> acl.path("Entries").valueStream())
        .filter(entry -> named(aclId, entry).equals(id))
        .findFirst();
  }

  @Override
  public void update(ResourceRequest request) {
    Ec2Calls.of(request).call(Ec2Model.REPLACE_NETWORK_ACL_ENTRY, members(request));
  }

  @Override
  protected void untie(ResourceRequest request) {
    ObjectNode members = Ec2Calls.members("NetworkAclId", part(request, 0));
    members.put("RuleNumber", Integer.parseInt(part(request, 1)));
    members.put("Egress", Boolean.parseBoolean(part(request, 2)));
    Ec2Calls.of(request).call(Ec2Model.DELETE_NETWORK_ACL_ENTRY, members);
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String aclId = part(request, 0);
    return entry(request, aclId, request.physicalId())
        .map(entry -> {
          ObjectNode live = (ObjectNode) entry.deepCopy();
          live.put("Protocol", Integer.parseInt(live.path("Protocol").asString()));
          if (live.has("IcmpTypeCode")) {
            live.set("Icmp", live.path("IcmpTypeCode"));
          }
          live.retain(SCHEMA.properties().keySet());
          return live.put("NetworkAclId", aclId).put("Id", request.physicalId());
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_NETWORK_ACLS, "NetworkAcls", Ec2Calls.members())
        .stream()
        .flatMap(acl ->
            acl.path("Entries")
                .valueStream()
                .map(entry -> named(acl.path("NetworkAclId").asString(), entry)))
        .toList();
  }
}
