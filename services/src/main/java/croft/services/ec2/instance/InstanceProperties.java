package croft.services.ec2.instance;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;
import static croft.services.resource.PropertyType.listOf;
import static croft.services.resource.PropertyType.structure;

import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of instances, and how a launch says the same. */
final class InstanceProperties {
  private static final PropertyType EBS =
      structure(
          Property.of("DeleteOnTermination", BOOLEAN),
          Property.of("Encrypted", BOOLEAN),
          Property.of("Iops", INTEGER),
          Property.of("KmsKeyId", STRING),
          Property.of("SnapshotId", STRING),
          Property.of("VolumeSize", INTEGER),
          Property.of("VolumeType", STRING));
  private static final PropertyType MAPPING =
      structure(
          Property.of("DeviceName", STRING).needed(),
          Property.of("Ebs", EBS),
          Property.of("NoDevice", PropertyType.JSON),
          Property.of("VirtualName", STRING));
  private static final PropertyType INTERFACE =
      structure(
          Property.of("AssociatePublicIpAddress", BOOLEAN),
          Property.of("DeleteOnTermination", BOOLEAN),
          Property.of("Description", STRING),
          Property.of("DeviceIndex", INTEGER).needed(),
          Property.of("GroupSet", STRINGS),
          Property.of("NetworkInterfaceId", STRING),
          Property.of("PrivateIpAddress", STRING),
          Property.of(
              "PrivateIpAddresses",
              listOf(
                  structure(
                      Property.of("Primary", BOOLEAN).needed(),
                      Property.of("PrivateIpAddress", STRING).needed()))),
          Property.of("SecondaryPrivateIpAddressCount", INTEGER),
          Property.of("SubnetId", STRING));

  static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::Instance", "InstanceId")
          .with(
              Property.of("AvailabilityZone", STRING).replacing(),
              Property.of("BlockDeviceMappings", listOf(MAPPING)),
              Property.of("CreditSpecification", structure(Property.of("CPUCredits", STRING))),
              Property.of("DisableApiTermination", BOOLEAN),
              Property.of("EbsOptimized", BOOLEAN).interrupting(),
              Property.of("IamInstanceProfile", STRING),
              Property.of("ImageId", STRING).replacing(),
              Property.of("InstanceInitiatedShutdownBehavior", STRING),
              Property.of("InstanceType", STRING).interrupting(),
              Property.of("KeyName", STRING).replacing(),
              Property.of(
                      "LaunchTemplate",
                      structure(
                          Property.of("LaunchTemplateId", STRING),
                          Property.of("LaunchTemplateName", STRING),
                          Property.of("Version", STRING).needed()))
                  .replacing(),
              Property.of(
                  "MetadataOptions",
                  structure(
                      Property.of("HttpEndpoint", STRING),
                      Property.of("HttpPutResponseHopLimit", INTEGER),
                      Property.of("HttpTokens", STRING),
                      Property.of("InstanceMetadataTags", STRING))),
              Property.of("Monitoring", BOOLEAN),
              Property.of("NetworkInterfaces", listOf(INTERFACE)).replacing(),
              Property.of("PlacementGroupName", STRING).replacing(),
              Property.of("PrivateIpAddress", STRING).replacing(),
              Property.of("SecurityGroupIds", STRINGS),
              Property.of("SecurityGroups", STRINGS).replacing(),
              Property.of("SourceDestCheck", BOOLEAN),
              Property.of("SubnetId", STRING).replacing(),
              Property.of("Tenancy", STRING),
              Property.of("UserData", STRING).interrupting(),
              Property.of(
                  "Volumes",
                  listOf(
                      structure(
                          Property.of("Device", STRING).needed(),
                          Property.of("VolumeId", STRING).needed()))))
          .unsupported(
              "AdditionalInfo",
              "Affinity",
              "CpuOptions",
              "ElasticGpuSpecifications",
              "ElasticInferenceAccelerators",
              "EnclaveOptions",
              "HibernationOptions",
              "HostId",
              "HostResourceGroupArn",
              "Ipv6AddressCount",
              "Ipv6Addresses",
              "KernelId",
              "LicenseSpecifications",
              "PrivateDnsNameOptions",
              "PropagateTagsToVolumeOnCreation",
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

  /** The properties as RunInstances takes them, by the names of the model. */
  static ObjectNode launch(ObjectNode properties) {
    ObjectNode launch = properties.deepCopy();
    move(launch, "AvailabilityZone", "Placement", "AvailabilityZone");
    move(launch, "Tenancy", "Placement", "Tenancy");
    move(launch, "PlacementGroupName", "Placement", "GroupName");
    move(launch, "IamInstanceProfile", "IamInstanceProfile", "Name");
    move(launch, "Monitoring", "Monitoring", "Enabled");
    JsonNode credits = launch.path("CreditSpecification").path("CPUCredits");
    if (!credits.isMissingNode()) {
      launch.putObject("CreditSpecification").set("CpuCredits", credits);
    }
    for (JsonNode one : launch.path("NetworkInterfaces")) {
      if (one instanceof ObjectNode nic && nic.has("GroupSet")) {
        nic.set("Groups", nic.remove("GroupSet"));
      }
    }
    for (JsonNode one : launch.path("BlockDeviceMappings")) {
      if (one instanceof ObjectNode mapping && mapping.has("NoDevice")) {
        mapping.put("NoDevice", "");
      }
    }
    launch.remove("Tags");
    launch.remove("Volumes");
    launch.remove("SourceDestCheck");
    return launch.put("MinCount", 1).put("MaxCount", 1);
  }

  private static void move(ObjectNode launch, String name, String into, String as) {
    JsonNode value = launch.remove(name);
    if (value != null) {
      ObjectNode object =
          launch.path(into) instanceof ObjectNode present ? present : launch.putObject(into);
      object.set(as, value);
    }
  }
}
