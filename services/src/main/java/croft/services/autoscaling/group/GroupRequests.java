package croft.services.autoscaling.group;

import croft.api.autoscaling.CreateAutoScalingGroupType;
import croft.api.autoscaling.Tag;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A group's properties as requests of Auto Scaling. */
final class GroupRequests {
  private static final List<String> SIZES = List.of("MinSize", "MaxSize", "DesiredCapacity");

  /** What holds again once a template says nothing of it any more; others cannot be taken back. */
  private static final ObjectNode DEFAULTS =
      (ObjectNode)
          JsonMapper.shared()
              .readTree(
                  """
                  {"DefaultCooldown": 300, "HealthCheckType": "EC2", "HealthCheckGracePeriod": 0,
                   "TerminationPolicies": ["Default"], "NewInstancesProtectedFromScaleIn": false,
                   "CapacityRebalance": false, "MaxInstanceLifetime": 0,
                   "DefaultInstanceWarmup": -1}
                  """);

  private GroupRequests() {}

  static CreateAutoScalingGroupType creation(ResourceRequest request, String name) {
    CreateAutoScalingGroupType.Builder create =
        ApiShapes.read(members(request.properties()), CreateAutoScalingGroupType::read).toBuilder();
    return create
        .autoScalingGroupName(name)
        .tags(new ArrayList<>(tags(request, request.stackTags(), request.properties()).values()))
        .build();
  }

  /** What differs, the sizes always, unless a policy leaves those to schedules and policies. */
  static UpdateAutoScalingGroupType update(ResourceRequest request) {
    ObjectNode after = members(request.properties());
    ObjectNode before = members(request.previous());
    ObjectNode changed = JsonMapper.shared().createObjectNode();
    boolean sizesLeft =
        request
            .policies()
            .path("UpdatePolicy")
            .path("AutoScalingScheduledAction")
            .path("IgnoreUnmodifiedGroupSizeProperties")
            .asBoolean(false);
    for (String name : after.propertyNames()) {
      boolean same = after.path(name).equals(before.path(name));
      if (!same || (SIZES.contains(name) && !sizesLeft)) {
        changed.set(name, after.get(name));
      }
    }
    for (String name : DEFAULTS.propertyNames()) {
      if (before.has(name) && !after.has(name)) {
        changed.set(name, DEFAULTS.get(name));
      }
    }
    return ApiShapes.read(changed, UpdateAutoScalingGroupType::read).toBuilder()
        .autoScalingGroupName(request.physicalId())
        .build();
  }

  /** By the names of the API, which are mostly the same; without what has calls of its own. */
  private static ObjectNode members(ObjectNode properties) {
    ObjectNode members = properties.deepCopy();
    members.remove(List.of("Tags", "NotificationConfiguration", "NotificationConfigurations"));
    members.remove("MetricsCollection");
    JsonNode cooldown = members.remove("Cooldown");
    if (cooldown != null) {
      members.set("DefaultCooldown", cooldown);
    }
    JsonNode subnets = members.remove("VPCZoneIdentifier");
    if (subnets != null) {
      List<String> ids = new ArrayList<>();
      subnets.forEach(id -> ids.add(id.asString()));
      members.put("VPCZoneIdentifier", String.join(",", ids));
    }
    return members;
  }

  /** Tags by key: the stack's, which instances get too, under those of the property. */
  static Map<String, Tag> tags(
      ResourceRequest request, Map<String, String> ofStack, ObjectNode properties) {
    Map<String, Tag> tags = new LinkedHashMap<>();
    ofStack.forEach((key, value) -> tags.put(key, tag(request, key, value, true)));
    for (JsonNode one : properties.path("Tags")) {
      String key = one.path("Key").asString();
      boolean propagated = one.path("PropagateAtLaunch").asBoolean(false);
      tags.put(key, tag(request, key, one.path("Value").asString(), propagated));
    }
    return tags;
  }

  private static Tag tag(ResourceRequest request, String key, String value, boolean propagated) {
    // A group that is made is named by the request around the tags.
    String group = request.physicalId();
    return Tag.builder()
        .resourceId(group.isEmpty() ? null : group)
        .resourceType(group.isEmpty() ? null : "auto-scaling-group")
        .key(key)
        .value(value)
        .propagateAtLaunch(propagated)
        .build();
  }
}
