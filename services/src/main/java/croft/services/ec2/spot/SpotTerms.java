package croft.services.ec2.spot;

import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.SpotMarketOptions;
import croft.base.ServiceError;
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
 */
public record SpotTerms(
    String type,
    @Nullable String maxPrice,
    String interruption,
    @Nullable Instant validUntil,
    Map<String, String> tags) {

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
