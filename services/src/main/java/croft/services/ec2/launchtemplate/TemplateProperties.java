package croft.services.ec2.launchtemplate;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The properties of {@code AWS::EC2::LaunchTemplate}. */
final class TemplateProperties {
  private static final PropertyType TAGS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.of("ResourceType", STRING), Property.of("Tags", ResourceSchema.TAGS)));

  static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::LaunchTemplate", "LaunchTemplateId")
          .with(
              Property.of("LaunchTemplateData", data()).needed(),
              Property.of("LaunchTemplateName", STRING).replacing(),
              Property.of("TagSpecifications", TAGS),
              Property.of("VersionDescription", STRING))
          .attributes("DefaultVersionNumber", "LatestVersionNumber", "LaunchTemplateId");

  private TemplateProperties() {}

  private static PropertyType data() {
    List<Property> all = new ArrayList<>(plain());
    all.addAll(structures());
    for (String name :
        List.of(
            "EnclaveOptions",
            "InstanceRequirements",
            "KernelId",
            "LicenseSpecifications",
            "NetworkPerformanceOptions",
            "RamDiskId",
            "SecondaryInterfaces")) {
      all.add(Property.unsupported(name));
    }
    return new PropertyType.Structure(all);
  }

  private static List<Property> plain() {
    return List.of(
        Property.of("DisableApiStop", BOOLEAN),
        Property.of("DisableApiTermination", BOOLEAN),
        Property.of("EbsOptimized", BOOLEAN),
        Property.of("ImageId", STRING),
        Property.of("InstanceInitiatedShutdownBehavior", STRING),
        Property.of("InstanceType", STRING),
        Property.of("KeyName", STRING),
        Property.of("SecurityGroupIds", STRINGS),
        Property.of("SecurityGroups", STRINGS),
        Property.of("TagSpecifications", TAGS),
        Property.of("UserData", STRING));
  }

  private static List<Property> structures() {
    return List.of(
        Property.of("BlockDeviceMappings", PropertyType.listOf(device())),
        texts("CapacityReservationSpecification", "CapacityReservationPreference"),
        texts("CreditSpecification", "CpuCredits"),
        Property.of(
            "CpuOptions",
            PropertyType.structure(
                Property.of("CoreCount", INTEGER), Property.of("ThreadsPerCore", INTEGER))),
        Property.of(
            "HibernationOptions", PropertyType.structure(Property.of("Configured", BOOLEAN))),
        texts("IamInstanceProfile", "Arn", "Name"),
        Property.of(
            "InstanceMarketOptions",
            PropertyType.structure(
                Property.of("MarketType", STRING),
                texts(
                    "SpotOptions",
                    "InstanceInterruptionBehavior",
                    "MaxPrice",
                    "SpotInstanceType",
                    "ValidUntil"))),
        texts("MaintenanceOptions", "AutoRecovery"),
        Property.of(
            "MetadataOptions",
            PropertyType.structure(
                Property.of("HttpEndpoint", STRING),
                Property.of("HttpPutResponseHopLimit", INTEGER),
                Property.of("HttpTokens", STRING),
                Property.of("InstanceMetadataTags", STRING),
                Property.unsupported("HttpProtocolIpv6"))),
        Property.of("Monitoring", PropertyType.structure(Property.of("Enabled", BOOLEAN))),
        Property.of("NetworkInterfaces", PropertyType.listOf(networkInterface())),
        Property.of(
            "Placement",
            PropertyType.structure(
                Property.of("AvailabilityZone", STRING),
                Property.of("GroupId", STRING),
                Property.of("GroupName", STRING),
                Property.of("PartitionNumber", INTEGER),
                Property.of("Tenancy", STRING))),
        Property.of(
            "PrivateDnsNameOptions",
            PropertyType.structure(
                Property.of("EnableResourceNameDnsAAAARecord", BOOLEAN),
                Property.of("EnableResourceNameDnsARecord", BOOLEAN),
                Property.of("HostnameType", STRING))));
  }

  private static Property texts(String name, String... members) {
    return Property.of(
        name,
        new PropertyType.Structure(
            Stream.of(members).map(member -> Property.of(member, STRING)).toList()));
  }

  private static PropertyType device() {
    return PropertyType.structure(
        Property.of("DeviceName", STRING),
        Property.of("NoDevice", STRING),
        Property.of("VirtualName", STRING),
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

  private static PropertyType networkInterface() {
    return PropertyType.structure(
        Property.of("AssociatePublicIpAddress", BOOLEAN),
        Property.of("DeleteOnTermination", BOOLEAN),
        Property.of("Description", STRING),
        Property.of("DeviceIndex", INTEGER),
        Property.of("Groups", STRINGS),
        Property.of("NetworkInterfaceId", STRING),
        Property.of("PrivateIpAddress", STRING),
        Property.of(
            "PrivateIpAddresses",
            PropertyType.listOf(
                PropertyType.structure(
                    Property.of("Primary", BOOLEAN), Property.of("PrivateIpAddress", STRING)))),
        Property.of("SecondaryPrivateIpAddressCount", INTEGER),
        Property.of("SubnetId", STRING));
  }
}
