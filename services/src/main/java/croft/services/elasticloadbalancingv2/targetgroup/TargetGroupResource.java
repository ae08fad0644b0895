package croft.services.elasticloadbalancingv2.targetgroup;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.elasticloadbalancingv2.CreateTargetGroupInput;
import croft.api.elasticloadbalancingv2.DeleteTargetGroupInput;
import croft.api.elasticloadbalancingv2.DeregisterTargetsInput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupAttributesInput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupsInput;
import croft.api.elasticloadbalancingv2.DescribeTargetHealthInput;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupAttributesInput;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupInput;
import croft.api.elasticloadbalancingv2.RegisterTargetsInput;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.tag.V2Calls;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::TargetGroup}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html">AWS::ElasticLoadBalancingV2::TargetGroup</a>.
 */
public final class TargetGroupResource implements ResourceType {
  private static final int LONGEST_NAME = 32;
  private static final String ATTRIBUTES = "TargetGroupAttributes";
  private static final PropertyType TARGET =
      PropertyType.structure(
          Property.of("AvailabilityZone", STRING),
          Property.of("Id", STRING).needed(),
          Property.of("Port", INTEGER),
          Property.unsupported("QuicServerId"));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn")
          .with(
              Property.of("HealthCheckEnabled", BOOLEAN),
              Property.of("HealthCheckIntervalSeconds", INTEGER),
              Property.of("HealthCheckPath", STRING),
              Property.of("HealthCheckPort", STRING),
              Property.of("HealthCheckProtocol", STRING),
              Property.of("HealthCheckTimeoutSeconds", INTEGER),
              Property.of("HealthyThresholdCount", INTEGER),
              Property.of("IpAddressType", STRING).replacing(),
              Property.of(
                  "Matcher",
                  PropertyType.structure(
                      Property.of("GrpcCode", STRING), Property.of("HttpCode", STRING))),
              Property.of("Name", STRING).replacing(),
              Property.of("Port", INTEGER).replacing(),
              Property.of("Protocol", STRING).replacing(),
              Property.of("ProtocolVersion", STRING).replacing(),
              Property.of(
                  ATTRIBUTES,
                  PropertyType.listOf(
                      PropertyType.structure(
                          Property.of("Key", STRING), Property.of("Value", STRING)))),
              Property.of("TargetType", STRING).replacing(),
              Property.of("Targets", PropertyType.listOf(TARGET)),
              Property.of("UnhealthyThresholdCount", INTEGER),
              Property.of("VpcId", STRING).replacing())
          .unsupported("TargetControlPort")
          .tags()
          .attributes(
              "LoadBalancerArns", "TargetGroupArn", "TargetGroupFullName", "TargetGroupName");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("Name", LONGEST_NAME);
    Optional<String> there = named(request, name);
    if (there.isPresent() && !request.repeated()) {
      throw ServiceError.badRequest(
          "DuplicateTargetGroupName", "A target group with the name '" + name + "' exists");
    }
    String arn = there.orElseGet(() -> make(request, name));
    return Made.of(arn).then(() -> change(request, arn));
  }

  private static String make(ResourceRequest request, String name) {
    ObjectNode members = request.properties().deepCopy();
    members.remove(List.of("Tags", "Targets", ATTRIBUTES));
    return Objects.requireNonNull(
        V2Calls.of(request)
            .createTargetGroup(
                ApiShapes.read(members, CreateTargetGroupInput::read).toBuilder()
                    .name(name)
                    .tags(V2Calls.tags(request.tags()))
                    .build())
            .targetGroupsOrEmpty()
            .getFirst()
            .targetGroupArn());
  }

  private static Optional<String> named(ResourceRequest request, String name) {
    return Missing.empty(() ->
        Objects.requireNonNull(
            V2Calls.of(request)
                .describeTargetGroups(
                    DescribeTargetGroupsInput.builder().names(List.of(name)).build())
                .targetGroupsOrEmpty()
                .getFirst()
                .targetGroupArn()));
  }

  /** Attributes and targets. */
  private static void change(ResourceRequest request, String arn) {
    if (request.changed(ATTRIBUTES) && !request.properties().path(ATTRIBUTES).isEmpty()) {
      V2Calls.of(request)
          .modifyTargetGroupAttributes(
              ApiShapes.read(
                  list(
                      arn,
                      "Attributes",
                      request.properties().path(ATTRIBUTES).valueStream().toList()),
                  ModifyTargetGroupAttributesInput::read));
    }
    JsonNode before = request.previous().path("Targets");
    JsonNode after = request.properties().path("Targets");
    List<JsonNode> more = V2Calls.missing(after, before);
    List<JsonNode> less = V2Calls.missing(before, after);
    if (!more.isEmpty()) {
      V2Calls.of(request)
          .registerTargets(ApiShapes.read(list(arn, "Targets", more), RegisterTargetsInput::read));
    }
    if (!less.isEmpty()) {
      V2Calls.of(request)
          .deregisterTargets(
              ApiShapes.read(list(arn, "Targets", less), DeregisterTargetsInput::read));
    }
  }

  private static ObjectNode list(String arn, String member, List<JsonNode> items) {
    ObjectNode input = JsonMapper.shared().createObjectNode();
    input.put("TargetGroupArn", arn);
    items.forEach(input.putArray(member)::add);
    return input;
  }

  @Override
  public void update(ResourceRequest request) {
    ObjectNode changed = JsonMapper.shared().createObjectNode();
    for (String name : request.properties().propertyNames()) {
      boolean ofHealth =
          name.startsWith("Health") || name.startsWith("Unhealthy") || name.equals("Matcher");
      if (ofHealth && request.changed(name)) {
        changed.set(name, request.properties().get(name));
      }
    }
    if (!changed.isEmpty()) {
      changed.put("TargetGroupArn", request.physicalId());
      V2Calls.of(request).modifyTargetGroup(ApiShapes.read(changed, ModifyTargetGroupInput::read));
    }
    change(request, request.physicalId());
    V2Calls.updateTags(request);
  }

  @Override
  public Progress delete(ResourceRequest request) {
    try {
      Missing.passedOver(() ->
          V2Calls.of(request).deleteTargetGroup(new DeleteTargetGroupInput(request.physicalId())));
    } catch (ServiceError e) {
      if (e.code().equals("ResourceInUse")) {
        throw new NotYetException(e.message());
      }
      throw e;
    }
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request, request.physicalId()));
  }

  private static ObjectNode live(ResourceRequest request, String arn) {
    ObjectNode live =
        ApiShapes.write(
            V2Calls.of(request)
                .describeTargetGroups(
                    DescribeTargetGroupsInput.builder().targetGroupArns(List.of(arn)).build())
                .targetGroupsOrEmpty()
                .getFirst());
    live.set("Name", live.path("TargetGroupName"));
    live.put("TargetGroupFullName", arn.substring(arn.indexOf(":targetgroup/") + 1));
    if (!live.has("LoadBalancerArns")) {
      live.putArray("LoadBalancerArns");
    }
    ArrayNode attributes = live.putArray(ATTRIBUTES);
    V2Calls.of(request)
        .describeTargetGroupAttributes(new DescribeTargetGroupAttributesInput(arn))
        .attributesOrEmpty()
        .forEach(one -> attributes.add(ApiShapes.write(one)));
    ArrayNode targets = live.putArray("Targets");
    V2Calls.of(request)
        .describeTargetHealth(DescribeTargetHealthInput.builder().targetGroupArn(arn).build())
        .targetHealthDescriptionsOrEmpty()
        .forEach(one -> targets.add(ApiShapes.write(Objects.requireNonNull(one.target()))));
    V2Calls.readTags(request, live);
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return V2Calls.pages(
            marker ->
                V2Calls.of(request)
                    .describeTargetGroups(
                        DescribeTargetGroupsInput.builder().marker(marker).build()),
            answer -> answer.targetGroupsOrEmpty(),
            answer -> answer.nextMarker())
        .stream()
        .map(there -> Objects.requireNonNull(there.targetGroupArn()))
        .toList();
  }
}
