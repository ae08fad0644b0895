package croft.services.ec2.instance;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.MachineImages;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of {@code AWS::EC2::Instance}, and the launch that they ask for. */
final class InstanceProperties {
  static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::Instance", "InstanceId")
          .with(
              Property.of("ImageId", STRING).replacing(),
              Property.of("InstanceType", STRING).interrupting(),
              Property.of("KeyName", STRING).replacing(),
              Property.of("UserData", STRING).interrupting(),
              Property.of("IamInstanceProfile", STRING),
              Property.of("LaunchTemplate", template()).replacing(),
              Property.of("Monitoring", BOOLEAN))
          .with(
              Property.of("AvailabilityZone", STRING).replacing(),
              Property.of("PlacementGroupName", STRING).replacing(),
              Property.of("Tenancy", STRING))
          .with(
              Property.of("SecurityGroups", STRINGS).replacing(),
              Property.of("SecurityGroupIds", STRINGS),
              Property.of("SubnetId", STRING).replacing(),
              Property.of("PrivateIpAddress", STRING).replacing(),
              Property.of("NetworkInterfaces", PropertyType.listOf(networkInterface())).replacing(),
              Property.of("SourceDestCheck", BOOLEAN))
          .with(
              Property.of("BlockDeviceMappings", PropertyType.listOf(blockDevice())),
              Property.of("Volumes", PropertyType.listOf(volume())),
              Property.of("EbsOptimized", BOOLEAN).interrupting(),
              Property.of("PropagateTagsToVolumeOnCreation", BOOLEAN))
          .with(
              Property.of("DisableApiTermination", BOOLEAN),
              Property.of("InstanceInitiatedShutdownBehavior", STRING),
              Property.of(
                  "CreditSpecification", PropertyType.structure(Property.of("CPUCredits", STRING))),
              Property.of("CpuOptions", cpuOptions()).replacing(),
              Property.of(
                      "HibernationOptions",
                      PropertyType.structure(Property.of("Configured", BOOLEAN)))
                  .replacing(),
              Property.of("MetadataOptions", metadataOptions()),
              Property.of("PrivateDnsNameOptions", dnsOptions()))
          .unsupported(
              "AdditionalInfo",
              "Affinity",
              "ElasticGpuSpecifications",
              "ElasticInferenceAccelerators",
              "EnclaveOptions",
              "HostId",
              "HostResourceGroupArn",
              "Ipv6AddressCount",
              "Ipv6Addresses",
              "KernelId",
              "LicenseSpecifications",
              "RamdiskId",
              "SsmAssociations")
          .tags()
          .attributes(
              "AvailabilityZone",
              "InstanceId",
              "PrivateDnsName",
              "PrivateIp",
              "PublicDnsName",
              "PublicIp",
              "State",
              "State.Code",
              "State.Name",
              "VpcId");

  private InstanceProperties() {}

  private static PropertyType template() {
    return PropertyType.structure(
        Property.of("LaunchTemplateId", STRING),
        Property.of("LaunchTemplateName", STRING),
        Property.of("Version", STRING));
  }

  private static PropertyType networkInterface() {
    return PropertyType.structure(
        Property.of("AssociatePublicIpAddress", BOOLEAN),
        Property.of("DeleteOnTermination", BOOLEAN),
        Property.of("Description", STRING),
        Property.of("DeviceIndex", STRING).needed(),
        Property.of("GroupSet", STRINGS),
        Property.of("NetworkInterfaceId", STRING),
        Property.of("PrivateIpAddress", STRING),
        Property.of(
            "PrivateIpAddresses",
            PropertyType.listOf(
                PropertyType.structure(
                    Property.of("Primary", BOOLEAN).needed(),
                    Property.of("PrivateIpAddress", STRING).needed()))),
        Property.of("SecondaryPrivateIpAddressCount", INTEGER),
        Property.of("SubnetId", STRING),
        Property.unsupported("AssociateCarrierIpAddress"),
        Property.unsupported("EnaSrdSpecification"),
        Property.unsupported("Ipv6AddressCount"),
        Property.unsupported("Ipv6Addresses"));
  }

  private static PropertyType blockDevice() {
    return PropertyType.structure(
        Property.of("DeviceName", STRING).needed(),
        Property.of("VirtualName", STRING),
        Property.of("NoDevice", JSON),
        Property.of(
            "Ebs",
            PropertyType.structure(
                Property.of("DeleteOnTermination", BOOLEAN),
                Property.of("Encrypted", BOOLEAN),
                Property.of("Iops", INTEGER),
                Property.of("KmsKeyId", STRING),
                Property.of("SnapshotId", STRING),
                Property.of("Throughput", INTEGER),
                Property.of("VolumeSize", INTEGER),
                Property.of("VolumeType", STRING))));
  }

