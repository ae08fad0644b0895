package croft.services.ec2.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.InstanceMetadataOptionsRequest;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.tag.TagSpecifications;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A RunInstances request after every check that needs no store.
 *
 * @param userData Base64, or null
 * @param publicAddress whether one was asked for, or null to follow the subnet
 * @param tags by resource type
 * @param fingerprint of the whole request, to tell a repetition from another use of the token
 */
record LaunchRequest(
    int minimum,
    int maximum,
    String imageId,
    InstanceType type,
    @Nullable String keyName,
    @Nullable String userData,
    @Nullable String clientToken,
    @Nullable String subnetId,
    @Nullable String zone,
    @Nullable String privateAddress,
    @Nullable Boolean publicAddress,
    List<String> groupIds,
    List<String> groupNames,
    @Nullable IamInstanceProfileSpecification profile,
    Instance.MetadataOptions metadata,
    boolean terminationProtected,
    boolean terminateOnShutdown,
    Map<String, Map<String, String>> tags,
    String fingerprint) {

  /** The request members that are honoured; every other one is refused by name. */
  static final String[] HONOURED = {
    "BlockDeviceMappings.DeviceName",
    "BlockDeviceMappings.Ebs.DeleteOnTermination",
    "ImageId",
    "InstanceType",
    "KeyName",
    "MaxCount",
    "MinCount",
    "Placement.AvailabilityZone",
    "Placement.Tenancy",
    "SecurityGroupIds",
    "SecurityGroups",
    "SubnetId",
    "UserData",
    "ClientToken",
    "DisableApiTermination",
    "IamInstanceProfile",
    "InstanceInitiatedShutdownBehavior",
    "NetworkInterfaces.AssociatePublicIpAddress",
    "NetworkInterfaces.DeleteOnTermination",
    "NetworkInterfaces.DeviceIndex",
    "NetworkInterfaces.Groups",
    "NetworkInterfaces.PrivateIpAddress",
    "NetworkInterfaces.SubnetId",
    "PrivateIpAddress",
    "TagSpecifications",
    "MetadataOptions.HttpTokens",
    "MetadataOptions.HttpPutResponseHopLimit",
    "MetadataOptions.HttpEndpoint",
    "MetadataOptions.InstanceMetadataTags",
  };

  private static final String DEFAULT_TYPE = "m1.small";
  private static final int LARGEST_USER_DATA_BYTES = 16 * 1024;

  static LaunchRequest of(RunInstancesRequest request) {
    int minimum = count("MinCount", request.minCount());
    int maximum = count("MaxCount", request.maxCount());
    if (maximum < minimum) {
      throw invalid(minimum, "minCount", "MinCount may not exceed MaxCount.");
    }
    checkBlockDevices(request.blockDeviceMappingsOrEmpty());
    InstanceNetworkInterfaceSpecification nic = networkInterface(request);
    return new LaunchRequest(
        minimum,
        maximum,
        required("ImageId", request.imageId()),
        type(request.instanceType()),
        request.keyName(),
        userData(request.userData()),
        request.clientToken(),
        nic != null ? nic.subnetId() : request.subnetId(),
        zone(request),
        privateAddress(maximum, nic != null ? nic.privateIpAddress() : request.privateIpAddress()),
        nic != null ? nic.associatePublicIpAddress() : null,
        nic != null ? nic.groupsOrEmpty() : request.securityGroupIdsOrEmpty(),
        request.securityGroupsOrEmpty(),
        request.iamInstanceProfile(),
        metadata(request.metadataOptions()),
        Boolean.TRUE.equals(request.disableApiTermination()),
        "terminate".equals(request.instanceInitiatedShutdownBehavior()),
        TagSpecifications.byType(
            Set.of("instance", "volume", "network-interface"), request.tagSpecificationsOrEmpty()),
        fingerprint(request));
  }

  private static int count(String parameter, @Nullable Integer given) {
    if (given == null) {
      throw missing(parameter);
    }
    if (given < 1) {
      throw invalid(given, parameter, "Expecting a positive integer.");
    }
    return given;
  }

  private static InstanceType type(@Nullable String given) {
    String name = given == null ? DEFAULT_TYPE : given;
    InstanceType type = InstanceType.find(name);
    if (type == null) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + name + "' for InstanceType.");
    }
    return type;
  }

  private static @Nullable String zone(RunInstancesRequest request) {
    if (request.placement() == null) {
      return null;
    }
    String tenancy = request.placement().tenancy();
    if (tenancy != null && !tenancy.isEmpty() && !tenancy.equals("default")) {
      throw ServiceError.unsupported("The tenancy " + tenancy);
    }
    // Terraform names a zone of no letters when it wants any.
    String zone = request.placement().availabilityZone();
    return zone == null || zone.isEmpty() ? null : zone;
  }

  private static @Nullable String privateAddress(int maximum, @Nullable String given) {
    if (given != null && maximum > 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Cannot specify a private IP address when launching more than one instance");
    }
    return given;
  }

  private static @Nullable String userData(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = Base64.getMimeDecoder().decode(given);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest(
          "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
    if (decoded.length > LARGEST_USER_DATA_BYTES) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "User data is limited to " + LARGEST_USER_DATA_BYTES + " bytes");
    }
    return Base64.getEncoder().encodeToString(decoded);
  }

  private static void checkBlockDevices(List<BlockDeviceMapping> mappings) {
    for (BlockDeviceMapping mapping : mappings) {
      if (!InstanceShapes.ROOT_DEVICE.equals(mapping.deviceName())) {
        throw ServiceError.unsupported(
            "A block device mapping for other than the root device " + InstanceShapes.ROOT_DEVICE);
      }
      if (mapping.ebs() != null && Boolean.FALSE.equals(mapping.ebs().deleteOnTermination())) {
        throw ServiceError.unsupported("A root volume kept after termination");
      }
    }
  }

  private static @Nullable InstanceNetworkInterfaceSpecification networkInterface(
      RunInstancesRequest request) {
    List<InstanceNetworkInterfaceSpecification> all = request.networkInterfacesOrEmpty();
    if (all.isEmpty()) {
      return null;
    }
    InstanceNetworkInterfaceSpecification first = all.getFirst();
    if (all.size() > 1 || !Integer.valueOf(0).equals(first.deviceIndex())) {
      throw ServiceError.unsupported("A network interface other than the one of device index 0");
    }
    if (Boolean.FALSE.equals(first.deleteOnTermination())) {
      throw ServiceError.unsupported("A network interface kept after termination");
    }
    if (request.subnetId() != null
        || !request.securityGroupIdsOrEmpty().isEmpty()
        || !request.securityGroupsOrEmpty().isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Network interfaces and an instance-level subnet ID or security groups may not be"
              + " specified on the same request");
    }
    return first;
  }

  private static Instance.MetadataOptions metadata(@Nullable InstanceMetadataOptionsRequest given) {
    Instance.MetadataOptions usual = Instance.MetadataOptions.DEFAULT;
    if (given == null) {
      return usual;
    }
    int hops = given.httpPutResponseHopLimit() == null ? 1 : given.httpPutResponseHopLimit();
    if (hops < 1 || hops > 64) {
      throw invalid(hops, "HttpPutResponseHopLimit", "Expecting a value between 1 and 64.");
    }
    return new Instance.MetadataOptions(
        !"disabled".equals(given.httpEndpoint()),
        "required".equals(given.httpTokens()),
        hops,
        "enabled".equals(given.instanceMetadataTags()));
  }

  private static String fingerprint(RunInstancesRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(request.toString().getBytes(UTF_8));
      // Secrets do not show in the text, so the user data is added.
      digest.update(Objects.toString(request.userData(), "").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw missing(parameter);
    }
    return value;
  }

  private static ServiceError missing(String parameter) {
    return ServiceError.badRequest(
        "MissingParameter", "The request must contain the parameter " + parameter);
  }

  private static ServiceError invalid(int value, String parameter, String why) {
    return ServiceError.badRequest(
        "InvalidParameterValue",
        "Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
  }
}
