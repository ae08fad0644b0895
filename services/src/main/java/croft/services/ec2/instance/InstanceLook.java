package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.MachineImages;
import croft.services.resource.ResourceRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an instance is now, in the words of its resource type. */
final class InstanceLook {
  private InstanceLook() {}

  /** Puts the properties and attributes in place of the reservation that tells of it. */
  static void fill(ResourceRequest request, ObjectNode live) {
    ObjectNode instance = (ObjectNode) live.path("Instances").path(0).deepCopy();
    live.removeAll();
    live.setAll(instance);
    String id = instance.path("InstanceId").asString();
    live.set("Tags", StackTags.property(instance.path("Tags")));
    live.put("PrivateIp", instance.path("PrivateIpAddress").asString(""));
    live.put("PublicIp", instance.path("PublicIpAddress").asString(""));
    live.put("PublicDnsName", instance.path("PublicDnsName").asString(""));
    live.put("PrivateDnsName", instance.path("PrivateDnsName").asString(""));
    JsonNode state = instance.path("State");
    live.putObject("State")
        .put("Code", state.path("Code").asString("0"))
        .put("Name", state.path("Name").asString(""));
    JsonNode placement = instance.path("Placement");
    live.set("AvailabilityZone", placement.path("AvailabilityZone"));
    live.set("Tenancy", placement.path("Tenancy"));
    if (!placement.path("GroupName").asString("").isEmpty()) {
      live.set("PlacementGroupName", placement.path("GroupName"));
    }
    String monitored = instance.path("Monitoring").path("State").asString("");
    live.put("Monitoring", monitored.equals("enabled") || monitored.equals("pending"));
    profile(instance, live);
    groups(instance, live);
    image(request, live);
    attributes(request, id, live);
    volumes(request, instance, live);
    // They say more now than any template did.
    live.remove(List.of("BlockDeviceMappings", "NetworkInterfaces", "HibernationOptions"));
  }

  private static void profile(JsonNode instance, ObjectNode live) {
    String arn = instance.path("IamInstanceProfile").path("Arn").asString("");
    live.remove("IamInstanceProfile");
    if (!arn.isEmpty()) {
      live.put("IamInstanceProfile", arn.substring(arn.lastIndexOf('/') + 1));
    }
  }

  private static void groups(JsonNode instance, ObjectNode live) {
    ArrayNode ids = live.putArray("SecurityGroupIds");
    ArrayNode names = live.putArray("SecurityGroups");
    for (JsonNode group : instance.path("SecurityGroups")) {
      ids.add(group.path("GroupId"));
      names.add(group.path("GroupName"));
    }
  }

  /** An image that stands in for AWS's is shown as the one that was asked for. */
  private static void image(ResourceRequest request, ObjectNode live) {
    String asked = request.text("ImageId");
    String launched = live.path("ImageId").asString("");
    if (!asked.isEmpty()
        && !asked.equals(launched)
        && MachineImages.resolve(request, asked).equals(launched)) {
      live.put("ImageId", asked);
    }
  }

  private static void attributes(ResourceRequest request, String id, ObjectNode live) {
    JsonNode data = attribute(request, id, "userData").path("UserData").path("Value");
    if (!data.isMissingNode()) {
      live.set("UserData", data);
    }
    live.put(
        "DisableApiTermination",
        attribute(request, id, "disableApiTermination")
            .path("DisableApiTermination")
            .path("Value")
            .asBoolean(false));
    live.set(
        "InstanceInitiatedShutdownBehavior",
        attribute(request, id, "instanceInitiatedShutdownBehavior")
            .path("InstanceInitiatedShutdownBehavior")
            .path("Value"));
  }

  private static JsonNode attribute(ResourceRequest request, String id, String name) {
    return Ec2Calls.of(request)
        .call(
            Ec2Model.DESCRIBE_INSTANCE_ATTRIBUTE,
            Ec2Calls.members("InstanceId", id).put("Attribute", name));
  }

  /** Those of the template that are attached; others are attached by somebody else. */
  private static void volumes(ResourceRequest request, JsonNode instance, ObjectNode live) {
    ArrayNode volumes = live.putArray("Volumes");
    for (JsonNode wanted : request.properties().path("Volumes")) {
      for (JsonNode mapping : instance.path("BlockDeviceMappings")) {
        if (mapping.path("Ebs").path("VolumeId").equals(wanted.path("VolumeId"))) {
          volumes
              .addObject()
              .put("Device", mapping.path("DeviceName").asString())
              .set("VolumeId", wanted.path("VolumeId"));
        }
      }
    }
  }
}
