package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.AuthorizeSecurityGroupEgressRequest;
import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.DeleteSecurityGroupRequest;
import croft.api.ec2.DescribeNetworkInterfacesRequest;
import croft.api.ec2.DescribeSecurityGroupRulesRequest;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.RevokeSecurityGroupEgressRequest;
import croft.api.ec2.RevokeSecurityGroupIngressRequest;
import croft.api.ec2.SecurityGroup;
import croft.base.ServiceError;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::SecurityGroup}. One of the default VPC is known by its name, as those of
 * EC2-Classic were, others by their id.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html">AWS::EC2::SecurityGroup</a>.
 */
public final class SecurityGroupResource implements ResourceType {
  private static final int LONGEST_NAME = 255;
  private static final String GROUP_ID = "GroupId";
  private static final String INGRESS = "SecurityGroupIngress";
  private static final String EGRESS = "SecurityGroupEgress";
  private static final String DUPLICATE = "InvalidPermission.Duplicate";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SecurityGroup", "Id")
          .with(
              Property.of("GroupDescription", STRING).needed().replacing(),
              Property.of("GroupName", STRING).replacing(),
              Property.of(
                  EGRESS,
                  PropertyType.listOf(PropertyType.structure(PermissionProperties.egress()))),
              Property.of(
                  INGRESS,
                  PropertyType.listOf(PropertyType.structure(PermissionProperties.ingress()))),
              Property.of("VpcId", STRING).replacing())
          .tags()
          .attributes(GROUP_ID, "Id", "VpcId");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static Ec2Api ec2(ResourceRequest request) {
    return new Ec2Api(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("GroupName", LONGEST_NAME);
    String id =
        StackTags.made(request, "security-group").orElseGet(() -> createGroup(request, name));
    return Made.of(request.text("VpcId").isEmpty() ? name : id)
        .remember(GROUP_ID, id)
        .then(() -> rules(request, id));
  }

  private static String createGroup(ResourceRequest request, String name) {
    String vpcId = request.text("VpcId");
    CreateSecurityGroupRequest create =
        CreateSecurityGroupRequest.builder()
            .groupName(name)
            .description(request.text("GroupDescription"))
            .vpcId(vpcId.isEmpty() ? null : vpcId)
            .tagSpecifications(StackTags.specification(request, "security-group"))
            .build();
    return Objects.requireNonNull(ec2(request).createSecurityGroup(create).groupId());
  }

  private static void rules(ResourceRequest request, String id) {
    if (request.properties().has(EGRESS)) {
      revokeAll(request, id);
    }
    request.properties().path(INGRESS).forEach(rule -> authorize(request, id, rule, INGRESS));
    request.properties().path(EGRESS).forEach(rule -> authorize(request, id, rule, EGRESS));
  }

  /** What a new group lets out by itself gives way to what the template says. */
  private static void revokeAll(ResourceRequest request, String id) {
    ObjectNode all = JsonMapper.shared().createObjectNode();
    all.put("IpProtocol", "-1").put("CidrIp", "0.0.0.0/0");
    Missing.passedOver(() -> revoke(request, id, all, EGRESS));
  }

  private static ObjectNode call(String id, JsonNode rule) {
    ObjectNode call = JsonMapper.shared().createObjectNode().put(GROUP_ID, id);
    call.putArray("IpPermissions").add(PermissionProperties.permission(rule));
    return call;
  }

  private static void authorize(
      ResourceRequest request, String id, JsonNode rule, String direction) {
    try {
      if (direction.equals(INGRESS)) {
        ec2(request)
            .authorizeSecurityGroupIngress(
                ApiShapes.read(call(id, rule), AuthorizeSecurityGroupIngressRequest::read));
      } else {
        ec2(request)
            .authorizeSecurityGroupEgress(
                ApiShapes.read(call(id, rule), AuthorizeSecurityGroupEgressRequest::read));
      }
    } catch (ServiceError e) {
      if (!e.code().equals(DUPLICATE)) {
        throw e;
      }
    }
  }

  private static void revoke(ResourceRequest request, String id, JsonNode rule, String direction) {
    if (direction.equals(INGRESS)) {
      ec2(request)
          .revokeSecurityGroupIngress(
              ApiShapes.read(call(id, rule), RevokeSecurityGroupIngressRequest::read));
    } else {
      ec2(request)
          .revokeSecurityGroupEgress(
              ApiShapes.read(call(id, rule), RevokeSecurityGroupEgressRequest::read));
    }
  }

  @Override
  public void update(ResourceRequest request) {
    String id = id(request);
    for (String direction : List.of(INGRESS, EGRESS)) {
      JsonNode before = request.previous().path(direction);
      JsonNode after = request.properties().path(direction);
      without(
          before, after, rule -> Missing.passedOver(() -> revoke(request, id, rule, direction)));
      without(after, before, rule -> authorize(request, id, rule, direction));
    }
    StackTags.update(request, id);
  }

  private static void without(JsonNode these, JsonNode those, Consumer<JsonNode> each) {
    for (JsonNode one : these) {
      boolean there = false;
      for (JsonNode other : those) {
        there |= one.equals(other);
      }
      if (!there) {
        each.accept(one);
      }
    }
  }

  private static String id(ResourceRequest request) {
    String remembered = request.rememberedText(GROUP_ID);
    return remembered.isEmpty() ? request.physicalId() : remembered;
  }

  @Override
  public Progress delete(ResourceRequest request) {
    try {
      ec2(request)
          .deleteSecurityGroup(DeleteSecurityGroupRequest.builder().groupId(id(request)).build());
    } catch (ServiceError e) {
      if (e.code().equals("DependencyViolation")) {
        // Instances that are on their way out still hold it; who else does holds it for long.
        if (isHeldFor(request)) {
          throw e;
        }
        throw new NotYetException(e.message());
      }
      if (!Missing.saidBy(e)) {
        throw e;
      }
    }
    return Progress.done();
  }

  /** Whether something that is not on its way out holds the group. */
  private static boolean isHeldFor(ResourceRequest request) {
    return ec2(request)
        .describeNetworkInterfaces(
            DescribeNetworkInterfacesRequest.builder()
                .filters(List.of(filter("group-id", id(request))))
                .build())
        .networkInterfacesOrEmpty()
        .isEmpty();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(List.of(value)).build();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request, id(request)));
  }

  private static ObjectNode live(ResourceRequest request, String id) {
    SecurityGroup group =
        ec2(request)
            .describeSecurityGroups(
                DescribeSecurityGroupsRequest.builder().groupIds(List.of(id)).build())
            .securityGroupsOrEmpty()
            .getFirst();
    ObjectNode live = JsonMapper.shared().createObjectNode();
    live.put(GROUP_ID, id).put("Id", request.physicalId());
    live.put("GroupName", group.groupName()).put("GroupDescription", group.description());
    live.put("VpcId", group.vpcId());
    live.set("Tags", StackTags.property(group.tagsOrEmpty()));
    ArrayNode ingress = live.putArray(INGRESS);
    ArrayNode egress = live.putArray(EGRESS);
    ec2(request)
        .describeSecurityGroupRules(
            DescribeSecurityGroupRulesRequest.builder()
                .filters(List.of(filter("group-id", id)))
                .build())
        .securityGroupRulesOrEmpty()
        .forEach(rule ->
            (Boolean.TRUE.equals(rule.isEgress()) ? egress : ingress)
                .add(PermissionProperties.rule(rule)));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    List<String> defaults =
        ec2(request)
            .describeVpcs(
                DescribeVpcsRequest.builder()
                    .filters(List.of(filter("is-default", "true")))
                    .build())
            .vpcsOrEmpty()
            .stream()
            .map(vpc -> Objects.requireNonNullElse(vpc.vpcId(), ""))
            .toList();
    return ec2(request)
        .describeSecurityGroups(DescribeSecurityGroupsRequest.builder().build())
        .securityGroupsOrEmpty()
        .stream()
        .map(group -> defaults.contains(group.vpcId()) ? group.groupName() : group.groupId())
        .map(Objects::requireNonNull)
        .toList();
  }
}
