package croft.services.autoscaling.group;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.DescribeNotificationConfigurationsType;
import croft.api.autoscaling.TagDescription;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of groups in templates, and a group by them. */
final class GroupSchema {
  static final String NAME = "AutoScalingGroupName";

  /** Those whose change makes the instances that are there obsolete. */
  static final List<String> ROLLING =
      List.of(
          "LaunchConfigurationName",
          "LaunchTemplate",
          "MixedInstancesPolicy",
          "PlacementGroup",
          "VPCZoneIdentifier");

  private static final PropertyType LAUNCH_TEMPLATE =
      PropertyType.structure(
          Property.of("LaunchTemplateId", STRING),
          Property.of("LaunchTemplateName", STRING),
          Property.of("Version", STRING).needed());
  private static final PropertyType HOOK =
      PropertyType.structure(
          Property.of("DefaultResult", STRING),
          Property.of("HeartbeatTimeout", INTEGER),
          Property.of("LifecycleHookName", STRING).needed(),
          Property.of("LifecycleTransition", STRING).needed(),
          Property.of("NotificationMetadata", STRING),
          Property.of("NotificationTargetARN", STRING),
          Property.of("RoleARN", STRING));
  private static final PropertyType TAG =
      PropertyType.structure(
          Property.of("Key", STRING).needed(),
          Property.of("PropagateAtLaunch", BOOLEAN).needed(),
          Property.of("Value", STRING).needed());
  private static final PropertyType NOTIFICATION =
      PropertyType.structure(
          Property.of("NotificationTypes", STRINGS), Property.of("TopicARN", STRING).needed());
  private static final PropertyType METRICS =
      PropertyType.structure(
          Property.of("Granularity", STRING).needed(), Property.of("Metrics", STRINGS));
  private static final PropertyType TRAFFIC =
      PropertyType.structure(
          Property.of("Identifier", STRING).needed(), Property.of("Type", STRING).needed());

  static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::AutoScalingGroup", NAME)
          .with(
              Property.of(NAME, STRING).replacing(),
              Property.of("AvailabilityZones", STRINGS),
              Property.of("CapacityRebalance", BOOLEAN),
              Property.of("Context", STRING),
              Property.of("Cooldown", INTEGER),
              Property.of("DefaultInstanceWarmup", INTEGER),
              Property.of("DesiredCapacity", INTEGER),
              Property.of("DesiredCapacityType", STRING),
              Property.of("HealthCheckGracePeriod", INTEGER),
              Property.of("HealthCheckType", STRING),
              Property.of("InstanceId", STRING).replacing(),
              Property.of(
                  "InstanceMaintenancePolicy",
                  PropertyType.structure(
                      Property.of("MaxHealthyPercentage", INTEGER),
                      Property.of("MinHealthyPercentage", INTEGER))),
              Property.of("LaunchConfigurationName", STRING),
              Property.of("LaunchTemplate", LAUNCH_TEMPLATE),
              Property.of("LifecycleHookSpecificationList", PropertyType.listOf(HOOK)),
              Property.of("LoadBalancerNames", STRINGS),
              Property.of("MaxInstanceLifetime", INTEGER),
              Property.of("MaxSize", INTEGER).needed(),
              Property.of("MetricsCollection", PropertyType.listOf(METRICS)),
              Property.of("MinSize", INTEGER).needed(),
              Property.of("MixedInstancesPolicy", JSON),
              Property.of("NewInstancesProtectedFromScaleIn", BOOLEAN),
              Property.of("NotificationConfiguration", NOTIFICATION),
              Property.of("NotificationConfigurations", PropertyType.listOf(NOTIFICATION)),
              Property.of("PlacementGroup", STRING),
              Property.of("ServiceLinkedRoleARN", STRING),
              Property.of("Tags", PropertyType.listOf(TAG)),
              Property.of("TargetGroupARNs", STRINGS),
              Property.of("TerminationPolicies", STRINGS),
              Property.of("TrafficSources", PropertyType.listOf(TRAFFIC)),
              Property.of("VPCZoneIdentifier", STRINGS))
          .unsupported(
              "AvailabilityZoneDistribution",
              "AvailabilityZoneIds",
              "AvailabilityZoneImpairmentPolicy",
              "CapacityReservationSpecification",
              "DeletionProtection",
              "InstanceLifecyclePolicy",
              "SkipZonalShiftValidation")
          .attributes("AutoScalingGroupARN");

  private GroupSchema() {}

  /** A group as its properties. */
  static ObjectNode live(ResourceRequest request, AutoScalingGroup group) {
    ObjectNode live = ApiShapes.write(group);
    if (group.defaultCooldown() != null) {
      live.put("Cooldown", group.defaultCooldown());
    }
    String subnets = Objects.requireNonNullElse(group.vpcZoneIdentifier(), "");
    live.remove("VPCZoneIdentifier");
    if (!subnets.isEmpty()) {
      ArrayNode list = live.putArray("VPCZoneIdentifier");
      List.of(subnets.split(",", -1)).forEach(list::add);
    }
    ArrayNode tags = live.putArray("Tags");
    for (TagDescription tag : group.tagsOrEmpty()) {
      tags.addObject()
          .put("Key", tag.key())
          .put("PropagateAtLaunch", Boolean.TRUE.equals(tag.propagateAtLaunch()))
          .put("Value", tag.value());
    }
    List<String> known = new java.util.ArrayList<>(SCHEMA.properties().keySet());
    known.addAll(SCHEMA.attributes());
    live.retain(known);
    notifications(request, live);
    return live;
  }

  private static void notifications(ResourceRequest request, ObjectNode live) {
    Map<String, TreeSet<String>> byTopic = new TreeMap<>();
    ScalingCalls.pages(
            token ->
                ScalingCalls.of(request)
                    .describeNotificationConfigurations(
                        DescribeNotificationConfigurationsType.builder()
                            .autoScalingGroupNames(List.of(request.physicalId()))
                            .nextToken(token)
                            .build()),
            answer -> answer.notificationConfigurationsOrEmpty(),
            answer -> answer.nextToken())
        .forEach(one ->
            byTopic
                .computeIfAbsent(
                    Objects.requireNonNullElse(one.topicARN(), ""), topic -> new TreeSet<>())
                .add(Objects.requireNonNullElse(one.notificationType(), "")));
    ArrayNode list = live.putArray("NotificationConfigurations");
    byTopic.forEach((topic, types) -> {
      ArrayNode names = list.addObject().put("TopicARN", topic).putArray("NotificationTypes");
      types.forEach(names::add);
    });
  }
}
