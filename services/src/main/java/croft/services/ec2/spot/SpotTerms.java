package croft.services.ec2.spot;

import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.SpotMarketOptions;
import croft.base.ServiceError;
import croft.services.ec2.launchtemplate.TemplateLaunch;
import croft.services.ec2.tag.TagSpecifications;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a spot request asks for beside an instance.
 *
 * @param type {@code one-time} or {@code persistent}
 * @param maxPrice as given, or null; nothing is ever above it
 * @param interruption what an interruption would do; none ever comes
 * @param tags of the request
 * @param renewal how a persistent request launches again, or null
 * @param requestId the request that an instance answers anew, or null for a request to be made
 */
public record SpotTerms(
    String type,
    @Nullable String maxPrice,
    String interruption,
    @Nullable Instant validUntil,
    Map<String, String> tags,
    SpotRequest.@Nullable Renewal renewal,
    @Nullable String requestId) {

  /** The terms of a request that is to be made. */
  SpotTerms(
      String type,
      @Nullable String maxPrice,
      String interruption,
      @Nullable Instant validUntil,
      Map<String, String> tags) {
    this(type, maxPrice, interruption, validUntil, tags, null, null);
  }

  /** Of an instance that answers a request in place of one that has ended. */
  static SpotTerms again(SpotRequest request) {
    return new SpotTerms(
        request.type(),
        request.maxPrice(),
        request.interruption(),
        request.validUntil(),
        Map.of(),
        request.renewal(),
        request.id());
  }

  /** The same, with the launch where the request is persistent. */
  public SpotTerms renewing(TemplateLaunch launch) {
    return type.equals("persistent") && requestId == null
        ? new SpotTerms(
            type,
            maxPrice,
            interruption,
            validUntil,
            tags,
            new SpotRequest.Renewal(launch.textOfOne(), launch.marks()),
            null)
        : this;
  }

  /** Of a launch with market options. */
  public static SpotTerms of(RunInstancesRequest request) {
    SpotMarketOptions given =
        request.instanceMarketOptions() == null
            ? null
            : request.instanceMarketOptions().spotOptions();
    SpotMarketOptions options = given == null ? SpotMarketOptions.builder().build() : given;
    Map<String, String> tags =
        TagSpecifications.byType(
                Set.of("instance", "volume", "network-interface", "spot-instances-request"),
                request.tagSpecificationsOrEmpty())
            .getOrDefault("spot-instances-request", Map.of());
    return new SpotTerms(
        type(options.spotInstanceType()),
        options.maxPrice(),
        interruption(options.instanceInterruptionBehavior()),
        options.validUntil(),
        tags);
  }

  static String type(@Nullable String given) {
    String type = given == null ? "one-time" : given;
    if (!type.equals("one-time") && !type.equals("persistent")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + type + "' for the type of a spot request.");
    }
    return type;
  }

  static String interruption(@Nullable String given) {
    String behavior = given == null ? "terminate" : given;
    if (behavior.equals("hibernate")) {
      throw ServiceError.unsupported("Hibernation");
    }
    return behavior;
  }
}
