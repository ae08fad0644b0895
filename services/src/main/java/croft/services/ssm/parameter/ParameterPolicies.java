package croft.services.ssm.parameter;

import croft.api.ssm.ParameterInlinePolicy;
import croft.base.ServiceError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parameter policies. Expiration is kept; the ones that only notify are refused by name, for
 * nothing would hear of it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html">Assigning
 * parameter policies</a>.
 *
 * @param text as it was put; empty if none
 * @param expiresAt null without an expiration
 */
record ParameterPolicies(String text, @Nullable Instant expiresAt) {
  static final ParameterPolicies NONE = new ParameterPolicies("", null);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads what a request holds.
   *
   * @throws ServiceError {@code InvalidPolicyTypeException}, {@code
   *     InvalidPolicyAttributeException} or {@code IncompatiblePolicyException}
   */
  static ParameterPolicies read(String text, Instant now) {
    JsonNode root;
    try {
      root = JSON.readTree(text.isBlank() ? "[]" : text);
    } catch (JacksonException notJson) {
      throw attribute("The parameter policies are not valid JSON.");
    }
    List<JsonNode> all = root.isArray() ? List.copyOf(root.values()) : List.of(root);
    if (all.isEmpty() || (root.isObject() && root.isEmpty())) {
      return NONE;
    }
    Instant expires = null;
    for (JsonNode policy : all) {
      if (expires != null) {
        throw ServiceError.badRequest(
            "IncompatiblePolicyException", "There is a conflict in the policies specified.");
      }
      expires = expiration(policy);
    }
    if (expires == null || !expires.isAfter(now)) {
      throw attribute("The Timestamp of an Expiration policy must be in the future.");
    }
    return new ParameterPolicies(text, expires);
  }

  private static Instant expiration(JsonNode policy) {
    String type = policy.path("Type").asString("");
    if (type.equals("ExpirationNotification") || type.equals("NoChangeNotification")) {
      throw ServiceError.unsupported("The parameter policy " + type);
    }
    if (!type.equals("Expiration")) {
      throw ServiceError.badRequest(
          "InvalidPolicyTypeException", "The policy type " + type + " isn't supported.");
    }
    if (!policy.path("Version").asString("").equals("1.0")) {
      throw attribute("The policy version must be 1.0.");
    }
    try {
      return OffsetDateTime.parse(policy.path("Attributes").path("Timestamp").asString(""))
          .toInstant();
    } catch (DateTimeException notATime) {
      throw attribute("The Timestamp of an Expiration policy must be an ISO 8601 time.");
    }
  }

  private static ServiceError attribute(String message) {
    return ServiceError.badRequest("InvalidPolicyAttributeException", message);
  }

  /** As the API shows those of a version. */
  static @Nullable List<ParameterInlinePolicy> shapes(ParameterVersion version) {
    if (version.policies().isEmpty()) {
      return null;
    }
    JsonNode root = JSON.readTree(version.policies());
    JsonNode policy = root.isArray() ? root.get(0) : root;
    return List.of(
        ParameterInlinePolicy.builder()
            .policyText(policy.toString())
            .policyType("Expiration")
            .policyStatus("Pending")
            .build());
  }
}
