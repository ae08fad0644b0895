package croft.services.ec2.instance;

import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.InstanceMetadataOptionsRequest;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.ClientTokens;
import croft.services.ec2.tag.TagSpecifications;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A RunInstances request after every check that needs no store.
 *
 * @param userData Base64, or null
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
    LaunchPlacement placement,
    LaunchNetwork network,
    LaunchDisks disks,
    @Nullable IamInstanceProfileSpecification profile,
    @Nullable InstanceMetadataOptionsRequest metadata,
    InstanceSettings settings,
    boolean terminationProtected,
    boolean terminateOnShutdown,
    boolean detailedMonitoring,
    boolean spot,
    Map<String, Map<String, String>> tags,
    String fingerprint) {

  private static final List<String> HONOURED =
      List.of(
          "ImageId",
          "InstanceType",
          "KeyName",
          "MaxCount",
          "MinCount",
          "UserData",
          "ClientToken",
          "IamInstanceProfile",
          "TagSpecifications",
          "InstanceMarketOptions.MarketType",
          "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior",
          "InstanceMarketOptions.SpotOptions.MaxPrice",
          "InstanceMarketOptions.SpotOptions.SpotInstanceType",
          "InstanceMarketOptions.SpotOptions.ValidUntil",
          "LaunchTemplate",
          "MetadataOptions.HttpTokens",
          "MetadataOptions.HttpPutResponseHopLimit",
          "MetadataOptions.HttpEndpoint",
          "MetadataOptions.InstanceMetadataTags");

  private static final String DEFAULT_TYPE = "m1.small";
  private static final int LARGEST_USER_DATA_BYTES = 16 * 1024;

  /** The request members that are honoured; every other one is refused by name. */
  static String[] honoured() {
    return Stream.of(
            HONOURED,
            LaunchPlacement.HONOURED,
            LaunchNetwork.HONOURED,
            LaunchDisks.HONOURED,
            LaunchSettings.HONOURED)
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  static LaunchRequest of(RunInstancesRequest request) {
    int minimum = count("MinCount", request.minCount());
    int maximum = count("MaxCount", request.maxCount());
    if (maximum < minimum) {
      throw invalid(minimum, "minCount", "MinCount may not exceed MaxCount.");
    }
    InstanceType type = type(request.instanceType());
    return new LaunchRequest(
        minimum,
        maximum,
        required("ImageId", request.imageId()),
        type,
        request.keyName(),
        userData(request.userData()),
        request.clientToken(),
        LaunchPlacement.of(request.placement()),
        LaunchNetwork.of(request, type, maximum),
        LaunchDisks.of(request),
        request.iamInstanceProfile(),
        request.metadataOptions(),
        LaunchSettings.of(request, type),
        Boolean.TRUE.equals(request.disableApiTermination()),
        "terminate".equals(request.instanceInitiatedShutdownBehavior()),
        request.monitoring() != null && Boolean.TRUE.equals(request.monitoring().enabled()),
        LaunchMarket.isSpot(request.instanceMarketOptions()),
        TagSpecifications.byType(
            Set.of("instance", "volume", "network-interface", "spot-instances-request"),
            request.tagSpecificationsOrEmpty()),
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

  static InstanceType type(@Nullable String given) {
    String name = given == null ? DEFAULT_TYPE : given;
    InstanceType type = InstanceType.find(name);
    if (type == null) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + name + "' for InstanceType.");
    }
    return type;
  }

  static @Nullable String userData(@Nullable String given) {
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

  /** Secrets do not show in the text, so the user data is added. */
  private static String fingerprint(RunInstancesRequest request) {
    return ClientTokens.fingerprint(request.toString(), Objects.toString(request.userData(), ""));
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