  private static PropertyType volume() {
    return PropertyType.structure(
        Property.of("Device", STRING).needed(), Property.of("VolumeId", STRING).needed());
  }

  private static PropertyType cpuOptions() {
    return PropertyType.structure(
        Property.of("CoreCount", INTEGER), Property.of("ThreadsPerCore", INTEGER));
  }

  private static PropertyType metadataOptions() {
    return PropertyType.structure(
        Property.of("HttpEndpoint", STRING),
        Property.of("HttpPutResponseHopLimit", INTEGER),
        Property.of("HttpTokens", STRING),
        Property.of("InstanceMetadataTags", STRING),
        Property.unsupported("HttpProtocolIpv6"));
  }

  private static PropertyType dnsOptions() {
    return PropertyType.structure(
        Property.of("EnableResourceNameDnsAAAARecord", BOOLEAN),
        Property.of("EnableResourceNameDnsARecord", BOOLEAN),
        Property.of("HostnameType", STRING));
  }

  /**
   * What RunInstances is to do.
   *
   * @param members the properties, with the tags of the instance
   */
  static ObjectNode launch(ResourceRequest request, ObjectNode members) {
    members.put("MinCount", 1).put("MaxCount", 1).put("ClientToken", request.token());
    if (members.has("ImageId")) {
      members.put("ImageId", MachineImages.resolve(request, request.text("ImageId")));
    }
    wrap(members, "IamInstanceProfile", "Name");
    wrap(members, "Monitoring", "Enabled");
    placement(request, members);
    if (members.path("CreditSpecification").has("CPUCredits")) {
      JsonNode credits = members.path("CreditSpecification").path("CPUCredits");
      members.putObject("CreditSpecification").set("CpuCredits", credits);
    }
    for (JsonNode each : members.path("NetworkInterfaces")) {
      ObjectNode nic = (ObjectNode) each;
      nic.put("DeviceIndex", nic.path("DeviceIndex").asInt());
      JsonNode groups = nic.remove("GroupSet");
      if (groups != null) {
        nic.set("Groups", groups);
      }
    }
    for (JsonNode each : members.path("BlockDeviceMappings")) {
      if (each.has("NoDevice")) {
        ((ObjectNode) each).put("NoDevice", "");
      }
    }
    if (members.path("PropagateTagsToVolumeOnCreation").asBoolean(false)) {
      volumeTags(members);
    }
    return members;
  }

  private static void wrap(ObjectNode members, String name, String member) {
    JsonNode value = members.remove(name);
    if (value != null) {
      members.putObject(name).set(member, value);
    }
  }

  private static void placement(ResourceRequest request, ObjectNode members) {
    ObjectNode placement = Ec2Calls.members();
    if (request.properties().has("AvailabilityZone")) {
      placement.put("AvailabilityZone", request.text("AvailabilityZone"));
    }
    if (request.properties().has("PlacementGroupName")) {
      placement.put("GroupName", request.text("PlacementGroupName"));
    }
    if (request.properties().has("Tenancy")) {
      placement.put("Tenancy", request.text("Tenancy"));
    }
    if (!placement.isEmpty()) {
      members.set("Placement", placement);
    }
  }

  /** Volumes get the tags of their instance, without those of CloudFormation. */
  private static void volumeTags(ObjectNode members) {
    JsonNode tags = StackTags.property(members.path("TagSpecifications").path(0).path("Tags"));
    if (!tags.isEmpty()) {
      ((ArrayNode) members.path("TagSpecifications"))
          .addObject()
          .put("ResourceType", "volume")
          .set("Tags", tags);
    }
  }

  /** Whether devices differ in more than what becomes of them at the instance's end. */
  static boolean areOtherDevices(JsonNode before, JsonNode after) {
    return !withoutEnds(before).equals(withoutEnds(after));
  }

  private static JsonNode withoutEnds(JsonNode devices) {
    JsonNode copy = devices.deepCopy();
    for (JsonNode device : copy) {
      if (device.path("Ebs") instanceof ObjectNode ebs) {
        ebs.remove("DeleteOnTermination");
      }
    }
    return copy;
  }
}
