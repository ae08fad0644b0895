package croft.services.autoscaling.group;

import croft.api.autoscaling.AttachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.AttachLoadBalancersType;
import croft.api.autoscaling.AttachTrafficSourcesType;
import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.CreateOrUpdateTagsType;
import croft.api.autoscaling.DeleteLifecycleHookType;
import croft.api.autoscaling.DeleteNotificationConfigurationType;
import croft.api.autoscaling.DeleteTagsType;
import croft.api.autoscaling.DetachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.DetachLoadBalancersType;
import croft.api.autoscaling.DetachTrafficSourcesType;
import croft.api.autoscaling.DisableMetricsCollectionQuery;
import croft.api.autoscaling.EnableMetricsCollectionQuery;
import croft.api.autoscaling.PutLifecycleHookType;
import croft.api.autoscaling.PutNotificationConfigurationType;
import croft.api.autoscaling.Tag;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What of a group has calls of its own: brought from how it was to how it shall be. */
final class GroupChanges {
  private final ResourceRequest request;
  private final String group;
  private final AutoscalingApi api;
  private final boolean created;

  GroupChanges(ResourceRequest request, String group) {
    this.request = request;
    this.group = group;
    this.api = ScalingCalls.of(request);
    this.created = request.physicalId().isEmpty();
  }

  /** All of them; a creation has given most of it to the group already. */
  void all() {
    notifications();
    metrics();
    if (!created) {
      tags();
      balancers();
      hooks();
    }
  }

  private static ArrayNode configurations(ObjectNode properties) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    properties.path("NotificationConfigurations").forEach(all::add);
    if (properties.has("NotificationConfiguration")) {
      all.add(properties.get("NotificationConfiguration"));
    }
    return all;
  }

  private void notifications() {
    ArrayNode after = configurations(request.properties());
    for (JsonNode one : gone(configurations(request.previous()), after, "TopicARN")) {
      ScalingCalls.passedOver(() ->
          api.deleteNotificationConfiguration(
              new DeleteNotificationConfigurationType(group, one.path("TopicARN").asString())));
    }
    for (JsonNode one : after) {
      api.putNotificationConfiguration(
          new PutNotificationConfigurationType(
              group, one.path("TopicARN").asString(), texts(one.path("NotificationTypes"))));
    }
  }

  private void metrics() {
    if (!request.changed("MetricsCollection")) {
      return;
    }
    if (!request.previous().path("MetricsCollection").isEmpty()) {
      api.disableMetricsCollection(
          DisableMetricsCollectionQuery.builder().autoScalingGroupName(group).build());
    }
    for (JsonNode one : request.properties().path("MetricsCollection")) {
      api.enableMetricsCollection(
          new EnableMetricsCollectionQuery(
              group, texts(one.path("Metrics")), one.path("Granularity").asString()));
    }
  }

  private void tags() {
    Map<String, Tag> before =
        GroupRequests.tags(request, request.previousStackTags(), request.previous());
    Map<String, Tag> after = GroupRequests.tags(request, request.stackTags(), request.properties());
    List<Tag> taken = new ArrayList<>(before.values());
    taken.removeIf(tag -> after.containsKey(tag.key()));
    if (!taken.isEmpty()) {
      api.deleteTags(new DeleteTagsType(taken));
    }
    List<Tag> given = new ArrayList<>(after.values());
    given.removeAll(before.values());
    if (!given.isEmpty()) {
      api.createOrUpdateTags(new CreateOrUpdateTagsType(given));
    }
  }

  /** What is new is attached before what is old is detached, lest nobody gets requests. */
  private void balancers() {
    exchange(
        "LoadBalancerNames",
        more -> api.attachLoadBalancers(new AttachLoadBalancersType(group, texts(more))),
        less -> api.detachLoadBalancers(new DetachLoadBalancersType(group, texts(less))));
    exchange(
        "TargetGroupARNs",
        more ->
            api.attachLoadBalancerTargetGroups(
                new AttachLoadBalancerTargetGroupsType(group, texts(more))),
        less ->
            api.detachLoadBalancerTargetGroups(
                new DetachLoadBalancerTargetGroupsType(group, texts(less))));
    exchange(
        "TrafficSources",
        more ->
            api.attachTrafficSources(
                ApiShapes.read(named("TrafficSources", more), AttachTrafficSourcesType::read)),
        less ->
            api.detachTrafficSources(
                ApiShapes.read(named("TrafficSources", less), DetachTrafficSourcesType::read)));
  }

  private void exchange(String property, Consumer<ArrayNode> attach, Consumer<ArrayNode> detach) {
    ArrayNode more =
        missing(request.properties().path(property), request.previous().path(property));
    ArrayNode less =
        missing(request.previous().path(property), request.properties().path(property));
    if (!more.isEmpty()) {
      attach.accept(more);
    }
    if (!less.isEmpty()) {
      ScalingCalls.passedOver(() -> detach.accept(less));
    }
  }

  private ObjectNode named(String member, ArrayNode list) {
    ObjectNode input = JsonMapper.shared().createObjectNode();
    input.put("AutoScalingGroupName", group);
    input.set(member, list);
    return input;
  }

  private void hooks() {
    String property = "LifecycleHookSpecificationList";
    JsonNode after = request.properties().path(property);
    for (JsonNode one : missing(after, request.previous().path(property))) {
      ObjectNode hook = one.deepCopy().asObject();
      hook.put("AutoScalingGroupName", group);
      api.putLifecycleHook(ApiShapes.read(hook, PutLifecycleHookType::read));
    }
    for (JsonNode one : gone(request.previous().path(property), after, "LifecycleHookName")) {
      ScalingCalls.passedOver(() ->
          api.deleteLifecycleHook(
              new DeleteLifecycleHookType(one.path("LifecycleHookName").asString(), group)));
    }
  }

  /** Those of one list that are not in another. */
  private static ArrayNode missing(JsonNode those, JsonNode others) {
    ArrayNode missing = JsonMapper.shared().createArrayNode();
    for (JsonNode one : those) {
      if (others.valueStream().noneMatch(one::equals)) {
        missing.add(one);
      }
    }
    return missing;
  }

  /** Those before of which nothing after has the name. */
  private static List<JsonNode> gone(JsonNode before, JsonNode after, String name) {
    return before
        .valueStream()
        .filter(
            one -> after.valueStream().noneMatch(other -> other.path(name).equals(one.path(name))))
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
