package croft.services.elasticloadbalancing.loadbalancer;

import croft.api.elasticloadbalancing.AddAvailabilityZonesInput;
import croft.api.elasticloadbalancing.AddTagsInput;
import croft.api.elasticloadbalancing.ApplySecurityGroupsToLoadBalancerInput;
import croft.api.elasticloadbalancing.AttachLoadBalancerToSubnetsInput;
import croft.api.elasticloadbalancing.ConfigureHealthCheckInput;
import croft.api.elasticloadbalancing.DeregisterEndPointsInput;
import croft.api.elasticloadbalancing.DescribeLoadBalancerAttributesInput;
import croft.api.elasticloadbalancing.DescribeTagsInput;
import croft.api.elasticloadbalancing.DetachLoadBalancerFromSubnetsInput;
import croft.api.elasticloadbalancing.ElasticloadbalancingApi;
import croft.api.elasticloadbalancing.HealthCheck;
import croft.api.elasticloadbalancing.Instance;
import croft.api.elasticloadbalancing.LoadBalancerAttributes;
import croft.api.elasticloadbalancing.ModifyLoadBalancerAttributesInput;
import croft.api.elasticloadbalancing.RegisterEndPointsInput;
import croft.api.elasticloadbalancing.RemoveAvailabilityZonesInput;
import croft.api.elasticloadbalancing.RemoveTagsInput;
import croft.api.elasticloadbalancing.Tag;
import croft.api.elasticloadbalancing.TagKeyOnly;
import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings a classic load balancer from what it was to what it shall be. */
final class ClassicChanges {
  private final ResourceRequest request;
  private final String name;
  private final ElasticloadbalancingApi api;
  private final boolean created;

  ClassicChanges(ResourceRequest request, String name) {
    this.request = request;
    this.name = name;
    this.api = ClassicResource.api(request);
    this.created = request.physicalId().isEmpty();
  }

  void all() {
    if (!created) {
      places();
      tags();
    }
    new ClassicListeners(request, name).all();
    if (request.changed("HealthCheck")) {
      api.configureHealthCheck(
          new ConfigureHealthCheckInput(
              name,
              ApiShapes.read(
                  (ObjectNode) request.properties().get("HealthCheck"), HealthCheck::read)));
    }
    changeAttributes();
    exchange(
        "Instances",
        more -> api.registerInstancesWithLoadBalancer(new RegisterEndPointsInput(name, ids(more))),
        less ->
            api.deregisterInstancesFromLoadBalancer(new DeregisterEndPointsInput(name, ids(less))));
  }

  private static List<Instance> ids(List<String> ids) {
    return ids.stream().map(Instance::new).toList();
  }

  private void places() {
    exchange(
        "AvailabilityZones",
        more ->
            api.enableAvailabilityZonesForLoadBalancer(new AddAvailabilityZonesInput(name, more)),
        less ->
            api.disableAvailabilityZonesForLoadBalancer(
                new RemoveAvailabilityZonesInput(name, less)));
    exchange(
        "Subnets",
        more -> api.attachLoadBalancerToSubnets(new AttachLoadBalancerToSubnetsInput(name, more)),
        less ->
            api.detachLoadBalancerFromSubnets(new DetachLoadBalancerFromSubnetsInput(name, less)));
    if (request.changed("SecurityGroups") && request.properties().has("SecurityGroups")) {
      api.applySecurityGroupsToLoadBalancer(
          new ApplySecurityGroupsToLoadBalancerInput(
              name, texts(request.properties().path("SecurityGroups"))));
    }
  }

  private void exchange(String property, Consumer<List<String>> give, Consumer<List<String>> take) {
    List<String> before = texts(request.previous().path(property));
    List<String> after = texts(request.properties().path(property));
    List<String> more = new ArrayList<>(after);
    more.removeAll(before);
    List<String> less = new ArrayList<>(before);
    less.removeAll(after);
    if (!more.isEmpty()) {
      give.accept(more);
    }
    if (!less.isEmpty()) {
      take.accept(less);
    }
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  /** What a template says nothing of any more is as in a new balancer. */
  private void changeAttributes() {
    ObjectNode attributes = JsonMapper.shared().createObjectNode();
    if (request.changed("AccessLoggingPolicy")) {
      attributes.set("AccessLog", or("AccessLoggingPolicy", "{\"Enabled\": false}"));
    }
    if (request.changed("ConnectionDrainingPolicy")) {
      attributes.set("ConnectionDraining", or("ConnectionDrainingPolicy", "{\"Enabled\": false}"));
    }
    if (request.changed("ConnectionSettings")) {
      attributes.set("ConnectionSettings", or("ConnectionSettings", "{\"IdleTimeout\": 60}"));
    }
    if (request.changed("CrossZone")) {
      attributes
          .putObject("CrossZoneLoadBalancing")
          .put("Enabled", request.properties().path("CrossZone").asBoolean(false));
    }
    if (!attributes.isEmpty()) {
      api.modifyLoadBalancerAttributes(
          new ModifyLoadBalancerAttributesInput(
              name, ApiShapes.read(attributes, LoadBalancerAttributes::read)));
    }
  }

  private JsonNode or(String property, String otherwise) {
    return request.properties().has(property)
        ? request.properties().get(property)
        : JsonMapper.shared().readTree(otherwise);
  }

  private void tags() {
    List<Tag> given = new ArrayList<>();
    request.givenTags().forEach((key, value) -> given.add(new Tag(key, value)));
    if (!given.isEmpty()) {
      api.addTags(new AddTagsInput(List.of(name), given));
    }
    if (!request.takenTags().isEmpty()) {
      api.removeTags(
          new RemoveTagsInput(
              List.of(name), request.takenTags().stream().map(TagKeyOnly::new).toList()));
    }
  }

  /** Adds what has questions of its own to what is told of a balancer: attributes and tags. */
  static void attributes(ResourceRequest request, ObjectNode live) {
    ElasticloadbalancingApi api = ClassicResource.api(request);
    String name = request.physicalId();
    LoadBalancerAttributes found =
        api.describeLoadBalancerAttributes(new DescribeLoadBalancerAttributesInput(name))
            .loadBalancerAttributes();
    if (found != null) {
      ObjectNode attributes = ApiShapes.write(found);
      put(live, "AccessLoggingPolicy", attributes.path("AccessLog"));
      put(live, "ConnectionDrainingPolicy", attributes.path("ConnectionDraining"));
      put(live, "ConnectionSettings", attributes.path("ConnectionSettings"));
      put(live, "CrossZone", attributes.path("CrossZoneLoadBalancing").path("Enabled"));
    }
    ArrayNode tags = live.putArray("Tags");
    api.describeTags(new DescribeTagsInput(List.of(name)))
        .tagDescriptionsOrEmpty()
        .forEach(one ->
            one.tagsOrEmpty()
                .forEach(tag -> tags.addObject().put("Key", tag.key()).put("Value", tag.value())));
  }

  private static void put(ObjectNode live, String property, JsonNode value) {
    if (!value.isMissingNode()) {
      live.set(property, value);
    }
  }
}
